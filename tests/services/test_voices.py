"""Which invited groups are here and have been heard, so that nobody's group can be told."""

from __future__ import annotations

from consult.extensions import db
from consult.models import Note, Participant
from consult.services.meeting import voices


def person(meeting, group, number):
    one = Participant(
        meeting_id=meeting.id,
        token_hash=f"hash-{number}",
        language="en",
        languages=["en"],
        group_key=group,
        joined_at=0.0,
    )
    db.session.add(one)
    db.session.flush()
    return one


def note(meeting, author, number):
    db.session.add(
        Note(
            meeting_id=meeting.id, participant_id=author.id, client_key=f"key-{number}", round_number=1,
            table_number=1, kind="need", text="Lamps", language="en", written_at=0.0,
        )
    )  # fmt: skip
    db.session.commit()


def told(meeting):
    return {one["key"]: (one["present"], one["heard"]) for one in voices.of_meeting(meeting, "en")}


def test_groups_show_only_with_every_fifth_person(meeting):
    first, second, *others = (group.key for group in meeting.consultation.groups)
    people = [person(meeting, first, number) for number in range(4)]
    four = told(meeting)
    people.append(person(meeting, second, 4))
    five = told(meeting)
    person(meeting, others[0], 5)

    assert set(four.values()) == {(False, False)}
    assert [five[key] for key in (first, second, others[0])] == [(True, False), (True, False), (False, False)]
    # The sixth is alone: whoever saw them come would know their group.
    assert told(meeting) == five
    for number, author in enumerate(people):
        assert not any(heard for _present, heard in told(meeting).values())
        note(meeting, author, number)
    assert [told(meeting)[key] for key in (first, second)] == [(True, True)] * 2


def test_a_second_note_of_the_same_person_counts_no_more(meeting):
    first = meeting.consultation.groups[0].key
    author = person(meeting, first, 1)
    for number in range(6):
        note(meeting, author, number)

    assert told(meeting)[first] == (False, False)


def test_hiding_a_note_tells_nothing_about_its_author(meeting):
    first, second, *_others = (group.key for group in meeting.consultation.groups)
    for number, group in enumerate((first, first, second, first, first, first)):
        note(meeting, person(meeting, group, number), number)
    before = told(meeting)

    db.session.query(Note).filter_by(client_key="key-2").one().hidden_at = 5.0
    db.session.commit()

    assert before[second] == (True, True)
    assert told(meeting) == before

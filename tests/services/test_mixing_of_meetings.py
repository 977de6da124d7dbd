"""Who met whom, from the stored seats: rounds that were held, everybody who sat in them, groups protected."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from sqlalchemy import select

from consult.domain.mixing import OTHERS, UNSAID, Row, RowKind
from consult.domain.words import Phase, Seating
from consult.extensions import db
from consult.models import Meeting, Participant, Seat
from consult.services.reports import meeting_facts, mixing, publish

OPENED = harvested.OPENED
Tables = tuple[tuple[int, ...], ...]


@pytest.fixture
def seated(meeting: Meeting) -> Callable[..., list[Participant]]:
    """People of these groups (a place in the list of the consultation, or None), seated round by round."""

    def _seated(groups: str, *rounds: Tables, held: int | None = None) -> list[Participant]:
        keys = [group.key for group in meeting.consultation.groups]
        people = [
            Participant(
                meeting_id=meeting.id,
                token_hash=f"hash-{meeting.id}-{place}",
                nickname=f"Nickname-{place}",
                language="en",
                languages=["en"],
                group_key=None if sign == "-" else keys[int(sign)],
                joined_at=OPENED,
            )
            for place, sign in enumerate(groups)
        ]
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(
            Seat(
                meeting_id=meeting.id,
                round_number=number,
                table_number=table,
                participant_id=people[place].id,
            )
            for number, tables in enumerate(rounds, start=1)
            for table, places in enumerate(tables, start=1)
            for place in places
        )
        meeting.round_number = len(rounds) if held is None else held
        meeting.phase, meeting.opened_at = Phase.ROUND, OPENED
        db.session.commit()
        return people

    return _seated


def found(meeting: Meeting) -> mixing.Mixing:
    one = mixing.of_meeting(meeting, meeting.consultation.groups)
    assert one is not None
    return one


def test_planned_rounds_do_not_count_and_the_open_one_does(meeting, seated) -> None:
    seated("00000", ((0, 1), (2, 3, 4)), ((0, 2), (1, 3, 4)), ((0, 3), (1, 2, 4)), held=2)

    assert found(meeting).contacts.pairs_met == 7
    assert [one.number for one in found(meeting).rounds] == [1, 2]


def test_nothing_is_told_before_the_first_round_or_of_fewer_than_five(meeting, seated) -> None:
    seated("00001", ((0, 1, 2, 3, 4),), held=0)

    assert mixing.of_meeting(meeting, meeting.consultation.groups) is None
    db.session.execute(Seat.__table__.delete().where(Seat.table_number > 0))
    meeting.round_number = 1
    assert mixing.of_meeting(meeting, meeting.consultation.groups) is None


def test_people_who_left_count_in_the_rounds_they_sat_in(meeting, seated) -> None:
    people = seated("00000", ((0, 1, 2, 3, 4),), ((0, 1), (2, 3)))
    before = found(meeting).contacts
    people[4].left_at = OPENED + 60
    db.session.commit()

    assert found(meeting).contacts == before
    assert (before.people, before.pairs_met) == (5, 10)


def test_table_hosts_and_who_keeps_a_table_do_not_return(meeting, seated) -> None:
    people = seated("000000", ((0, 1, 2), (3, 4, 5)), ((0, 1, 3), (2, 4, 5)))
    assert found(meeting).contacts.table_returns == 4
    for seat in db.session.scalars(select(Seat).where(Seat.participant_id == people[0].id)):
        seat.is_host = True
    people[4].kept_table = 2
    db.session.commit()

    assert found(meeting).contacts.table_returns == 2


def test_rounds_in_which_people_stay_have_no_returns(meeting, seated) -> None:
    seated("00000", ((0, 1, 2, 3, 4),), ((0, 1, 2, 3, 4),))
    for row in meeting.rounds:
        row.seating = Seating.STAY
    db.session.commit()

    assert found(meeting).contacts.table_returns is None
    assert found(meeting).contacts.repeated_meetings == 10


def test_small_groups_stand_together_and_are_called_other_groups(meeting, consultation, seated) -> None:
    seated("00000111222-----", (tuple(range(16)),))
    first = consultation.groups[0].key

    matrix = mixing.of_all([found(meeting)], consultation.groups)

    assert matrix is not None
    assert matrix.rows == (Row(RowKind.GROUP, first), OTHERS, UNSAID)
    assert matrix.cells == ((10, 30, 25), (30, 15, 30), (25, 30, 10))
    assert mixing.names(matrix.rows, consultation.groups, "en")[1:] == ["Other groups", "Group not stated"]


def test_group_that_is_no_longer_invited_counts_as_not_said(meeting, consultation, seated) -> None:
    people = seated("0000011111", (tuple(range(10)),))
    for person in people[5:]:
        person.group_key = "gone"
    db.session.commit()

    assert found(meeting).matrix.rows[-1] == UNSAID  # type: ignore[union-attr]


def test_people_of_different_meetings_do_not_meet(meeting, consultation, seated) -> None:
    seated("0000011111", (tuple(range(10)),))
    harvested.hold(harvested.another(meeting))
    held = [
        mixing.of_meeting(one, consultation.groups) for one in meeting_facts.held_meetings(consultation.id)
    ]

    total = mixing.of_all([one for one in held if one], consultation.groups)

    assert len(held) == 2
    assert total.pairs == sum(one.contacts.pairs_met for one in held)  # type: ignore[union-attr]


# ── In the report ────────────────────────────────────────────────────────────


def test_report_has_the_matrix_and_the_rounds(meeting, consultation) -> None:
    harvested.hold(meeting)

    report = publish.needs_assessment(consultation.id, "fr")
    matrix, how = report.who_met_whom, report.meetings[0].mixing

    assert matrix is not None
    assert [group.kind for group in matrix.groups] == ["group", "others"]
    assert matrix.groups[0].name in [group.name["fr"] for group in consultation.groups[:2]]
    assert sum(sum(row[place:]) for place, row in enumerate(matrix.pairs)) == matrix.pairs_met
    assert how.pairs_met == matrix.pairs_met  # type: ignore[union-attr]
    assert [one.number for one in how.rounds] == [1, 2, 3]  # type: ignore[union-attr]
    assert all(0.5 < one.score < 1.5 for one in how.rounds)  # type: ignore[union-attr, operator]


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_report_of_who_met_whom_names_nobody(meeting, consultation, language) -> None:
    harvested.hold(meeting)
    titles = {"en": "Who met whom", "fr": "Qui a rencontré qui", "es": "Quién se encontró con quién"}

    text = publish.export(consultation.id, "md", language).content.decode()

    chapter = text.split(f". {titles.get(language, 'Quem se encontrou com quem')}\n")[1].split("\n## ")[0]
    assert chapter.count("|") > 20
    assert "Nickname" not in text


def test_report_before_the_first_round_has_no_such_chapter(meeting, consultation) -> None:
    assert publish.needs_assessment(consultation.id, "en").who_met_whom is None
    assert "Who met whom" not in publish.export(consultation.id, "md", "en").content.decode()

"""Coming late, sitting out, changing language, moving tables, leaving, being removed."""

from __future__ import annotations

import pytest
from live.notes import done, new_note, quiet, written

from consult.extensions import db
from consult.locales import in_language
from consult.models import Meeting, Participant
from consult.phrases import sentence


def state(screen):
    return done(screen.ask("catch_up"))


def table_of(screen):
    table = state(screen)["me"]["table"]
    return table and table["number"]


def test_language_changes_at_once(phone):
    screen = phone(languages=("en", "fr"))

    done(screen.ask("language.change", {"language": "fr"}))

    facts = state(screen)
    assert (facts["me"]["language"], facts["question"]["language"]) == ("fr", "fr")
    with in_language("fr"):
        assert screen.ask("note.write", new_note())["message"] == sentence("round_not_open")


@pytest.mark.parametrize("language", ["de", "", None, 5])
def test_unknown_language_is_refused(phone, language):
    assert phone().ask("language.change", {"language": language})["code"] == "malformed"


def test_language_the_meeting_does_not_offer_is_refused(phone, meeting):
    screen = phone()
    db.session.get_one(Meeting, meeting.id).consultation.languages = ["en", "fr"]
    db.session.commit()

    assert screen.ask("language.change", {"language": "pt"})["code"] == "language_not_offered"


def test_whoever_sits_out_keeps_this_round_and_has_no_seat_in_the_next(phone, open_round, console):
    people = [phone() for _ in range(8)]
    open_round()
    resting, facilitator = people[0], console()
    before = table_of(resting)

    done(resting.ask("round.sit_out", {"on": True}))

    assert table_of(resting) == before
    done(facilitator.ask("round.close"))
    assert table_of(resting) is None
    done(facilitator.ask("round.open"))
    assert (table_of(resting), state(resting)["me"]["sits_out"]) == (None, True)
    assert resting.ask("note.write", new_note(round=2))["code"] == "not_seated"


@pytest.mark.parametrize("phase", ["moving", "round"])
def test_whoever_comes_back_gets_a_seat_at_once(phone, open_round, console, phase):
    people = [phone() for _ in range(8)]
    open_round()
    resting, facilitator = people[0], console()
    done(resting.ask("round.sit_out", {"on": True}))
    done(facilitator.ask("round.close"))
    if phase == "round":
        done(facilitator.ask("round.open"))

    done(resting.ask("round.sit_out", {"on": False}))

    assert table_of(resting) in (1, 2, 3, 4)


def test_chair_of_somebody_who_sits_out_is_free_while_people_gather(phone, console):
    screen = phone(table=3)
    done(screen.ask("round.sit_out", {"on": True}))

    facts = state(console())
    assert (table_of(screen), [len(t["people"]) for t in facts["tables"]]) == (None, [0, 0, 0, 0])
    assert [person["sits_out"] for person in facts["unseated"]] == [True]


def test_moved_person_hears_the_new_table_and_not_the_old(phone, open_round, console):
    moved, old, new = phone(table=1), phone(table=1), phone(table=2)
    open_round()
    old_table, new_table = table_of(old), table_of(new)
    quiet(moved, old, new)

    done(console().ask("participant.move", {"participant_id": moved.participant.id, "table": new_table}))

    assert "seat.changed" in moved.heard()
    assert old.heard() == new.heard() == ["seat.changed"]
    assert old_table != new_table == table_of(moved)
    written(old, text="Old table")
    assert moved.heard() == []
    written(new, "key-00000002", text="New table")
    assert moved.heard() == ["note.written"]


def test_note_written_before_the_move_stays_where_it_was(phone, open_round, console):
    moved, old, new = phone(table=1), phone(table=1), phone(table=2)
    open_round()
    written(moved)
    done(console().ask("participant.move", {"participant_id": moved.participant.id, "table": 2}))

    assert len(state(old)["notes"]) == 1
    assert (state(new)["notes"], state(moved)["notes"], len(state(moved)["own"])) == ([], [], 1)


def test_nobody_is_moved_to_a_table_that_is_not_there(phone, console):
    screen = phone(table=1)

    answer = console().ask("participant.move", {"participant_id": screen.participant.id, "table": 9})

    assert (answer["code"], table_of(screen)) == ("no_such_table", 1)


def test_removed_person_loses_access_at_once(phone, open_round, console):
    gone, neighbour = phone(table=1), phone(table=1)
    open_round()
    facilitator = console()
    quiet(gone, neighbour)

    done(facilitator.ask("participant.remove", {"participant_id": gone.participant.id}))

    assert "ended" in gone.heard()
    assert gone.ask("catch_up")["code"] == "not_recognised"
    assert gone.ask("note.write", new_note())["code"] == "not_recognised"
    written(neighbour)
    done(facilitator.ask("announcement.make", {"text": "Coffee is ready."}))
    done(facilitator.ask("round.pause"))
    assert gone.heard() == []


def test_whoever_leaves_is_answered_and_hears_nothing_more(phone, open_round, console):
    gone, neighbour = phone(table=1), phone(table=1)
    open_round()
    written(gone)
    quiet(gone, neighbour)

    done(gone.ask("meeting.leave"))

    assert neighbour.heard() == ["seat.changed"]
    assert gone.ask("catch_up")["code"] == "not_recognised"
    written(neighbour, "key-00000002")
    assert "note.written" not in gone.heard()
    facts = state(neighbour)
    assert (facts["me"]["people_at_table"], len(facts["notes"])) == (1, 2)
    overview = state(console())
    assert (overview["left"], overview["totals"]["people"]) == (1, 1)


def test_latecomer_takes_the_chair_of_somebody_who_left(phone, console):
    people = [phone() for _ in range(20)]
    where = table_of(people[0])
    done(people[0].ask("meeting.leave"))

    late = phone()

    assert table_of(late) == where


def test_latecomer_added_by_the_facilitator_gets_a_link_that_works(
    client, phone, open_round, console, connect
):
    phone(table=1)
    open_round()

    answer = done(
        console().ask(
            "participant.add", {"nickname": " Ana \n", "language": "es", "languages": ["es"], "table": 2}
        )
    )

    assert answer["table"] == 2
    added = db.session.query(Participant).order_by(Participant.id.desc()).first()
    assert (added.nickname, added.consented_at) == ("Ana", None)
    screen = connect({"token": answer["link"].removeprefix("/seat/")})
    assert (state(screen)["me"]["nickname"], table_of(screen)) == ("Ana", 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"languages": []}, "malformed"),
        ({"languages": ["de"]}, "malformed"),
        ({"group": "unknown"}, "no_such_group"),
        ({"mode": "flying"}, "malformed"),
        ({"nickname": "x" * 41}, "text_too_long"),
    ],
)
def test_latecomer_who_cannot_be_added(console, changes, code):
    answer = console().ask("participant.add", {"language": "en", "languages": ["en"], **changes})

    assert answer["code"] == code
    assert db.session.query(Participant).count() == 0


def test_latecomer_for_a_table_that_is_not_there_is_not_added(console):
    answer = console().ask("participant.add", {"language": "en", "languages": ["en"], "table": 9})

    assert answer["code"] == "no_such_table"
    assert db.session.query(Participant).count() == 0

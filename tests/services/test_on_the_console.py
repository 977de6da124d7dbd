"""What the console tells of the hall: who is here, which tables are silent, what was written where."""

from __future__ import annotations

import pytest
from live.notes import done, new_note, written

from consult.extensions import db
from consult.services.meeting import presence
from consult.services.meeting.wire import millis


def table_of(console, number):
    return next(one for one in done(console.ask("catch_up"))["tables"] if one["number"] == number)


def counts(console):
    totals = done(console.ask("catch_up"))["totals"]
    return {name: totals[name] for name in ("people", "connected", "away", "offline")}


def test_who_is_connected_away_and_offline_is_counted(phone, console, clock):
    staying, pocketed = phone(table=1), phone(table=1)
    facilitator = console()
    pocketed.disconnect()

    just_lost = counts(facilitator)
    clock.advance(presence.AWAY_SECONDS)

    assert just_lost == {"people": 2, "connected": 1, "away": 1, "offline": 0}
    assert counts(facilitator) == {"people": 2, "connected": 1, "away": 0, "offline": 1}
    assert staying.is_connected()


def test_table_is_quiet_from_the_beginning_of_the_round_and_from_its_last_note(
    phone, console, open_round, clock
):
    author, _elsewhere = phone(table=1), phone(table=2)
    open_round()
    facilitator, beginning = console(), clock()
    clock.advance(90)
    written(author)

    facts = done(facilitator.ask("catch_up"))

    assert facts["meeting"]["silent_after"] == 240
    assert table_of(facilitator, 1)["quiet_since"] == millis(beginning + 90)
    assert table_of(facilitator, 2)["quiet_since"] == millis(beginning)


def test_hidden_note_was_written_all_the_same(phone, console, open_round, clock):
    author = phone(table=1)
    open_round()
    facilitator = console()
    clock.advance(60)
    note = written(author)
    done(facilitator.ask("note.hide", {"note_id": note, "reason": "It is not about the question"}))

    table = table_of(facilitator, 1)

    assert (table["notes"], table["quiet_since"]) == (0, millis(clock()))


def test_no_table_is_quiet_where_nobody_sits_or_no_clock_runs(phone, console, open_round, clock):
    phone(table=1)
    facilitator = console()
    before = table_of(facilitator, 1)["quiet_since"]
    open_round()
    empty = table_of(facilitator, 3)["quiet_since"]
    done(facilitator.ask("round.pause"))
    paused = (
        done(facilitator.ask("catch_up"))["meeting"]["silent_after"],
        table_of(facilitator, 1)["quiet_since"],
    )
    clock.advance(600)
    done(facilitator.ask("round.resume"))

    assert (before, empty, paused) == (None, None, (None, None))
    assert table_of(facilitator, 1)["quiet_since"] == millis(clock())


def test_notes_are_counted_by_table_kind_and_language(phone, console, open_round):
    author, elsewhere = phone(table=1), phone(table=2)
    open_round()
    for number in range(3):
        done(author.ask("note.write", new_note(f"key-{number:08}", kind="proposal")))
    written(elsewhere)
    hidden = done(author.ask("note.write", new_note("key-00000009")))["note"]
    facilitator = console()
    done(facilitator.ask("note.hide", {"note_id": hidden["id"], "reason": "It is not about the question"}))

    facts = done(facilitator.ask("catch_up"))

    assert [table["notes"] for table in facts["tables"]][:2] == [3, 1]
    assert facts["totals"]["notes"] == 4
    assert facts["totals"]["kinds"] == {"proposal": 3, "need": 1}
    assert facts["totals"]["languages"] == {"en": 4}
    assert {note["id"]: note["hidden"] for note in facts["notes"]}[hidden["id"]] is True


def test_cost_of_the_console_does_not_grow_with_the_notes(phone, console, open_round, monkeypatch):
    from consult.services.catch_up import console_notes

    monkeypatch.setattr(console_notes, "NOTES_SHOWN", 2)
    author = phone(table=1)
    open_round()
    for number in range(5):
        done(author.ask("note.write", new_note(f"key-{number:08}")))

    facts = done(console().ask("catch_up"))

    assert [note["id"] for note in facts["notes"]] == [5, 4]
    assert facts["tables"][0]["notes"] == 5
    assert len([row for row in db.session.identity_map.values() if type(row).__name__ == "Note"]) <= 2


@pytest.mark.parametrize("number", [1, 2])
def test_two_consoles_see_the_same(phone, console, open_round, number):
    author = phone(table=1)
    open_round()
    consoles = [console() for _ in range(2)]
    written(author)

    seen = [done(one.ask("catch_up")) for one in consoles]

    assert seen[0] == seen[1]
    done(consoles[number - 1].ask("round.pause"))
    assert [done(one.ask("catch_up"))["meeting"]["paused"] for one in consoles] == [True, True]

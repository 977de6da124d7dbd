"""A facilitator takes a note off every screen, and brings it back."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, texts, written

REASON = {"reason": "It names a neighbour."}


@pytest.fixture
def table(phone, console, open_round):
    """(author, neighbour, elsewhere, facilitator) in an open round."""
    people = phone(table=1), phone(table=1), phone(table=2)
    facilitator = console()
    done(facilitator.ask("host.appoint", {"participant_id": people[0].participant.id, "on": True}))
    open_round()
    return *people, facilitator


def test_hidden_note_leaves_every_screen_but_the_authors_own(table):
    author, neighbour, elsewhere, facilitator = table
    note_id = written(author)
    quiet(author, neighbour, elsewhere)

    done(facilitator.ask("note.hide", {"note_id": note_id, **REASON}))

    assert neighbour.heard() == ["note.removed"]
    assert author.heard() == ["note.removed", "seat.changed"]
    assert elsewhere.heard() == []
    assert done(neighbour.ask("catch_up"))["notes"] == []
    mine = done(author.ask("catch_up"))
    assert (mine["notes"], [note["hidden"] for note in mine["own"]]) == ([], [True])


def test_console_still_sees_the_note_and_why_it_is_hidden(table):
    author, _neighbour, _elsewhere, facilitator = table
    note_id = written(author)

    done(facilitator.ask("note.hide", {"note_id": note_id, **REASON}))

    state = done(facilitator.ask("catch_up"))
    [note] = state["notes"]
    assert (note["hidden"], note["hidden_reason"]) == (True, REASON["reason"])
    assert (state["totals"]["notes"], state["tables"][0]["notes"]) == (0, 0)


def test_shown_note_comes_back(table):
    author, neighbour, elsewhere, facilitator = table
    note_id = written(author)
    done(facilitator.ask("note.hide", {"note_id": note_id, **REASON}))
    quiet(author, neighbour, elsewhere)

    done(facilitator.ask("note.show", {"note_id": note_id}))

    assert neighbour.heard() == ["note.written"]
    assert elsewhere.heard() == []
    assert len(done(neighbour.ask("catch_up"))["notes"]) == 1
    assert [note["hidden"] for note in done(author.ask("catch_up"))["own"]] == [False]


def test_hidden_main_point_is_neither_harvested_nor_voted_for(table, projector):
    author, neighbour, _elsewhere, facilitator = table
    hall = projector()
    note_id = written(author)
    done(author.ask("main_point.mark", {"note_id": note_id, "on": True}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))
    done(neighbour.ask("vote.cast", {"note_id": note_id, "on": True}))
    quiet(author, neighbour)

    done(facilitator.ask("note.hide", {"note_id": note_id, **REASON}))

    shown = done(hall.ask("catch_up"))
    assert [len(entry["points"]) for entry in shown["harvest"]["tables"]] == [0, 0, 0, 0]
    assert (shown["voting"]["choices"], shown["notes"]) == ([], 0)
    assert done(neighbour.ask("ballot.read"))["choices"] == []
    assert done(neighbour.ask("catch_up"))["voting"]["mine"] == []
    assert "meeting.changed" in neighbour.heard()
    assert neighbour.ask("vote.cast", {"note_id": note_id, "on": True})["code"] == "not_a_main_point"


def test_shown_main_point_is_back_on_the_ballot(table, projector):
    author, _neighbour, _elsewhere, facilitator = table
    note_id = written(author, text="Lamps")
    done(author.ask("main_point.mark", {"note_id": note_id, "on": True}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))
    done(facilitator.ask("note.hide", {"note_id": note_id, **REASON}))
    quiet(author)

    done(facilitator.ask("note.show", {"note_id": note_id}))

    assert texts(done(projector().ask("catch_up"))["voting"]["choices"]) == ["Lamps"]
    assert "meeting.changed" in author.heard()


@pytest.mark.parametrize("reason", ["", "   ", None, "x" * 201])
def test_hiding_needs_a_short_reason(table, reason):
    author, *_others, facilitator = table

    answer = facilitator.ask("note.hide", {"note_id": written(author), "reason": reason})

    assert answer["ok"] is False
    assert len(done(author.ask("catch_up"))["notes"]) == 1


def test_note_can_still_be_hidden_and_erased_when_the_meeting_is_closed(table):
    author, neighbour, _elsewhere, facilitator = table
    notes = written(author), written(neighbour, "key-00000002")
    for command in ("round.close", "meeting.close"):
        done(facilitator.ask(command))

    done(facilitator.ask("note.hide", {"note_id": notes[0], **REASON}))
    done(neighbour.ask("note.erase", {"note_id": notes[1]}))

    assert done(neighbour.ask("catch_up"))["notes"] == []

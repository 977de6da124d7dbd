"""Notes of earlier rounds are read once more by those who sat at their table, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from live.notes import done, written


def past(screen: Any) -> list[tuple[int, list[str]]]:
    """Round and texts of each table, as they are read."""
    places = done(screen.ask("past_notes.read"))["places"]
    return [
        (place["round"], [note.get("translation", note)["text"] for note in place["notes"]])
        for place in places
    ]


@pytest.fixture
def after_a_round(phone, console, open_round, translated):
    """(author, French reader, English screen elsewhere, facilitator, note id) after the round."""
    author, reader = phone(table=1), phone(table=1, languages=("fr",))
    elsewhere, facilitator = phone(table=2), console()
    open_round()
    note_id = written(author)
    translated()
    done(facilitator.ask("round.close"))
    return author, reader, elsewhere, facilitator, note_id


def test_whoever_sat_there_reads_it_in_their_language_and_nobody_else(after_a_round):
    author, reader, elsewhere, _facilitator, _note = after_a_round

    assert past(reader) == [(1, ["[fr] More lamps in the park."])]
    assert past(elsewhere) == []
    # One's own notes stand elsewhere.
    assert past(author) == []


def test_it_is_there_until_after_the_meeting(after_a_round):
    _author, reader, _elsewhere, facilitator, note_id = after_a_round
    done(facilitator.ask("harvest.begin"))
    done(facilitator.ask("meeting.close"))

    done(reader.ask("note.correct", {"note_id": note_id, "text": "Plus de lampes dans le parc."}))

    assert past(reader) == [(1, ["Plus de lampes dans le parc."])]


def test_hidden_and_erased_notes_are_gone(after_a_round):
    author, reader, _elsewhere, facilitator, note_id = after_a_round
    done(facilitator.ask("note.hide", {"note_id": note_id, "reason": "It names somebody."}))
    hidden = past(reader)
    done(facilitator.ask("note.show", {"note_id": note_id}))
    shown = past(reader)
    done(author.ask("note.erase", {"note_id": note_id}))

    assert (hidden, len(shown), past(reader)) == ([], 1, [])


def test_seats_of_rounds_to_come_tell_nothing(phone, open_round):
    early, late = phone(table=1), phone(table=1)
    open_round()
    written(early)

    assert past(late) == [(1, ["More lamps in the park."])]

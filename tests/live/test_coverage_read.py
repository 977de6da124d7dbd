"""What a meeting has touched while people talk: on the console, and on the phones of table hosts; and the prompts."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import NoteMark, NoteMeaning

LANDLORDS = "Landlords who discriminate must pay a fine and lose their licence."


@pytest.fixture
def table(phone, console, open_round):
    """(host of table 1, somebody else there, facilitator), a round is open."""
    host, traveller, facilitator = phone(table=1, languages=("fr",)), phone(table=1), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    return host, traveller, facilitator


def seen(facilitator):
    """Cells of the console that are not empty: {(commitment, track): [notes, confirmed]}."""
    told = done(facilitator.ask("catch_up"))["coverage"]
    return {
        (one["id"], track["id"]): cell
        for one, row in zip(told["commitments"], told["cells"], strict=True)
        for track, cell in zip(told["tracks"], row, strict=True)
        if cell[0]
    }


def understood(note_id, commitment, track):
    proposals = {"commitments": [[commitment, 0.9, []]], "tracks": [[track, 0.8, []]], "sure": True}
    db.session.add(NoteMeaning(note_id=note_id, engine="test", vector=None, proposals=proposals))
    db.session.commit()


def test_a_note_counts_at_once_by_its_words_then_as_understood_then_as_confirmed(table):
    host, _traveller, facilitator = table
    note_id = written(host, text=LANDLORDS, language="en")
    at_once = seen(facilitator)
    understood(note_id, "5", "4")
    proposed = seen(facilitator)
    mark = NoteMark(note_id=note_id, commitments=["6", "1"], track="3", confirmed_at=1.0, tags={})
    db.session.add(mark)
    db.session.commit()

    assert [(track, cell) for (_one, track), cell in at_once.items()] == [("3", [1, 0])]
    assert proposed == {("5", "4"): [1, 0]}
    assert seen(facilitator) == {("1", "3"): [1, 1], ("6", "3"): [1, 1]}


def test_hidden_and_set_aside_notes_touch_nothing(table):
    host, _traveller, facilitator = table
    first, second = written(host, text=LANDLORDS), written(host, "key-00000002", text=LANDLORDS)
    done(facilitator.ask("note.hide", {"note_id": first, "reason": "It names somebody."}))
    db.session.add(NoteMark(note_id=second, set_aside="Twice", tags={}))
    db.session.commit()

    assert seen(facilitator) == {}


def test_host_sees_what_their_own_table_has_touched_and_what_to_ask(table, phone):
    host, _traveller, _facilitator = table
    elsewhere = phone(table=2)
    understood(written(host), "5", "1")
    understood(written(elsewhere), "5", "3")

    told = done(host.ask("coverage.read"))

    assert told["here"] == {"1": 1, "2": 0, "3": 0, "4": 0}
    assert [track["notes"] for track in told["tracks"]] == [1, 0, 1, 0]
    assert {prompt["track"] for prompt in told["prompts"]} == {"2", "3", "4"}
    # The consultation is on housing: its own prompt comes first, in the language of the host.
    first = next(prompt for prompt in told["prompts"] if prompt["track"] == "3")
    assert first["key"] == "3-housing"
    assert first["text"].startswith("Un bailleur")


def test_a_new_group_begins_anew_at_a_table(table, open_round):
    host, _traveller, facilitator = table
    understood(written(host), "5", "3")
    open_round()

    assert done(host.ask("coverage.read"))["here"]["3"] == 0
    assert done(facilitator.ask("catch_up"))["coverage"]["tables"]["1"]["3"] == 0


def test_prompt_reaches_the_host_of_the_table_in_their_language_and_nobody_else(table, phone, projector):
    host, traveller, facilitator = table
    elsewhere, hall = phone(table=2), projector()
    quiet(host, traveller, elsewhere, hall)

    done(facilitator.ask("prompt.send", {"prompt": "4-know", "table": 1}))

    assert (host.heard(), traveller.heard(), elsewhere.heard()) == (["seat.changed"], [], [])
    prompt = done(host.ask("catch_up"))["prompt"]
    assert (prompt["key"], prompt["text"][:30]) == ("4-know", "Qu’est-ce que personne ne sait")
    others = [done(screen.ask("catch_up")) for screen in (traveller, elsewhere)]
    assert [(other["prompt"], other["announcement"]) for other in others] == [(None, None)] * 2


def test_prompt_for_all_hosts_ends_with_the_round(table, open_round):
    host, _traveller, facilitator = table
    done(facilitator.ask("prompt.send", {"prompt": "4-know"}))
    during = done(host.ask("catch_up"))["prompt"]
    open_round()

    assert during["key"] == "4-know"
    assert done(host.ask("catch_up"))["prompt"] is None


def test_only_prompts_that_are_offered(table):
    _host, _traveller, facilitator = table

    codes = [
        facilitator.ask("prompt.send", {"prompt": key, "table": number}).get("code")
        for key, number in (("3-education", 1), ("nonsense", 1), ("4-know", 99))
    ]

    assert codes == ["no_such_prompt", "no_such_prompt", "no_such_table"]


def test_votes_are_as_many_as_the_facilitator_chose(phone, console, open_round):
    host, facilitator = phone(table=1), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    points = [written(host, f"key-0000000{i}", text=f"Point {i}") for i in range(3)]
    for note_id in points:
        done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))
    done(facilitator.ask("voting.budget", {"votes": 2}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))

    codes = [host.ask("vote.cast", {"note_id": note_id, "on": True}).get("code") for note_id in points]

    assert codes == [None, None, "no_votes_left"]
    assert done(host.ask("catch_up"))["voting"]["votes_each"] == 2
    assert facilitator.ask("voting.budget", {"votes": 5})["code"] == "voting_has_begun"
    assert facilitator.ask("voting.budget", {"votes": 11})["code"] == "malformed"

"""Rounds, clock, harvest and projector as the facilitator steers them, and what every phone then shows."""

from __future__ import annotations

import pytest
from live.notes import done, new_note, quiet

from consult.services.meeting import news


def state(screen):
    return done(screen.ask("catch_up"))


def test_opened_round_is_on_every_screen(phone, console, projector, clock):
    participant, facilitator, hall = phone(table=1), console(), projector()
    quiet(participant, hall)

    done(facilitator.ask("round.open"))

    ends_at = round((clock() + 20 * 60) * 1000)
    for screen in (participant, facilitator, hall):
        meeting = state(screen)["meeting"]
        assert (meeting["phase"], meeting["round_number"], meeting["ends_at"]) == ("round", 1, ends_at)
    assert participant.heard() == ["meeting.changed"]
    assert state(hall)["view"] == "question"


def test_consoles_and_projectors_are_told_once_for_many_things(phone, console, projector, meeting):
    participant, facilitator, hall = phone(table=1), console(), projector()
    done(facilitator.ask("round.open"))
    done(participant.ask("note.write", new_note()))
    quiet(facilitator, hall)

    news.flush_touched()
    news.flush_touched()

    assert (facilitator.heard(), hall.heard()) == (["meeting.touched"], ["meeting.touched"])
    assert "meeting.touched" not in participant.heard()


def test_pause_stops_the_clock_and_resume_lets_it_run(phone, console, clock):
    participant, facilitator = phone(), console()
    done(facilitator.ask("round.open"))
    clock.advance(300)

    done(facilitator.ask("round.pause"))
    paused = state(participant)["meeting"]
    clock.advance(1000)
    done(facilitator.ask("round.resume"))

    assert (paused["paused"], paused["remaining"], paused["ends_at"]) == (True, 900, None)
    meeting = state(participant)["meeting"]
    assert (meeting["paused"], meeting["ends_at"]) == (False, round((clock() + 900) * 1000))


@pytest.mark.parametrize("keep_end", [True, False])
def test_extension_is_what_the_preview_said(console, keep_end):
    facilitator = console()
    done(facilitator.ask("round.open"))
    shown = done(facilitator.ask("clock.preview", {"minutes": 5}))["choices"]
    choice = next(c for c in shown if c["keep_end"] is keep_end)

    done(facilitator.ask("round.extend", {"minutes": 5, "keep_end": keep_end}))

    meeting = state(facilitator)["meeting"]
    assert [{"number": r["number"], "minutes": r["minutes"]} for r in meeting["rounds"][1:]] == choice[
        "rounds"
    ]
    assert (meeting["expected_end"], meeting["promised_end"]) == (choice["ends_at"], choice["promised_end"])


def test_preview_changes_nothing(console):
    facilitator = console()
    done(facilitator.ask("round.open"))
    before = state(facilitator)

    done(facilitator.ask("clock.preview", {"minutes": 5}))

    assert state(facilitator) == before


@pytest.mark.parametrize(
    "payload", [{}, {"minutes": 0}, {"minutes": 31}, {"minutes": 1.5}, {"minutes": True}]
)
def test_preview_of_nonsense_is_refused(console, payload):
    facilitator = console()
    done(facilitator.ask("round.open"))

    assert facilitator.ask("clock.preview", payload)["code"] == "malformed"


def test_preview_without_a_round_is_refused(console):
    assert console().ask("clock.preview", {"minutes": 5})["code"] == "no_round_open"


@pytest.mark.parametrize(
    "command",
    [
        "round.open",
        "round.close",
        "round.pause",
        "round.resume",
        "harvest.begin",
        "meeting.close",
        "voting.open",
    ],
)
def test_command_decided_upon_an_old_state_is_refused(phone, console, command):
    first, second = console(), console()
    seen = state(second)["version"]
    done(first.ask("round.open", {"version": seen}))

    answer = second.ask(command, {"version": seen})

    assert (answer["code"], state(second)["meeting"]["phase"]) == ("changed_meanwhile", "round")


def test_extension_decided_upon_an_old_state_is_refused(console):
    first, second = console(), console()
    done(first.ask("round.open"))
    seen = state(second)["version"]
    done(first.ask("round.extend", {"minutes": 2, "keep_end": False, "version": seen}))

    answer = second.ask("round.extend", {"minutes": 2, "keep_end": False, "version": seen})

    assert answer["code"] == "changed_meanwhile"


def test_every_console_command_may_carry_the_version(phone, console):
    participant, facilitator = phone(table=1), console()
    person = {"participant_id": participant.participant.id, "version": 0}

    for name, payload in (
        ("participant.move", {**person, "table": 2}),
        ("host.appoint", {**person, "on": True}),
        ("announcement.make", {"text": "Hello", "version": 0}),
        ("help.answer", {"table": 1, "version": 0}),
        ("projector.steer", {"view": "tables", "version": 0}),
        ("participant.add", {"language": "en", "languages": ["en"], "version": 0}),
        ("participant.remove", person),
        ("analysis.cancel", {"version": 0}),
    ):
        done(facilitator.ask(name, payload))


def test_notes_do_not_make_a_decision_old(phone, console):
    participant, facilitator = phone(table=1), console()
    done(facilitator.ask("round.open"))
    seen = state(facilitator)["version"]
    done(participant.ask("note.write", new_note()))

    assert facilitator.ask("round.close", {"version": seen})["ok"] is True


def test_late_note_is_taken_until_the_meeting_is_closed(phone, console, clock):
    participant, facilitator = phone(table=1), console()
    done(facilitator.ask("round.open"))
    done(facilitator.ask("round.close"))
    clock.advance(600)

    moving = participant.ask("note.write", new_note("key-00000001"))
    done(facilitator.ask("harvest.begin"))
    harvest = participant.ask("note.write", new_note("key-00000002"))

    assert (moving["ok"], harvest["ok"]) == (True, True)
    assert len(state(participant)["notes"]) == 2


def test_harvest_that_begins_early_has_the_seats_of_the_last_round_held(phone, console):
    people, facilitator = [phone() for _ in range(8)], console()
    done(facilitator.ask("round.open"))
    before = [state(p)["me"]["table"] for p in people]
    done(facilitator.ask("round.close"))

    done(facilitator.ask("harvest.begin"))

    assert [state(p)["me"]["table"] for p in people] == before


@pytest.mark.parametrize("view", ["join", "question", "tables", "harvest", "votes", "themes"])
def test_projector_shows_what_it_is_told_to(phone, console, projector, view):
    participant, hall, facilitator = phone(), projector(), console()
    quiet(participant)

    done(facilitator.ask("projector.steer", {"view": view}))

    assert (state(hall)["view"], participant.heard()) == (view, [])


def test_projector_follows_the_phase_by_itself(console, projector):
    hall, facilitator, seen = projector(), console(), []
    seen.append(state(hall)["view"])
    for command in ("round.open", "round.close", "harvest.begin", "meeting.close"):
        done(facilitator.ask(command))
        seen.append(state(hall)["view"])

    assert seen == ["join", "question", "tables", "harvest", "harvest"]


def test_tables_speak_in_turn(phone, console, projector, clock):
    participant, hall, facilitator = phone(), projector(), console()
    for command in ("round.open", "round.close", "harvest.begin"):
        done(facilitator.ask(command))
    quiet(participant)

    done(facilitator.ask("speaker.choose", {"table": 2, "seconds": 60}))
    done(facilitator.ask("speaker.choose", {"table": 3, "seconds": 60}))

    harvest = state(hall)["harvest"]
    assert [table["state"] for table in harvest["tables"]] == ["waiting", "heard", "speaking", "waiting"]
    assert harvest["speaking"] == {"table": 3, "ends_at": round((clock() + 60) * 1000)}
    assert participant.heard() == []


def test_projector_never_shows_a_name(phone, console, projector, open_round):
    author = phone(table=1, nickname="Ada Lovelace")
    open_round()
    done(author.ask("note.write", new_note()))

    shown = str(state(projector()))

    assert "Ada" not in shown
    assert "lamps" not in shown


def test_console_does_not_say_who_wrote_what(phone, console, open_round):
    author = phone(table=1, nickname="Ada Lovelace")
    open_round()
    done(author.ask("note.write", new_note()))

    [note] = state(console())["notes"]

    assert {"participant_id", "author", "client_key", "name"}.isdisjoint(note)
    assert author.participant.id not in [v for k, v in note.items() if k not in ("id", "round", "table")]


def test_unknown_view_is_refused(console):
    assert console().ask("projector.steer", {"view": "cinema"})["code"] == "malformed"

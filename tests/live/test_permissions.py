"""Who may send what: every command for every kind of screen. A command without a row fails."""

from __future__ import annotations

import pytest
from live.notes import new_note

from consult.extensions import db, socketio
from consult.models import Consultation, Membership, User
from consult.services.accounts import tickets
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft, RoundDraft

PHONE, CONSOLE, PEOPLE, BOARD, ANY = "phone", "console", "phone or console", "board", "any"
COMMANDS = {
    "catch_up": ANY,
    "clock.probe": ANY,
    "ballot.read": PHONE,
    "past_notes.read": PHONE,
    "coverage.read": PHONE,
    "note.write": PHONE,
    "note.erase": PHONE,
    "note.correct": PEOPLE,
    "vote.cast": PHONE,
    "stance.give": PHONE,
    "help.call": PHONE,
    "slower.ask": PHONE,
    "host.volunteer": PHONE,
    "host.step_down": PHONE,
    "hand_over.write": PHONE,
    "main_point.mark": PHONE,
    "head_count.give": PHONE,
    "language.change": PHONE,
    "round.sit_out": PHONE,
    "meeting.leave": PHONE,
    "round.open": CONSOLE,
    "round.close": CONSOLE,
    "round.pause": CONSOLE,
    "round.resume": CONSOLE,
    "round.extend": CONSOLE,
    "clock.preview": CONSOLE,
    "harvest.begin": CONSOLE,
    "meeting.close": CONSOLE,
    "participant.move": CONSOLE,
    "participant.add": CONSOLE,
    "participant.remove": CONSOLE,
    "participant.sit_out": CONSOLE,
    "host.appoint": CONSOLE,
    "seating.show": CONSOLE,
    "seating.preview": CONSOLE,
    "seating.swap": CONSOLE,
    "seating.pin": CONSOLE,
    "seating.keep": CONSOLE,
    "seating.settings": CONSOLE,
    "seating.take": CONSOLE,
    "seating.dismiss": CONSOLE,
    "seating.undo": CONSOLE,
    "pair.wish": CONSOLE,
    "interpretation.set": CONSOLE,
    "note.hide": CONSOLE,
    "note.show": CONSOLE,
    "note.language": CONSOLE,
    "announcement.make": CONSOLE,
    "help.answer": CONSOLE,
    "projector.steer": CONSOLE,
    "speaker.choose": CONSOLE,
    "voting.open": CONSOLE,
    "voting.close": CONSOLE,
    "voting.budget": CONSOLE,
    "acceptability.open": CONSOLE,
    "acceptability.close": CONSOLE,
    "prompt.send": CONSOLE,
    "analysis.start": CONSOLE,
    "analysis.cancel": CONSOLE,
    "board.open": BOARD,
    "board.do": BOARD,
    "board.hold": BOARD,
}
# Would start a process; who may do it is tested with a payload that is refused later than the sender is.
BAD = {"analysis.start": {"nonsense": 1}}


def registered() -> set[str]:
    return set(socketio.server.handlers["/"]) - {"connect", "disconnect", "*"}


def test_every_command_has_a_row(app):
    assert registered() == set(COMMANDS)


@pytest.fixture
def screens(phone, console, projector, open_round, connect, consultation, with_role):
    host, traveller = phone(table=1), phone(table=1)
    facilitator = console()
    facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True})
    open_round()
    board = connect({"board": tickets.board_ticket(with_role("coordinator", "Cora"), consultation)})
    return {
        "host": host,
        "traveller": traveller,
        "console": facilitator,
        "projector": projector(),
        "board": board,
    }


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("role", ["host", "traveller", "console", "projector", "board"])
def test_command_is_open_only_to_its_kind_of_screen(screens, role, name):
    kind = {"host": PHONE, "traveller": PHONE}.get(role, role)

    answer = screens[role].ask(name, BAD.get(name))

    allowed = kind in COMMANDS[name] or COMMANDS[name] == ANY
    assert (answer.get("code") == "not_allowed") == (not allowed), answer


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("hand_over.write", {"text": "They want lamps.", "round": 1}),
        ("head_count.give", {"people": 5}),
        ("main_point.mark", {"note_id": 1, "on": True}),
        ("note.write", new_note("key-proxy-1", by_proxy=True)),
        ("coverage.read", {}),
    ],
)
def test_what_a_table_host_may_and_a_traveller_may_not(screens, name, payload):
    screens["traveller"].ask("note.write", new_note())

    assert screens["traveller"].ask(name, payload)["code"] == "hosts_only"
    assert screens["host"].ask(name, payload)["ok"] is True


@pytest.fixture
def other_meeting(app, stranger):
    """A consultation of somebody else, with its own meeting."""
    consultation = Consultation(
        title={"en": "Elsewhere"}, purpose={"en": ""}, languages=["en"], created_at=0.0, questions=[]
    )
    db.session.add(consultation)
    db.session.flush()
    db.session.add(Membership(user_id=stranger.id, consultation_id=consultation.id, role="facilitator"))
    db.session.commit()
    rounds = [RoundDraft(minutes=20)] * 3
    draft = MeetingDraft(title={"en": "Café"}, expected_people=10, rounds=rounds)
    return prepare.create_meeting(consultation, draft)


def test_ticket_of_a_coordinator_does_not_open_a_console(console, with_role):
    assert console(with_role("coordinator", "Cora")).is_connected() is False


def test_ticket_of_a_stranger_does_not_open_a_console(console, stranger):
    assert console(stranger).is_connected() is False


def test_another_facilitator_of_the_consultation_may(console, with_role):
    assert console(with_role("facilitator", "Fay")).ask("catch_up")["ok"] is True


def test_facilitator_loses_the_console_with_the_role(console, with_role, app):
    user: User = with_role("facilitator", "Fay")
    screen = console(user)
    db.session.query(Membership).filter_by(user_id=user.id).delete()
    db.session.commit()

    assert screen.ask("catch_up")["code"] == "not_recognised"
    assert screen.ask("round.open")["code"] == "not_recognised"


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("participant.move", {"table": 1}),
        ("participant.remove", {}),
        ("host.appoint", {"on": True}),
    ],
)
def test_facilitator_of_another_meeting_reaches_nobody_here(
    phone, connect, stranger, other_meeting, name, payload
):
    here = phone(table=1)
    elsewhere = connect({"ticket": tickets.console_ticket(stranger, other_meeting)})

    answer = elsewhere.ask(name, {"participant_id": here.participant.id, **payload})

    assert answer["code"] == "no_such_person"
    assert here.ask("catch_up")["ok"] is True


@pytest.mark.parametrize(("name", "payload"), [("note.hide", {"reason": "No"}), ("note.show", {})])
def test_facilitator_of_another_meeting_reaches_no_note_here(
    phone, open_round, connect, stranger, other_meeting, name, payload
):
    here = phone(table=1)
    open_round()
    note_id = here.ask("note.write", new_note())["note"]["id"]
    elsewhere = connect({"ticket": tickets.console_ticket(stranger, other_meeting)})

    assert elsewhere.ask(name, {"note_id": note_id, **payload})["code"] == "no_such_note"

"""Who is let in at the door, and that every question of a screen is answered."""

from __future__ import annotations

import pytest
from live.notes import done, new_note, quiet

from consult.extensions import db, socketio
from consult.models import Participant
from consult.services.accounts import tickets
from consult.services.meeting import contribute, join, presence
from consult.services.seating import steer as seating_steer


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        [],
        "token",
        {"token": ""},
        {"token": "wrong"},
        {"token": 7},
        {"token": None},
        {"ticket": "wrong"},
        {"ticket": ["a"]},
        {"projector": ""},
        {"projector": "wrong"},
        {"participant_id": 1},
    ],
)
def test_unknown_screen_is_refused(meeting, connect, auth):
    assert connect(auth).is_connected() is False


def test_ticket_signed_for_something_else_is_refused(app, meeting, facilitator, connect):
    from itsdangerous import URLSafeTimedSerializer

    forged = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="other").dumps(
        [facilitator.id, meeting.id]
    )

    assert connect({"ticket": forged}).is_connected() is False


def test_ticket_for_a_meeting_that_does_not_exist_is_refused(app, facilitator, meeting, connect):
    ticket = tickets.console_ticket(facilitator, meeting)
    meeting_id, meeting.id = meeting.id, 999
    ghost = tickets.console_ticket(facilitator, meeting)
    meeting.id = meeting_id

    assert connect({"ticket": ghost}).is_connected() is False
    assert connect({"ticket": ticket}).is_connected() is True


def test_link_of_somebody_who_left_opens_nothing(phone, connect, meeting):
    participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    contribute.leave(participant)

    assert connect({"token": token}).is_connected() is False


def test_unknown_command_is_answered_in_the_language_of_the_screen(phone):
    answer = phone(languages=("fr",)).ask("note.explode")

    assert (answer["ok"], answer["code"]) == (False, "unknown_command")
    assert answer["message"]


@pytest.mark.parametrize("name", ["NOTE.WRITE", "note", "__class__", "message", "json", "", "*"])
def test_whatever_a_screen_sends_is_answered(phone, name):
    assert phone().ask(name)["code"] == "unknown_command"


def test_probe_tells_the_time_in_milliseconds(phone, clock):
    screen = phone()
    clock.advance(1.5)

    assert screen.ask("clock.probe") == {"ok": True, "now": round(clock() * 1000)}


def test_failure_inside_is_answered_and_worth_another_try(phone, open_round, monkeypatch):
    author = phone(table=1)
    open_round()

    def broken(*_args, **_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(contribute, "write_note", broken)

    answer = author.ask("note.write", new_note())

    assert (answer["ok"], answer["code"], answer["retry"]) == (False, "please_wait", True)


def test_failure_while_recognising_is_answered_too(phone, monkeypatch):
    from consult.live import answers

    author = phone(table=1)

    def broken(_socket_id):
        raise RuntimeError("database is away")

    monkeypatch.setattr(answers, "current_who", broken)

    assert author.ask("meeting.leave")["code"] == "please_wait"


def test_phone_that_comes_and_goes_shows_on_the_console(phone, console, clock):
    screen = phone(table=1)
    facilitator = console()

    def state() -> str:
        return done(facilitator.ask("catch_up"))["tables"][0]["people"][0]["state"]

    states = [state()]
    screen.disconnect()
    states.append(state())
    clock.advance(presence.AWAY_SECONDS)
    states.append(state())

    assert states == ["connected", "away", "offline"]


def test_second_phone_of_the_same_person_keeps_them_connected(phone, console, connect, meeting):
    _participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    one, _other = connect({"token": token}), connect({"token": token})
    one.disconnect()

    assert done(console().ask("catch_up"))["totals"]["connected"] == 1


def test_both_phones_of_a_person_hear_and_say_the_same(connect, meeting, open_round, phone):
    neighbour = phone(table=1)
    participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )

    seating_steer.move(meeting.id, participant.id, 1)
    one, other = connect({"token": token}), connect({"token": token})
    open_round()
    quiet(one, other, neighbour)

    done(one.ask("note.write", new_note()))

    assert other.heard() == ["note.written"]
    assert [note["mine"] for note in done(other.ask("catch_up"))["own"]] == [True]


def test_handlers_do_not_leak_between_apps(app):
    assert socketio.server.handlers["/"].keys() >= {"connect", "disconnect", "*"}
    assert db.session.query(Participant).count() == 0


# ── Events that call themselves like the coming and going of a socket ────────


def test_screen_that_claims_to_be_gone_is_still_known_and_can_be_sent_away(phone, console):
    author = phone(table=1)
    author.emit("disconnect", {})
    assert author.ask("catch_up")["ok"] is True

    console().ask("participant.remove", {"participant_id": author.participant.id})
    author.get_received()
    console().ask("announcement.make", {"text": "Only for those who are here."})

    assert author.heard() == []
    assert author.ask("catch_up")["code"] == "not_recognised"


def test_screen_that_claims_to_come_stays_who_it_is(phone, projector, meeting):
    author = phone(table=1)

    author.emit("connect", {"projector": meeting.projector_key})

    assert author.ask("catch_up")["me"]["id"] == author.participant.id

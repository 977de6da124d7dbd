"""How far behind a phone is: from its answers to pings, and from those it owes; consoles and figures are told."""

from __future__ import annotations

import json
import time

import pytest
from live.hall import Hall
from tools import run_apart

from consult import metrics
from consult.extensions import socketio
from consult.live import lag
from consult.services.meeting import join

OPEN = "/socket.io/?EIO=4&transport=polling"
PONG = "3"


@pytest.fixture
def polling(client, meeting):
    """A phone that polls: (participant, its connection, how it answers); of somebody new, or one more of theirs."""
    opened, tokens = [], {}

    def _polling(person=None):
        if person is None:
            person, token = join.join(
                meeting,
                nickname="",
                language="en",
                languages=["en"],
                group_key=None,
                mode="onsite",
                consented=True,
            )
            tokens[person.id] = token
        line_id = json.loads(client.get(OPEN).get_data(as_text=True)[1:])["sid"]
        client.post(f"{OPEN}&sid={line_id}", data="40" + json.dumps({"token": tokens[person.id]}))
        opened.append(socketio.server.eio.sockets[line_id])
        return person, opened[-1], lambda: client.post(f"{OPEN}&sid={line_id}", data=PONG)

    yield _polling
    for connection in opened:
        connection.close(wait=False, abort=True)


def pinged(connection, seconds_ago: float) -> None:
    """As the engine does when it sends a ping."""
    connection.last_ping = time.time() - seconds_ago


def test_phone_that_was_not_pinged_yet_is_not_measured(polling, meeting):
    polling()

    assert (lag.of_phones(meeting.id), lag.worst(meeting.id)) == ({}, None)
    assert lag.summary(meeting.id)["worst"] is None


def test_answer_to_a_ping_is_timed(polling, meeting):
    person, connection, answer = polling()
    pinged(connection, 0.7)
    answer()

    worst = lag.worst(meeting.id)

    assert worst == (person.id, pytest.approx(0.7, abs=0.5))
    assert lag.of_connection(connection) == connection.answered_in


def test_phone_that_owes_an_answer_is_further_behind_with_every_second(polling, meeting):
    _person, connection, answer = polling()
    pinged(connection, 0.1)
    answer()
    pinged(connection, 7)

    assert lag.worst(meeting.id)[1] >= 7
    answer()
    pinged(connection, 0)
    assert lag.worst(meeting.id)[1] >= 7
    answer()
    assert lag.worst(meeting.id)[1] < 7


def test_answer_nobody_asked_for_says_nothing(polling):
    _person, connection, answer = polling()
    answer()

    assert lag.of_connection(connection) is None


def test_summary_names_the_slowest_and_counts_who_is_behind(polling, meeting):
    for seconds in (0.2, 0.4, 9):
        person, connection, answer = polling()
        pinged(connection, seconds)
        answer()

    told = lag.summary(meeting.id)

    assert (told["phones"], told["behind"], told["participant"]) == (3, 1, person.id)
    assert told["median"] == pytest.approx(0.4, abs=0.19)
    assert lag.summary(meeting.id + 1)["phones"] == 0


def test_of_two_phones_the_better_one_counts(polling, meeting):
    person, connection, answer = polling()
    pinged(connection, 9)
    answer()
    _same, other, other_answer = polling(person)
    pinged(other, 0.1)
    other_answer()

    assert lag.worst(meeting.id) == (person.id, other.answered_in)


def test_consoles_are_told_and_nobody_else(polling, meeting, console, projector, phone):
    polling()
    facilitator, hall, author = console(), projector(), phone()
    for screen in (facilitator, hall, author):
        screen.get_received()

    lag.tell()

    assert facilitator.heard() == ["lag.measured"]
    assert (hall.heard(), author.heard()) == ([], [])


def test_figures_show_the_worst_and_the_median(polling):
    for seconds in (0.2, 0.4, 9):
        _person, connection, answer = polling()
        pinged(connection, seconds)
        answer()

    figures = {
        of: metrics.registry.get_sample_value("consult_phone_lag_seconds", {"of": of})
        for of in ("worst", "median")
    }

    assert figures["worst"] >= 9
    assert figures["median"] < 9


@pytest.mark.parametrize(
    ("mode", "how"), [("eventlet", "fast"), ("eventlet", "stock"), ("threading", "fast")]
)
def test_real_phones_are_timed_however_they_are_connected(mode, how):
    async def scene() -> None:
        async with Hall(mode, how, PING_SECONDS="0.2") as hall:
            for by in ("websocket", "polling", "both"):
                person = await hall.person(by, by=by)
                while (behind := await person.ask("lag")) is None:
                    pass
                assert 0 <= behind < 20

    run_apart(scene())

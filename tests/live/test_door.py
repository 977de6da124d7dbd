"""A line on which nobody says who they are is cut; a screen that was let in stays."""

from __future__ import annotations

import json

import pytest

from consult.extensions import socketio
from consult.live import door
from consult.services.meeting import join

OPEN = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def line(client, meeting):
    """The id of a line that was opened by polling."""
    answer = client.get(OPEN)
    return json.loads(answer.get_data(as_text=True)[1:])["sid"]


def test_silent_line_is_cut_after_a_while(client, line, clock):
    waiting = door.sweep()
    clock.advance(4.9)
    still = door.sweep()
    clock.advance(0.1)

    assert (waiting, still, door.sweep()) == ([], [], [line])
    assert client.get(f"{OPEN}&sid={line}").status_code == 400
    assert door.sweep() == []


def test_screen_that_was_let_in_stays(client, line, meeting, clock):
    _participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    door.sweep()
    client.post(f"{OPEN}&sid={line}", data="40" + json.dumps({"token": token}))
    clock.advance(3600)

    assert (door.sweep(), door.sweep()) == ([], [])


def test_screen_that_was_refused_is_cut(client, line, clock):
    client.post(f"{OPEN}&sid={line}", data="40" + json.dumps({"token": "wrong"}))
    door.sweep()
    clock.advance(5)

    assert door.sweep() == [line]


def test_line_that_has_gone_is_forgotten(client, line):
    door.sweep()
    socketio.server.eio.sockets.clear()
    door.sweep()

    assert line not in door._waiting


def test_request_that_waits_for_a_farewell_nobody_fetches_is_let_go(client, line, clock):
    # What the engine does when something unreadable was posted, before it waits for its queue to be fetched.
    waiting = socketio.server.eio.sockets[line]
    waiting.close(wait=False)
    door.sweep()
    clock.advance(5)

    assert door.sweep() == [line]
    assert waiting.queue.unfinished_tasks == 0


def test_farewell_is_the_last_thing_heard_of_a_line(client, line, meeting, caplog):
    _participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )

    client.post(f"{OPEN}&sid={line}", data="1\x1e40" + json.dumps({"token": token}))

    assert caplog.text == ""
    assert socketio.server.manager.sid_from_eio_sid(line, "/") is None

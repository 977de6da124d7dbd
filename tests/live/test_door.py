"""A line on which nobody says who they are is cut; a screen that was let in stays."""

from __future__ import annotations

import json

import pytest

from consult.extensions import socketio
from consult.live import door
from consult.services import join

OPEN = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def line(client, meeting):
    """The id of a line that was opened by polling."""
    answer = client.get(OPEN)
    return json.loads(answer.get_data(as_text=True)[1:])["sid"]


def test_silent_line_is_cut(client, line):
    assert door.cut_unless_joined(line) is True
    assert client.get(f"{OPEN}&sid={line}").status_code == 400


def test_screen_that_was_let_in_stays(client, line, meeting):
    _participant, token = join.join(
        meeting, nickname="", language="en", languages=["en"], group_key=None, mode="onsite", consented=True
    )
    client.post(f"{OPEN}&sid={line}", data="40" + json.dumps({"token": token}))

    assert door.cut_unless_joined(line) is False


def test_screen_that_was_refused_is_cut(client, line):
    client.post(f"{OPEN}&sid={line}", data="40" + json.dumps({"token": "wrong"}))

    assert door.cut_unless_joined(line) is True


def test_every_new_line_is_looked_at_again(client, meeting, monkeypatch):
    looked = []
    monkeypatch.setattr(socketio, "start_background_task", lambda task, *args: looked.append(args))

    client.get(OPEN)

    assert [seconds for _line, seconds in looked] == [5]

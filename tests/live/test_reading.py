"""A screen that sends without end neither keeps the others from being read, nor goes on for long."""

from __future__ import annotations

import os
import struct

import eventlet
import pytest
from live.hall import Bare, Hall
from tools import run_apart

from consult.live import reader
from consult.live.reader import Reader


def frame(text: str, opcode: int = 1) -> bytes:
    """A masked frame, as a browser sends it."""
    data, mask = text.encode(), os.urandom(4)
    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
    return struct.pack("!BB", 0x80 | opcode, 0x80 | len(data)) + mask + masked


class Endless:
    """A socket at which something has always come."""

    def __init__(self, sent: bytes) -> None:
        self.sent = sent * 1000

    def recv(self, size: int) -> bytes:
        taken, self.sent = self.sent[:size], self.sent[size:] + self.sent[:size]
        return taken


class Websocket:
    def __init__(self, socket: Endless) -> None:
        self.socket = socket

    def wait(self) -> str:
        return str(self.socket.recv(1))


class Monotonic:
    """Every look at the clock takes so long."""

    def __init__(self, step: float) -> None:
        self.instant, self.step = 1000.0, step

    def monotonic(self) -> float:
        self.instant += self.step
        return self.instant


@pytest.mark.parametrize("opcode", [1, 9])
def test_whoever_sends_without_end_lets_others_go_first(opcode):
    websocket = Websocket(Endless(frame("3", opcode)))
    Reader(websocket)
    turns = []

    def someone_else() -> None:
        while len(turns) < 5:
            turns.append(len(read))
            eventlet.sleep(0)

    read: list[str] = []
    other = eventlet.spawn(someone_else)
    for _ in range(200):
        read.append(websocket.wait())
    other.wait()

    assert len(turns) == 5
    assert max(turns) < 200


def test_whoever_goes_on_and_on_is_cut_off(monkeypatch):
    monkeypatch.setattr(reader, "time", Monotonic(0.01))
    websocket = Websocket(Endless(frame("3")))
    Reader(websocket)

    with pytest.raises(ConnectionAbortedError):
        list(iter(websocket.wait, "never"))


def test_many_messages_over_a_long_time_are_no_flood(monkeypatch):
    monkeypatch.setattr(reader, "time", Monotonic(reader.FLOOD_SECONDS))
    websocket = Websocket(Endless(frame("3")))
    Reader(websocket)

    assert {websocket.wait() for _ in range(5 * reader.FLOOD)} == {"3"}


def test_flood_ends_the_line_and_nobody_else_waits_for_it():
    async def scene() -> None:
        async with Hall() as hall:
            neighbour = await hall.person("neighbour", "a")
            wild = Bare(hall.port).come_in("wild", "a")
            wild.socket.sendall(frame("3") * 20_000)

            assert await neighbour.ask("say", "a", ["still here"]) == 1

            heard = wild.read()
            while heard:
                heard = wild.read()

    run_apart(scene())


def test_message_that_is_too_long_ends_the_line_and_no_other():
    text = "4" + "x" * 1_100_000
    mask = b"\0\0\0\0"

    async def scene() -> None:
        async with Hall() as hall:
            neighbour = await hall.person("neighbour", "a")
            wild = Bare(hall.port).come_in("wild", "a")
            wild.socket.sendall(struct.pack("!BBQ", 0x81, 0x80 | 127, len(text)) + mask + text.encode())

            heard = wild.read()

            assert heard == ""
            assert await neighbour.ask("say", "a", ["still here"]) == 1

    run_apart(scene())

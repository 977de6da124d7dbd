"""Two processes and a real Redis between them: what one tells, the phones of the other hear; a break is mended."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import socketio
from real import free_port
from tools import missing

from consult.live.relay import MOST_WAITING, Relay

ROOM = "meeting:1:phones"


class Redis:
    """A Redis that keeps nothing, and can be taken away."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server") or missing("Redis")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [program, "--port", str(self.port), "--save", "", "--dir", str(folder)]
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class House:
    """One process: a socket.io server with a phone in the room, and everything this phone was told."""

    def __init__(self, url: str) -> None:
        self.relay = Relay(url)
        self.server = socketio.Server(async_mode="threading", client_manager=self.relay)
        self.told: list[Any] = []
        self.heard: list[Any] = []
        self.changed = threading.Condition()
        self.server._send_eio_packet = self._keep
        self.relay.begin({"plan_again": self._hear})
        self.phone = self.relay.connect("line", "/")
        self.relay.enter_room(self.phone, "/", ROOM)

    def tell(self, word: object, room: str | None = ROOM) -> None:
        self.server.emit("told", word, to=room)

    def until(self, holds: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(holds, timeout=120), (self.told, self.heard)

    def _keep(self, _line: str, packet: Any) -> None:
        with self.changed:
            self.told.append(packet.data)
            self.changed.notify_all()

    def _hear(self, about: object) -> None:
        with self.changed:
            self.heard.append(about)
            self.changed.notify_all()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    running = Redis(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def houses(redis: Redis) -> tuple[House, House]:
    one, other = House(redis.url), House(redis.url)
    meet(one, other)
    return one, other


def meet(one: House, other: House) -> None:
    """Until each hears the other."""
    deadline = time.monotonic() + 20
    pause = threading.Event()
    while not (one.heard and other.heard):
        assert time.monotonic() < deadline
        one.relay.tell("plan_again", "are you there?")
        other.relay.tell("plan_again", "are you there?")
        pause.wait(0.05)
    for house in (one, other):
        house.heard.clear()
        house.told.clear()


def words(house: House) -> list[str]:
    return [text.split('"')[3] for text in house.told if '"told"' in text]


def test_what_one_tells_the_other_tells_too_once_and_in_order(houses: tuple[House, House]):
    one, other = houses

    for number in range(500):
        one.tell(f"{number}")
    other.until(lambda: len(words(other)) >= 500)
    one.relay.tell("plan_again", 1)
    other.until(lambda: other.heard[-1:] == [1])

    assert words(other) == words(one) == [f"{number}" for number in range(500)]


def test_room_that_is_only_elsewhere_is_not_bothered_with(houses: tuple[House, House]):
    one, other = houses
    one.relay.enter_room(one.phone, "/", "participant:7")

    one.tell("to one person", "participant:7")
    one.relay.tell("plan_again", 1)
    other.until(lambda: other.heard[-1:] == [1])

    assert (words(one), words(other)) == (["to one person"], [])


def test_room_closed_here_is_closed_there(houses: tuple[House, House]):
    one, other = houses

    one.server.close_room(ROOM)
    one.tell("nobody hears this")
    one.relay.tell("plan_again", 1)
    other.until(lambda: other.heard[-1:] == [1])

    assert (words(one), words(other)) == ([], [])
    assert other.relay.is_connected(other.phone, "/")


def test_nonsense_from_another_process_stops_nobody(houses: tuple[House, House]):
    one, other = houses

    one.relay._publish({"method": "tell", "name": "an ear that nobody has", "about": None})
    one.relay._publish({"method": "emit"})
    one.tell("still here")

    other.until(lambda: words(other) == ["still here"])


def test_while_redis_is_away_nobody_waits_and_then_every_screen_asks_again(
    redis: Redis, houses: tuple[House, House]
):
    one, other = houses
    redis.stop()

    for number in range(20):
        one.tell(f"{number}")
    assert words(one) == [f"{number}" for number in range(20)]
    assert words(other) == []

    redis.start()
    for house in houses:
        house.until(lambda house=house: any("meeting.changed" in text for text in house.told))
        house.until(lambda house=house: any("meeting.touched" in text for text in house.told))
    for house in houses:
        house.heard.clear()
    meet(one, other)


def test_what_waits_for_redis_is_bounded_and_what_is_dropped_is_asked_for(redis: Redis):
    redis.stop()
    one = House(redis.url)

    for number in range(MOST_WAITING + 300):
        one.tell(f"{number}")

    assert one.relay.waiting() <= MOST_WAITING
    redis.start()
    one.until(lambda: any("meeting.changed" in text for text in one.told))

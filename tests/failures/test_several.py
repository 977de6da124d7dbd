"""Two processes on PostgreSQL and Redis: one of them, or what is between them, goes away in the middle of a meeting."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from real import JsonServer, free_port
from tools import missing, run_apart

from failures import stored
from failures.cluster import Cluster
from failures.phones import Phone, Screen, all_of, there, writing
from failures.prepared import KEY, Hall

PEOPLE, EVERY = 10, 0.4
# Seconds without Redis.
AWAY = 10 if os.environ.get("CI") == "true" else 4
BELL = "SELECT owner FROM lease WHERE name = 'bell'"


class Redis:
    """A Redis of our own, which keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it; returns when it answers."""
        words = [
            "redis-server",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--bind",
            "127.0.0.1",
        ]
        self.process = subprocess.Popen(words, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                signal.sigtimedwait([], 0.02)
        raise AssertionError("Redis does not start")

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(10)


@dataclass
class Scene:
    """Two processes, phones at each of them, and a facilitator at each."""

    redis: Redis
    cluster: Cluster
    address: str
    hall: Hall
    servers: list[JsonServer]
    phones: list[Phone]
    consoles: list[Screen]

    @property
    def screens(self) -> list[Screen]:
        return [*self.phones, *self.consoles]

    async def everybody_sees(self, phase: str) -> None:
        """Until every screen of both processes shows it."""
        await all_of(
            *(
                screen.until(lambda screen=screen: screen.state["meeting"]["phase"] == phase)
                for screen in self.screens
            ),
            within=20,
        )

    async def more_notes(self) -> None:
        """Until another note of everybody's is acknowledged."""
        before = [len(phone.acknowledged) for phone in self.phones]
        await all_of(
            *(
                phone.until(lambda phone=phone, count=count: len(phone.acknowledged) > count)
                for phone, count in zip(self.phones, before, strict=True)
            )
        )

    def check_notes(self) -> None:
        stored.is_what_was_written(self.phones, stored.notes(self.address))


@pytest.fixture
def redis() -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        missing("Redis")
    running = Redis()
    yield running
    os.kill(running.process.pid, signal.SIGCONT)
    running.kill()


@pytest.fixture
def scene(
    redis: Redis, cluster: Callable[[], Cluster], serve: Callable[..., JsonServer], tmp_path: Path
) -> Scene:
    address, hall = cluster().hall(PEOPLE)
    servers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        servers.append(serve(tmp_path / name, CONSULT_DATABASE_URL=address, CONSULT_REDIS_URL=redis.url))
    urls = [server.url for server in servers]
    phones = [
        Phone(urls[::step], person, random.Random(person.id))
        for person, step in zip(hall.people, [1, -1] * PEOPLE, strict=False)
    ]
    consoles = [
        Screen([url], {"ticket": ticket}, random.Random(url))
        for url, ticket in zip(urls, hall.tickets, strict=False)
    ]
    return Scene(redis, cluster(), address, hall, servers, phones, consoles)


async def stopped(redis: Redis) -> None:
    redis.process.send_signal(signal.SIGSTOP)


async def killed(redis: Redis) -> None:
    await asyncio.to_thread(redis.kill)


async def goes_on(redis: Redis) -> None:
    redis.process.send_signal(signal.SIGCONT)


async def begins_again(redis: Redis) -> None:
    await asyncio.to_thread(redis.start)


@pytest.mark.parametrize(("away", "back"), [(stopped, goes_on), (killed, begins_again)])
def test_without_redis_notes_go_on_and_afterwards_every_screen_is_right(
    scene: Scene, away: Callable[[Redis], Any], back: Callable[[Redis], Any]
):
    async def play() -> None:
        async with there(*scene.screens), asyncio.timeout(240):
            async with writing(scene.phones, EVERY):
                await scene.more_notes()
                await away(scene.redis)
                gone = asyncio.get_running_loop().time()
                await scene.more_notes()
                closed = await scene.consoles[0].line.ask("round.close")
                assert closed["ok"], closed
                # Within the grace after a round.
                await scene.more_notes()
                await asyncio.sleep(max(0.0, gone + AWAY - asyncio.get_running_loop().time()))
                await back(scene.redis)
                await scene.everybody_sees("moving")
            await all_of(*(phone.empty() for phone in scene.phones))

    run_apart(play())

    scene.check_notes()
    assert [phone.told_to_wait for phone in scene.phones] == [[]] * PEOPLE


def test_round_ends_on_time_although_the_process_with_the_bell_is_killed(scene: Scene):
    # Whoever began first has the bell.
    owner, other = scene.servers
    left = [scene.consoles[1], *scene.phones]

    def the(columns: str) -> Any:
        return stored.ask(scene.address, f"SELECT {columns} FROM meeting WHERE id = {scene.hall.meeting_id}")[
            0
        ]

    async def play() -> float:
        async with there(*scene.screens), asyncio.timeout(240):
            stored.ask(
                scene.address,
                "UPDATE meeting SET ends_at = extract(epoch from clock_timestamp()) + 4, version = version + 1"
                f" WHERE id = {scene.hall.meeting_id}",
            )
            (ends_at,) = the("ends_at")
            await asyncio.to_thread(owner.kill)
            await all_of(
                *(
                    screen.until(lambda screen=screen: screen.state["meeting"]["phase"] == "moving")
                    for screen in left
                )
            )
        return float(ends_at)

    before = stored.ask(scene.address, BELL)
    ends_at = run_apart(play())

    phase, closed_at = the("phase, round_closed_at")
    assert phase == "moving"
    assert -0.1 < closed_at - ends_at < 3
    assert stored.ask(scene.address, BELL) != before
    assert other.fetch("/readyz")[0] == 200


def test_command_at_both_processes_at_once_is_decided_once(scene: Scene):
    async def play() -> list[dict[str, Any]]:
        async with there(*scene.consoles), asyncio.timeout(240):
            version = scene.consoles[0].state["version"]
            return list(
                await asyncio.gather(
                    *(console.line.ask("round.close", {"version": version}) for console in scene.consoles)
                )
            )

    answers = run_apart(play())

    assert sorted(answer.get("code", "ok") for answer in answers) == ["changed_meanwhile", "ok"]


def test_wish_at_both_processes_at_once_counts_once_and_reaches_the_table_at_both(scene: Scene):
    heard: dict[int, list[int]] = {}

    async def play() -> list[dict[str, Any]]:
        person, others = scene.hall.people[0], scene.phones[1:]
        both = [Phone([server.url], person, random.Random(server.url)) for server in scene.servers]
        async with there(*both, *others), asyncio.timeout(240):
            table = both[0].state["slower"]["table"]
            answers = await asyncio.gather(*(phone.line.ask("slower.ask") for phone in both * 3))
            told = [phone for phone in (*both, *others) if phone.state["slower"]["table"] == table]
            await all_of(
                *(
                    phone.until(lambda phone=phone: "slower.asked" in [name for name, _ in phone.told])
                    for phone in told
                )
            )
            for phone in others:
                at = phone.state["slower"]["table"]
                heard.setdefault(at == table, []).append(
                    [name for name, _ in phone.told].count("slower.asked")
                )
        return answers

    answers = run_apart(play())

    assert [answer["ok"] for answer in answers] == [True] * 6
    assert stored.ask(scene.address, "SELECT participant_id, times FROM slower_request") == [
        (scene.hall.people[0].id, 1)
    ]
    assert (set(heard[True]), set(heard[False])) == ({1}, {0})


def test_two_processes_may_begin_together_on_an_empty_database(
    redis: Redis, cluster: Callable[[], Cluster], tmp_path: Path
):
    address = cluster().empty()
    environment = {**KEY, "CONSULT_DATABASE_URL": address, "CONSULT_REDIS_URL": redis.url}
    servers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        servers.append(JsonServer(tmp_path / name, **environment))
    try:
        for server in servers:
            server.wait()
        assert stored.ask(address, "SELECT count(*) FROM consultation") == [(1,)]
        assert stored.ask(address, "SELECT count(*) FROM meeting") == [(1,)]
    finally:
        for server in servers:
            server.kill()

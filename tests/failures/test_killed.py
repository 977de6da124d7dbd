"""The server is killed again and again while fifty phones write: what was acknowledged is there, the rest arrives."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from real import JsonServer
from tools import run_apart

from failures import stored
from failures.cluster import Cluster
from failures.phones import Phone, all_of, there, writing
from failures.prepared import Hall, Prepared

PEOPLE, EVERY = 50, 0.5
LONG = os.environ.get("CI") == "true"
# Seconds a server works before it is killed: now in the middle of all who come back, now when it is calm.
SHORT_LIFE, LONG_LIFE = (0.1, 1.0), (2.0, 4.0)


@dataclass
class Scene:
    """A server, its database and the phones that write to it."""

    server: JsonServer
    database: Path | str
    phones: list[Phone]
    dice: random.Random
    kills: int = 0

    async def play(self, seconds: float) -> None:
        """Notes all the time, and a server that is killed again and again; at the end it runs."""
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        async with there(*self.phones):
            async with writing(self.phones, EVERY):
                while clock() < end:
                    await asyncio.sleep(self.dice.uniform(*self.dice.choice([SHORT_LIFE, LONG_LIFE])))
                    await asyncio.to_thread(self.server.kill)
                    self.kills += 1
                    self.server.start()
                    await asyncio.to_thread(self.server.wait)
            await all_of(*(phone.empty() for phone in self.phones))

    def check(self) -> None:
        """Everything is there, once and in order, and the phones really had to come back."""
        stored.is_what_was_written(self.phones, stored.notes(self.database))
        assert self.kills > 3
        assert all(phone.came > 1 for phone in self.phones)


def scene(server: JsonServer, database: Path | str, hall: Hall) -> Scene:
    phones = [Phone([server.url], person, random.Random(person.id)) for person in hall.people]
    return Scene(server, database, phones, random.Random(1))


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_again_and_again(
    prepared: Prepared,
    cluster: Callable[[], Cluster],
    serve: Callable[..., JsonServer],
    folder: Path,
):
    hall = prepared.on_sqlite(folder, PEOPLE)
    scenes = [scene(serve(), folder / "consult.sqlite", hall)]
    if LONG:
        address, hall = cluster().hall(PEOPLE)
        other = folder / "other"
        other.mkdir()
        scenes.append(scene(serve(other, CONSULT_DATABASE_URL=address), address, hall))

    async def play() -> None:
        await asyncio.gather(*(one.play(60 if LONG else 15) for one in scenes))

    run_apart(play())

    for one in scenes:
        one.check()

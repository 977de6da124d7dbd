"""PostgreSQL goes away in the middle of the notes: everybody is told to wait, and everything arrives afterwards."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from real import JsonServer
from tools import run_apart

from failures import stored
from failures.cluster import Cluster
from failures.phones import Phone, all_of, there, writing

PEOPLE, EVERY = 20, 0.4


@dataclass
class Scene:
    """A server on a database of the cluster, and phones that write to it."""

    cluster: Cluster
    server: JsonServer
    address: str
    phones: list[Phone]

    @asynccontextmanager
    async def goes_on(self) -> AsyncIterator[None]:
        """Notes before, meanwhile and afterwards, until all of them are acknowledged; then everything is compared."""
        async with there(*self.phones), asyncio.timeout(240):
            async with writing(self.phones, EVERY):
                await self.more_notes()
                yield
                await self.more_notes()
            await all_of(*(phone.empty() for phone in self.phones))
        stored.is_what_was_written(self.phones, stored.notes(self.address))
        codes = {answer["code"] for phone in self.phones for answer in phone.told_to_wait}
        assert codes <= {"please_wait"}
        assert self.server.fetch("/readyz")[0] == 200
        assert "lamps" not in Path(self.server.said.name).read_text()

    async def more_notes(self, people: int = PEOPLE) -> None:
        """Until two more notes of so many people are acknowledged."""
        before = {phone.person.id: len(phone.acknowledged) for phone in self.phones}
        await all_of(
            *(
                phone.until(lambda phone=phone: len(phone.acknowledged) > before[phone.person.id] + 1)
                for phone in self.phones[:people]
            )
        )

    async def everybody_waits(self) -> None:
        """Until everybody was told to wait once more."""
        before = {phone.person.id: len(phone.told_to_wait) for phone in self.phones}
        await all_of(
            *(
                phone.until(lambda phone=phone: len(phone.told_to_wait) > before[phone.person.id])
                for phone in self.phones
            )
        )


@pytest.fixture
def scene(cluster: Callable[[], Cluster], serve: Callable[..., JsonServer]) -> Scene:
    address, hall = cluster().hall(PEOPLE)
    server = serve(CONSULT_DATABASE_URL=address)
    phones = [Phone([server.url], person, random.Random(person.id)) for person in hall.people]
    return Scene(cluster(), server, address, phones)


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_restart_of_the_database_loses_nothing(scene: Scene, how: str):
    async def play() -> None:
        async with scene.goes_on():
            await asyncio.to_thread(scene.cluster.stop, how)
            await scene.everybody_waits()
            status, _ = await asyncio.to_thread(scene.server.fetch, "/readyz")
            await asyncio.to_thread(scene.cluster.start)
            assert status == 503

    run_apart(play())

    # The server was there all the time.
    assert [phone.came for phone in scene.phones] == [1] * PEOPLE


def test_connections_cut_again_and_again_lose_nothing(scene: Scene):
    async def play() -> None:
        async with scene.goes_on():
            for _ in range(10):
                await asyncio.to_thread(scene.cluster.cut_all)
                await scene.more_notes(1)

    run_apart(play())

    assert [phone.came for phone in scene.phones] == [1] * PEOPLE


def test_standby_that_takes_nothing_is_a_clear_refusal(scene: Scene):
    async def play() -> None:
        async with scene.goes_on():
            await asyncio.to_thread(scene.cluster.read_only, True)
            try:
                await scene.everybody_waits()
            finally:
                await asyncio.to_thread(scene.cluster.read_only, False)

    run_apart(play())

    assert [phone.came for phone in scene.phones] == [1] * PEOPLE


def test_database_that_answers_nothing_for_a_while_loses_nothing(scene: Scene):
    async def play() -> None:
        async with scene.goes_on():
            with scene.cluster.frozen():
                # Longer than a phone waits for an answer: it sends the same note again.
                before = [phone.sent for phone in scene.phones]
                await all_of(
                    *(
                        phone.until(lambda phone=phone, count=count: phone.sent > count + 1)
                        for phone, count in zip(scene.phones, before, strict=True)
                    )
                )
                status, _ = await asyncio.to_thread(scene.server.fetch, "/healthz")
            assert status == 200

    run_apart(play())

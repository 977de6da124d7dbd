"""Phones that do what the phone page does, without a screen.

A note is kept first and sent in its turn, and leaves the phone when it is acknowledged. Who loses the line tries again
and again, asks for the state, and sends what waits, under the same keys. The pauses are a quarter of the page's, so
that a test sees four times as much in its time.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from failures.line import Line, NoLine
from failures.prepared import Person

AGAIN_AFTER, FIRST_PAUSE, LONGEST_PAUSE = 1.0, 0.125, 1.25


class Screen:
    """A line to the server that asks for its state whenever it has come back. `auth` as the pages have it.

    Several addresses are the processes behind a proxy: who cannot reach one is brought to the next.
    """

    REFRESH_ON: tuple[str, ...] = ("meeting.changed", "meeting.touched", "seat.changed")

    def __init__(self, addresses: Sequence[str], auth: dict[str, str], dice: random.Random) -> None:
        self.addresses, self.auth, self.dice = deque(addresses), auth, dice
        self.state: dict[str, Any] = {}
        self.came = 0
        self.told: list[tuple[str, Any]] = []
        self.online = False
        self.line = Line(self._hear)
        self._news = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None

    async def stay(self) -> None:
        """Be there until cancelled."""
        tries = 0
        while True:
            self.line = Line(self._hear)
            try:
                await self.line.open(self.addresses[0], self.auth)
                await self._refresh()
                self.came, self.online, tries = self.came + 1, True, 0
                await self._be_there()
            except NoLine:
                self.addresses.rotate(-1)
            finally:
                self.online = False
                await self.line.close()
            await asyncio.sleep(min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE) * self.dice.uniform(0.5, 1.5))
            tries += 1

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so on this screen."""
        while not holds():
            self._news.clear()
            await self._news.wait()

    async def _be_there(self) -> None:
        """Until the line is gone."""
        await self.line.gone.wait()

    async def _refresh(self) -> None:
        answer = await self.line.ask("catch_up")
        while not answer["ok"]:
            assert answer["code"] in ("please_wait", "too_fast"), answer
            await asyncio.sleep(AGAIN_AFTER * self.dice.uniform(0.5, 1.5))
            answer = await self.line.ask("catch_up")
        self.state = answer
        self._news.set()

    def _hear(self, name: str, payload: Any = None) -> None:
        self.told.append((name, payload))
        self._news.set()
        if name in self.REFRESH_ON and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._ask_again())

    async def _ask_again(self) -> None:
        line = self.line
        try:
            await asyncio.sleep(0.075 * self.dice.random())
            await self._refresh()
        except NoLine:
            # As the page does: a line on which nothing is answered is left, and another one tried.
            await line.close()


@dataclass
class Waiting:
    """A note on the phone."""

    key: str
    text: str
    round_number: int


class Phone(Screen):
    """A participant's phone."""

    REFRESH_ON = ("meeting.changed", "seat.changed")

    def __init__(self, addresses: Sequence[str], person: Person, dice: random.Random) -> None:
        super().__init__(addresses, {"token": person.token}, dice)
        self.person = person
        self.written: list[str] = []
        self.outbox: deque[Waiting] = deque()
        # Key of the phone → number of the row.
        self.acknowledged: dict[str, int] = {}
        self.told_to_wait: list[dict[str, Any]] = []
        self.sent = 0

    def write(self, text: str = "More lamps in the park, and benches.", round_number: int = 1) -> str:
        """Keep a note, to be sent in its turn; its key."""
        key = f"{self.person.id:04}-{len(self.written):06}-{self.dice.getrandbits(32):08x}"
        self.written.append(key)
        self.outbox.append(Waiting(key, text, round_number))
        self._news.set()
        return key

    async def write_on(self, every: float) -> None:
        """A note every so many seconds on average, until cancelled."""
        while True:
            await asyncio.sleep(every * self.dice.uniform(0.2, 1.8))
            self.write()

    async def empty(self) -> None:
        """Wait until everything is acknowledged."""
        await self.until(lambda: not self.outbox)

    async def _be_there(self) -> None:
        sending = asyncio.create_task(self._send_all())
        sending.add_done_callback(lambda _: self.line.gone.set())
        try:
            await self.line.gone.wait()
        finally:
            if sending.done():
                sending.result()
            sending.cancel()

    async def _send_all(self) -> None:
        while True:
            await self.until(lambda: bool(self.outbox))
            if not await self._send(self.outbox[0]):
                await asyncio.sleep(AGAIN_AFTER)

    async def _send(self, note: Waiting) -> bool:
        """False when it makes sense to wait before the next try."""
        payload = {"client_key": note.key, "kind": "need", "text": note.text, "round": note.round_number}
        self.sent += 1
        self._news.set()
        try:
            answer = await self.line.ask("note.write", payload)
        except NoLine:
            return False
        if not answer["ok"]:
            assert answer.get("retry"), answer
            self.told_to_wait.append(answer)
            self._news.set()
            return False
        assert answer["note"]["client_key"] == note.key, (answer, note)
        self.acknowledged[note.key] = answer["note"]["id"]
        self.outbox.popleft()
        self._news.set()
        return True


@asynccontextmanager
async def there(*screens: Screen):  # type: ignore[no-untyped-def]
    """These screens come in, and try to stay as long as this lasts. What goes wrong on one of them is raised."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(screen.stay()) for screen in screens]
        await all_of(*(screen.until(lambda screen=screen: screen.online) for screen in screens))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@asynccontextmanager
async def writing(phones: Sequence[Phone], every: float):  # type: ignore[no-untyped-def]
    """All of them write as long as this lasts."""
    tasks = [asyncio.create_task(phone.write_on(every)) for phone in phones]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def all_of(*waits: Awaitable[Any], within: float = 240) -> None:
    """Until all of these have ended; raises TimeoutError."""
    async with asyncio.timeout(within):
        await asyncio.gather(*waits)

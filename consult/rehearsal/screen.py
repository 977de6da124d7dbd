"""A screen of the meeting, as `static/js/common/live.js` makes it: asks for its state, follows, comes back.

It keeps the times of the page: five seconds for an answer, half a second to five until it connects again, and
a fraction of a second by chance before a whole hall asks for its state at once. Its clock is an offset to this
machine's steady clock, from the quickest of five probes, as on the page.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from consult.rehearsal.line import Answer, Line, LineLost, NotLetIn, open_line

ANSWER_SECONDS = 5.0
TRY_AGAIN_SECONDS = 4.0
CHANGED_MEANWHILE_SECONDS = 0.5
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.5, 5.0
PROBES = 5
NO_ANSWER: Answer = {"ok": False, "code": "no_answer", "retry": True}
NO_LINE: Answer = {"ok": False, "code": "no_line", "retry": True}


class RehearsalError(RuntimeError):
    """The play cannot go on; the text is for the person who started it."""


@dataclass
class Measured:
    """What a screen has seen; seconds, and bytes for the last two."""

    snapshot_seconds: list[float] = field(default_factory=list)
    back_seconds: list[float] = field(default_factory=list)
    reconnected: int = 0
    refusals: list[str] = field(default_factory=list)
    unanswered: int = 0
    snapshot_bytes: int = 0
    largest_snapshot_bytes: int = 0


class Screen:
    """One screen. `took(snapshot)` is called for every fresh state, `heard(name, payload)` for every event.

    `refresh_on`: events that only mean "ask again", and the seconds of chance before doing so.
    """

    def __init__(
        self,
        browser: aiohttp.ClientSession,
        url: str,
        auth: dict[str, str],
        refresh_on: Mapping[str, float],
        took: Callable[[dict[str, Any]], None] = lambda _snapshot: None,
        heard: Callable[[str, Any], None] = lambda _name, _payload: None,
    ) -> None:
        self.snapshot: dict[str, Any] = {}
        self.measured = Measured()
        self.online = False
        self._browser, self._url, self._auth = browser, url, auth
        self._refresh_on, self._took, self._on_event = refresh_on, took, heard
        self._line: Line | None = None
        self.awake = False
        self._offset: float | None = None
        self._changes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._planned: asyncio.Task[None] | None = None
        self._asking = asyncio.Lock()

    @property
    def connected(self) -> bool:
        """Whether events can reach it."""
        return self._line is not None

    def zero(self) -> float | None:
        """When the clock on this screen reaches zero, in seconds of this machine's steady clock."""
        ends_at = self.snapshot.get("meeting", {}).get("ends_at")
        return None if ends_at is None or self._offset is None else (ends_at - self._offset) / 1000

    async def wake(self) -> None:
        """Connect, however often it takes, and ask for the state; from now on stay connected."""
        self.awake = True
        begun, again = time.perf_counter(), bool(self.snapshot)
        await self._connected()
        await self.refresh()
        if again and self.online:
            self.measured.back_seconds.append(time.perf_counter() - begun)

    def sleep(self) -> None:
        """Lose the connection without a word."""
        self.awake = False
        for task in list(self._tasks):
            task.cancel()
        self._planned = None
        self._lose()

    async def ask(self, name: str, payload: dict[str, Any], within: float = ANSWER_SECONDS) -> Answer:
        """The answer of the server; without a line or an answer a refusal of our own that says so. Never raises."""
        return (await self._ask(name, payload, within))[0]

    async def refresh(self) -> None:
        """Ask for the state; one question at a time."""
        async with self._asking:
            await self._refresh()

    def refresh_soon(self, jitter: float = 0.0, least: float = 0.0) -> None:
        """Ask after `least` seconds and up to `jitter` more; what is asked for until then is answered with it."""
        if self._planned is not None:
            if jitter:
                return
            self._planned.cancel()
        self._planned = self._begin(self._refresh_after(least + random.random() * jitter))  # noqa: S311

    async def _refresh_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        async with self._asking:
            self._planned = None
            await self._refresh()

    async def _refresh(self) -> None:
        begun, before = time.perf_counter(), self._changes
        answer, size = await self._ask("catch_up", {}, ANSWER_SECONDS)
        if answer["ok"]:
            self._take(answer, time.perf_counter() - begun, size)
            if self._changes != before:
                # Something happened while the state was on its way: it may be older than what is known here.
                self.refresh_soon(CHANGED_MEANWHILE_SECONDS)
        elif answer["code"] == "no_answer":
            self._lose()
        elif self._line is not None:
            # A busy server is not helped by asking at once.
            self.refresh_soon(TRY_AGAIN_SECONDS, TRY_AGAIN_SECONDS / 2)

    async def _ask(self, name: str, payload: dict[str, Any], within: float) -> tuple[Answer, int]:
        if self._line is None:
            return NO_LINE, 0
        try:
            answer, size = await self._line.ask(name, payload, within)
        except TimeoutError:
            self.measured.unanswered += 1
            return NO_ANSWER, 0
        except LineLost:
            return NO_LINE, 0
        if not answer["ok"]:
            self.measured.refusals.append(f"{name}: {answer['code']}")
        elif name not in ("catch_up", "clock.probe"):
            self._changes += 1
        return answer, size

    def _take(self, snapshot: dict[str, Any], seconds: float, size: int) -> None:
        self.snapshot = snapshot
        if self._offset is None:
            self._offset = snapshot["server_time"] - time.perf_counter() * 1000
        self.online = True
        self.measured.snapshot_seconds.append(seconds)
        self.measured.snapshot_bytes = size
        self.measured.largest_snapshot_bytes = max(size, self.measured.largest_snapshot_bytes)
        self._took(snapshot)

    async def _connected(self) -> None:
        retry = FIRST_RETRY_SECONDS
        while self.awake and self._line is None:
            try:
                line = await open_line(self._browser, self._url, self._auth, self._heard, self._line_lost)
                self._line = None if line.ended else line
            except NotLetIn as error:
                self.measured.refusals.append(f"connect: {error}")
                self.awake = str(error) != "not_recognised"
                retry = TRY_AGAIN_SECONDS
            except (OSError, aiohttp.ClientError, TimeoutError):
                self.measured.unanswered += 1
            if self.awake and self._line is None:
                await asyncio.sleep(retry * (0.5 + random.random()))  # noqa: S311
                retry = min(2 * retry, LAST_RETRY_SECONDS)
        self._begin(self._probe())

    async def _probe(self) -> None:
        best = float("inf")
        for _ in range(PROBES):
            sent = time.perf_counter()
            answer = await self.ask("clock.probe", {}, 3.0)
            received = time.perf_counter()
            if not self.connected:
                return
            if answer["ok"] and received - sent < best:
                best = received - sent
                self._offset = answer["now"] - (sent + received) / 2 * 1000

    def _heard(self, name: str, payload: Any) -> None:
        jitter = self._refresh_on.get(name)
        if not jitter:
            self._changes += 1
        self._on_event(name, payload)
        if jitter is not None:
            self.refresh_soon(jitter)

    def _line_lost(self, line: Line) -> None:
        if line is self._line:
            self._lose()

    def _lose(self) -> None:
        line, self._line, self.online = self._line, None, False
        if line is not None:
            line.cut()
        if self.awake:
            self._begin(self._come_back())

    async def _come_back(self) -> None:
        """The line was lost although this screen is awake."""
        self.measured.reconnected += 1
        await self.wake()

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

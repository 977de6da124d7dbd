"""The play itself: join, the rounds with everything that happens in them, harvest with votes, themes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from consult.domain.words import Phase, Voting
from consult.rehearsal.cast import Line, Role
from consult.rehearsal.person import Person
from consult.rehearsal.phone import Phone
from consult.rehearsal.screen import RehearsalError, Screen

JOINING_AT_ONCE = 10
ANALYSIS_SECONDS = 300
STEER_SECONDS = 30.0
# What a hall needs between two rounds, and to vote, before the play is made faster.
MOVING_MINUTES, VOTING_MINUTES = 3, 10
# How long phones may take to show what they were told, before they count as behind.
SETTLE_SECONDS = 15.0
# A plenary in which two hundred tables speak has no end.
TABLES_SPEAKING = 12
LAG_SECONDS = 0.05
Tell = Callable[[str, int], None]


@dataclass
class Turn:
    """A round the facilitator opened: when (steady clock, seconds), the version it brought, who was connected."""

    number: int
    at: float
    version: int
    connected: set[int]
    remaining: list[float] = field(default_factory=list)
    behind: set[int] = field(default_factory=set)


@dataclass
class Seen:
    """What the play itself has noticed; `late` is the longest time this process kept a player waiting, in seconds."""

    stage: str = "joining"
    turns: list[Turn] = field(default_factory=list)
    behind_at_end: set[int] = field(default_factory=set)
    without_own_notes: set[int] = field(default_factory=set)
    finished: bool = False
    late: float = 0.0


class Play:
    """One rehearsal against a running server. `speed` is how many seconds of the meeting pass in one.

    The console and the first phone are at the first of the addresses, the other phones at each of them in turn.
    """

    def __init__(
        self, urls: Sequence[str], ticket: str, join_path: str, roles: Sequence[Role], speed: float, seed: int
    ) -> None:
        self.urls = urls
        self.ticket = ticket
        self.join_path = join_path
        self.roles = roles
        self.speed = speed
        self.phones: list[Phone] = []
        self.screens: list[Screen] = []
        self.seen = Seen()
        self.dice = random.Random(seed)  # noqa: S311 - a play, not a secret
        self.projector_key: str | None = None

    async def run(self, tell: Tell) -> dict[str, Any]:
        """Play to the end; the console's last state. `tell(stage, steps done)` moves the progress bar."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as browser:
            watch = asyncio.create_task(self._watch_delay())
            try:
                await self._open_screens(browser)
                self.phones = [
                    Phone(r, self.urls[i % len(self.urls)], browser) for i, r in enumerate(self.roles)
                ]
                return await self._acts(self._telling(tell))
            finally:
                watch.cancel()
                for screen in [*self.screens, *(s for phone in self.phones for s in phone.screens)]:
                    screen.sleep()

    async def steer(self, name: str, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        """A command of the console; the play stops when the server refuses it."""
        for _ in range(20):
            answer = await self.console.ask(name, payload or {}, STEER_SECONDS)
            if answer["ok"]:
                return answer
            if not answer.get("retry"):
                break
            await asyncio.sleep(0.5)
        raise RehearsalError(f"{name} was refused: {answer.get('message', answer['code'])}")

    @property
    def console(self) -> Screen:
        """The screen of the facilitator. It follows what happens, as the page does."""
        return self.screens[0]

    async def _open_screens(self, browser: aiohttp.ClientSession) -> None:
        follow = {"meeting.touched": 0.2}
        self.screens = [Screen(browser, self.urls[0], {"ticket": self.ticket}, follow)]
        if self.projector_key:
            self.screens.append(Screen(browser, self.urls[0], {"projector": self.projector_key}, follow))
        async with asyncio.timeout(STEER_SECONDS):
            for screen in self.screens:
                await screen.wake()
                if not screen.online:
                    raise RehearsalError("the server does not let the facilitator in")

    async def _acts(self, tell: Tell) -> dict[str, Any]:
        await self._join([p for p in self.phones if not p.role.late], tell)
        rounds = (await self.steer("catch_up"))["meeting"]["rounds"]
        for index, round_ in enumerate(rounds):
            turn = await self._open_round(index + 1)
            seconds = round_["minutes"] * 60 / self.speed
            await self._converse(turn, seconds, len(rounds), tell)
            await self._settle(turn.behind, Phase.ROUND, turn.number)
            instant = time.perf_counter()
            turn.remaining = [
                zero - instant
                for p in self.phones
                for s in p.screens
                if s.online and (zero := s.zero()) is not None
            ]
            await self.steer("round.close")
            tell("moving", 1)
            await asyncio.sleep(MOVING_MINUTES * 60 / self.speed)
        await self._harvest(tell)
        await self._themes(tell)
        await self.steer("meeting.close")
        await self._settle(self.seen.behind_at_end, Phase.CLOSED, len(rounds))
        self.seen.without_own_notes = {p.role.number for p in self.phones if not p.shows_own_notes()}
        self.seen.finished = True
        return await self.steer("catch_up")

    async def _open_round(self, number: int) -> Turn:
        connected = {p.role.number for p in self.phones if p.screens and p.screen.connected}
        at = time.perf_counter()
        turn = Turn(number, at, (await self.steer("round.open"))["version"], connected)
        self.seen.turns.append(turn)
        return turn

    async def _converse(self, turn: Turn, seconds: float, rounds: int, tell: Tell) -> None:
        """Everybody's round at once; in the first, latecomers come in."""

        async def one(phone: Phone) -> None:
            begun = time.perf_counter()
            if not phone.screens:
                await asyncio.sleep(self.dice.random() * 0.3 * seconds)
                await self._join([phone], tell)
            person = Person(phone, random.Random(self.dice.random()), rounds)  # noqa: S311
            lines = share(phone.role, rounds, turn.number)
            for moment, act in person.day(turn.number, lines, lambda: tell("writing", 1)):
                await asyncio.sleep(begun + moment * seconds - time.perf_counter())
                await act()

        await self._together(one, self.phones)

    async def _join(self, phones: Sequence[Phone], tell: Tell) -> None:
        gate = asyncio.Semaphore(JOINING_AT_ONCE)

        async def enter(phone: Phone) -> None:
            async with gate:
                await phone.join(self.join_path)
            tell("joining", 1)

        await self._together(enter, phones)

    async def _settle(self, behind: set[int], phase: Phase, number: int) -> None:
        """Wait until every phone that is awake shows this, and has nothing left to send at the end."""
        late = [phone for phone in self.phones if not phone.asleep]

        def everybody_there() -> bool:
            late[:] = [phone for phone in late if not _shows(phone, phase, number)]
            return not late

        await _until(everybody_there)
        behind.update(phone.role.number for phone in late)

    async def _harvest(self, tell: Tell) -> None:
        tables = (await self.steer("catch_up"))["tables"][:TABLES_SPEAKING]
        for number in [*(table["number"] for table in tables), None]:
            await self.steer("speaker.choose", {"table": number, "seconds": 60})
        await self.steer("voting.open")
        seconds = VOTING_MINUTES * 60 / self.speed

        async def vote(phone: Phone) -> None:
            await asyncio.sleep((0.1 + 0.8 * self.dice.random()) * seconds)
            if not await _until(lambda: _may_vote(phone)):
                return
            choices = (await phone.act("ballot.read", {})).get("choices", [])
            for choice in self.dice.sample(choices, min(3, len(choices))):
                await phone.act("vote.cast", {"note_id": choice["id"], "on": True})
            tell("voting", 1)

        await self._together(vote, self.phones)
        await self.steer("voting.close")

    async def _themes(self, tell: Tell) -> None:
        # The server also works out themes by itself after a round; ours shall know all notes and votes.
        await self._analysed()
        await self.steer("analysis.start")
        tell("themes", 0)
        await self._analysed()
        tell("themes", 1)

    async def _analysed(self) -> None:
        """Wait until no analysis is at work."""
        deadline = time.perf_counter() + ANALYSIS_SECONDS
        while time.perf_counter() < deadline:
            analysis = (await self.steer("catch_up"))["analysis"]
            if analysis is None or analysis["state"] not in ("waiting", "running"):
                return
            await asyncio.sleep(1)
        raise RehearsalError("the themes took too long")

    async def _together(self, act: Callable[[Phone], Awaitable[None]], phones: Sequence[Phone]) -> None:
        await asyncio.gather(*(act(phone) for phone in phones))

    async def _watch_delay(self) -> None:
        """How late this process itself is: what it measures cannot be truer than that."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(LAG_SECONDS)
            self.seen.late = max(self.seen.late, time.perf_counter() - begun - LAG_SECONDS)

    def _telling(self, tell: Tell) -> Tell:
        def told(stage: str, steps: int) -> None:
            self.seen.stage = stage
            tell(stage, steps)

        return told


async def _until(true: Callable[[], bool]) -> bool:
    """Wait for something that a phone should show; whether it did in time."""
    deadline = time.perf_counter() + SETTLE_SECONDS
    while not (done := true()) and time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
    return done


def _may_vote(phone: Phone) -> bool:
    return bool((phone.state["voting"] or {}).get("state") == Voting.OPEN)


def _shows(phone: Phone, phase: Phase, number: int) -> bool:
    """Whether the phone, or both of them, are there; at the end with nothing left to send."""
    if not phone.online or (phase == Phase.CLOSED and phone.outbox):
        return False
    meetings = [screen.snapshot.get("meeting", {}) for screen in phone.screens]
    return all((m.get("phase"), m.get("round_number")) == (phase, number) for m in meetings)


def share(role: Role, rounds: int, number: int) -> list[Line]:
    """What somebody says in a round: their lines dealt over the rounds, not everybody's first one in the first."""
    return list(role.lines[(number + role.number) % rounds :: rounds])

"""A simulated participant: joins through the form, keeps an outbox, loses the connection, comes back."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from consult.rehearsal import door
from consult.rehearsal.cast import Line, Role
from consult.rehearsal.line import Answer
from consult.rehearsal.screen import TRY_AGAIN_SECONDS, Screen

MOST_TAPS = 5
# As static/js/seat/outbox.js does.
SEND_AGAIN_SECONDS, MOST_DOUBLINGS = 3.0, 3
# As static/js/seat/state.js does: what makes a phone ask for its state, and the seconds of chance before it does.
REFRESH_ON = {"meeting.changed": 0.3, "seat.changed": 0.0}


@dataclass
class Waiting:
    """A note in the outbox, with the round it was written in."""

    key: str
    line: Line
    round_number: int
    twice: bool


@dataclass
class Tally:
    """What one participant has experienced; instants and durations in seconds of this machine's steady clock."""

    join_seconds: float = 0.0
    written: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    sent_twice: int = 0
    seconds_to_answer: list[float] = field(default_factory=list)
    # By version: when a phone was told. By round: when a phone first showed it, and every table shown in it.
    told: dict[int, float] = field(default_factory=dict)
    turned: dict[int, float] = field(default_factory=dict)
    tables: dict[int, set[int | None]] = field(default_factory=dict)


class Phone:
    """One participant with a phone, or two of them with the same link open."""

    def __init__(self, role: Role, url: str, browser: aiohttp.ClientSession) -> None:
        self.role = role
        self.url = url
        self.tally = Tally()
        self.outbox: list[Waiting] = []
        self.screens: list[Screen] = []
        self.token = ""
        self._browser = browser
        self._sender: asyncio.Task[None] | None = None
        self._fresh = asyncio.Event()

    @property
    def screen(self) -> Screen:
        """The phone they write on."""
        return self.screens[0]

    @property
    def state(self) -> dict[str, Any]:
        """What that phone shows; empty before they have joined."""
        return self.screens[0].snapshot if self.screens else {}

    @property
    def online(self) -> bool:
        """Whether it shows the state over a line that holds."""
        return bool(self.screens) and self.screen.online

    @property
    def asleep(self) -> bool:
        """Whether it has been put away."""
        return not (self.screens and self.screen.awake)

    def shows_own_notes(self) -> bool:
        """Whether everything that was acknowledged is on the screen."""
        return self.tally.acknowledged <= {note["client_key"] for note in self.state.get("own", ())}

    async def join(self, join_path: str) -> None:
        """Fill in the form as a person would, and connect."""
        self.token, self.tally.join_seconds = await door.join(self.role, self.url, join_path)
        for _ in range(1 + self.role.two_phones):
            screen = Screen(
                self._browser, self.url, {"token": self.token}, REFRESH_ON, self._took, self._heard
            )
            self.screens.append(screen)
            await screen.wake()

    def sleep(self) -> None:
        """The phone in their hand loses the connection; a second one does not."""
        if self.screens:
            self.screen.sleep()
        if self._sender is not None:
            self._sender.cancel()
            self._sender = None

    async def wake(self) -> None:
        """Come back, and send what was written meanwhile."""
        if self.asleep:
            self.screen.measured.reconnected += 1
            await self.screen.wake()
        self.send()

    async def reload(self) -> None:
        """Load the page again: what was written and not sent has been kept on the phone."""
        if self.online:
            self.sleep()
            await door.load(self._browser, self.url, self.token)
            await self.wake()

    async def act(self, name: str, payload: dict[str, Any]) -> Answer:
        """Tap on something; where the server asks to wait, or does not answer, again a little later. The last answer."""
        for _ in range(MOST_TAPS):
            answer = await self.screen.ask(name, payload)
            if not answer.get("retry"):
                break
            await asyncio.sleep(TRY_AGAIN_SECONDS)
        return answer

    async def write(self, line: Line, round_number: int, *, twice: bool = False) -> None:
        """Write a note: into the outbox first, then to the server when there is a connection."""
        note = Waiting(secrets.token_hex(16), line, round_number, twice)
        self.tally.written.append(note.key)
        self.outbox.append(note)
        self.send()

    def send(self) -> None:
        """Send the outbox in order, if that is not being done already."""
        if self.outbox and (self._sender is None or self._sender.done()):
            self._sender = asyncio.create_task(self._send())

    async def _send(self) -> None:
        in_vain = 0
        while self.outbox:
            if not self.online:
                self._fresh.clear()
                await self._fresh.wait()
                in_vain = 0
            elif await self._send_one(self.outbox[0]):
                in_vain = 0
            else:
                # Later and later, and not everybody at the same moment.
                await asyncio.sleep(SEND_AGAIN_SECONDS * 2**in_vain * (0.5 + random.random()))  # noqa: S311
                in_vain = min(in_vain + 1, MOST_DOUBLINGS)

    async def _send_one(self, note: Waiting) -> bool:
        """False when it makes sense to wait before the next try."""
        payload = {
            "client_key": note.key,
            "kind": note.line.kind,
            "text": note.line.text,
            "language": note.line.language,
            "round": note.round_number,
        }
        begun = time.perf_counter()
        answer = await self.screen.ask("note.write", payload)
        if answer.get("retry"):
            return False
        self.outbox.remove(note)
        if answer["ok"]:
            self.tally.seconds_to_answer.append(time.perf_counter() - begun)
            self.tally.acknowledged.add(note.key)
            if note.twice:
                # As if the acknowledgement had been lost on the way.
                await self.screen.ask("note.write", payload)
                self.tally.sent_twice += 1
        return True

    def _took(self, snapshot: dict[str, Any]) -> None:
        self._fresh.set()
        meeting, me = snapshot["meeting"], snapshot["me"]
        if meeting["phase"] == "round":
            number = meeting["round_number"]
            self.tally.turned.setdefault(number, time.perf_counter())
            table = me["table"]["number"] if me["table"] else None
            self.tally.tables.setdefault(number, set()).add(table)

    def _heard(self, name: str, payload: Any) -> None:
        if name == "meeting.changed":
            self.tally.told.setdefault(payload["version"], time.perf_counter())
        elif name in ("note.written", "note.changed"):
            note = payload["note"]
            for shown in (screen.snapshot for screen in self.screens if screen.snapshot):
                shown["notes"] = [*(n for n in shown["notes"] if n["id"] != note["id"]), note]

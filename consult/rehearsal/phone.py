"""A simulated phone: joins through the form, keeps an outbox, loses its connection, comes back."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import socketio

from consult.rehearsal.cast import Line, Role

ANSWER_SECONDS = 20
MOST_TRIES = 60
_GROUP = re.compile(r'name="group_key" value="([^"]*)"')
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class RehearsalError(RuntimeError):
    """The play cannot go on; the text is for the person who started it."""


@dataclass
class Waiting:
    """A note in the outbox, with the round it was written in."""

    key: str
    line: Line
    round_number: int


@dataclass
class Tally:
    """What one phone has experienced."""

    tables: dict[int, int] = field(default_factory=dict)
    acknowledged: int = 0
    sent_twice: int = 0
    reconnected: int = 0
    seconds_to_answer: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


class Phone:
    """One participant's phone in the play."""

    def __init__(self, role: Role, url: str) -> None:
        self.role = role
        self.url = url
        self.tally = Tally()
        self.outbox: list[Waiting] = []
        self.state: dict[str, Any] = {}
        self.token = ""
        self._socket: socketio.AsyncClient | None = None

    async def join(self, join_path: str) -> None:
        """Fill in the form as a person would, and connect."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            async with browser.get(f"{self.url}{join_path}?lang={self.role.language}") as page:
                text = await page.text()
            token = _CSRF.search(text)
            if token is None:
                raise RehearsalError("the join page has no form")
            form = aiohttp.FormData()
            form.add_field("csrf_token", token.group(1))
            form.add_field("language", self.role.language)
            form.add_field("nickname", f"Player {self.role.number + 1}")
            form.add_field("mode", self.role.mode)
            form.add_field("consent", "yes")
            groups = _GROUP.findall(text) or [""]
            form.add_field("group_key", groups[self.role.number % len(groups)])
            for language in self.role.languages:
                form.add_field("languages", language)
            async with browser.post(f"{self.url}{join_path}", data=form, allow_redirects=False) as answer:
                place = answer.headers.get("Location", "")
        if "/seat/" not in place:
            raise RehearsalError(f"joining was refused with status {answer.status}")
        self.token = place.rsplit("/", 1)[-1].split("?")[0]
        await self.connect()

    async def connect(self) -> None:
        """Connect the live socket and ask for the state."""
        self._socket = socketio.AsyncClient(reconnection=False)
        await self._socket.connect(
            self.url, auth={"token": self.token}, transports=["websocket"], wait_timeout=ANSWER_SECONDS
        )
        await self.catch_up()

    async def disconnect(self) -> None:
        """Lose the connection."""
        if self._socket is not None:
            await self._socket.disconnect()
            self._socket = None

    async def come_back(self) -> None:
        """Connect again and send what was written meanwhile."""
        await self.connect()
        self.tally.reconnected += 1
        await self.send_waiting()

    async def catch_up(self) -> dict[str, Any]:
        """Ask for the whole state and remember the table of the round."""
        self.state = await self.ask("catch_up", {})
        meeting, me = self.state["meeting"], self.state["me"]
        if meeting["phase"] == "round" and me["table"]:
            self.tally.tables[meeting["round_number"]] = me["table"]["number"]
        return self.state

    async def ask(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send a command and wait for its answer; a busy server is asked again."""
        for _ in range(MOST_TRIES):
            if self._socket is None:
                raise RehearsalError("asked while offline")
            answer: dict[str, Any] = await self._socket.call(name, payload, timeout=ANSWER_SECONDS)
            if answer["ok"] or not answer.get("retry"):
                break
            await asyncio.sleep(0.5)
        # Two people may offer to be the host in the same moment; that is no fault.
        if not answer["ok"] and answer["code"] != "table_has_host":
            self.tally.refusals.append(f"{name}: {answer['code']}")
        return answer

    async def write(self, line: Line, round_number: int, *, twice: bool = False) -> None:
        """Write a note: into the outbox first, then to the server when there is a connection."""
        self.outbox.append(Waiting(secrets.token_hex(16), line, round_number))
        await self.send_waiting(twice=twice)

    async def send_waiting(self, *, twice: bool = False) -> None:
        """Send the outbox in order; a note leaves it when it is acknowledged."""
        while self.outbox and self._socket is not None:
            waiting = self.outbox[0]
            payload = {
                "client_key": waiting.key,
                "kind": waiting.line.kind,
                "text": waiting.line.text,
                "language": waiting.line.language,
                "round": waiting.round_number,
            }
            begun = asyncio.get_running_loop().time()
            answer = await self.ask("note.write", payload)
            self.tally.seconds_to_answer.append(asyncio.get_running_loop().time() - begun)
            if twice:
                await self.ask("note.write", payload)
                self.tally.sent_twice += 1
            self.outbox.pop(0)
            self.tally.acknowledged += int(answer["ok"])

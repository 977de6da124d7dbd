"""A line to the live server: one websocket, and as much of Engine.IO 4 and Socket.IO 5 as a screen needs.

A thousand of them fit into one process. python-socketio's client would take several tasks and a queue for each.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp

LET_IN_SECONDS = 20.0
PATH = "/socket.io/?EIO=4&transport=websocket"
Answer = dict[str, Any]


class LineLost(ConnectionError):
    """There is no connection (any more)."""


class NotLetIn(ConnectionError):
    """The server does not want this screen; the text is its code."""


class Line:
    """An open connection. `heard(name, payload)` is called for every event, `lost(line)` once when it has ended."""

    def __init__(
        self,
        websocket: aiohttp.ClientWebSocketResponse,
        heard: Callable[[str, Any], None],
        lost: Callable[[Line], None],
    ) -> None:
        self._websocket = websocket
        self._heard = heard
        self._lost = lost
        self._cut = False
        self._last = 0
        self._answers: dict[int, asyncio.Future[tuple[Answer, int]]] = {}
        self._let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._listen())

    async def ask(self, name: str, payload: dict[str, Any], within: float) -> tuple[Answer, int]:
        """Send a command: its answer and the size of that in bytes. Raises TimeoutError or LineLost."""
        if self.ended:
            raise LineLost
        self._last += 1
        number = self._last
        answer: asyncio.Future[tuple[Answer, int]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            async with asyncio.timeout(within):
                await self._send(f"42{number}{json.dumps([name, payload])}")
                return await answer
        finally:
            self._answers.pop(number, None)

    @property
    def ended(self) -> bool:
        """Whether nothing will come any more."""
        return self._cut or self._reader.done()

    def cut(self) -> None:
        """End without a word, as a phone in a tunnel does."""
        self._cut = True
        transport = self._websocket.get_extra_info("socket")
        if transport is not None:
            with suppress(OSError):  # the other end was quicker
                transport.shutdown(socket.SHUT_RDWR)

    async def let_in(self, auth: dict[str, str]) -> None:
        """Say who this is; raises NotLetIn, LineLost or TimeoutError."""
        async with asyncio.timeout(LET_IN_SECONDS):
            await self._send("40" + json.dumps(auth))
            await self._let_in

    async def _send(self, text: str) -> None:
        try:
            await self._websocket.send_str(text)
        except (ConnectionError, aiohttp.ClientError) as error:
            raise LineLost from error

    async def _listen(self) -> None:
        with suppress(LineLost):
            await self._read()
        self._end()
        with suppress(ConnectionError, aiohttp.ClientError):
            await self._websocket.close()

    async def _read(self) -> None:
        async for item in self._websocket:
            if self._cut or item.data in ("1", "41"):
                return
            if item.data == "2":
                await self._send("3")
            elif item.type is aiohttp.WSMsgType.TEXT:
                self._take(item.data)

    def _take(self, text: str) -> None:
        match text[:2]:
            case "42":
                name, payload = json.loads(text[2:])
                self._heard(name, payload)
            case "43":
                number, bracket, rest = text[2:].partition("[")
                answer = self._answers.pop(int(number), None)
                if answer is not None and not answer.done():
                    answer.set_result((json.loads(bracket + rest)[0], len(text)))
            case "40" if not self._let_in.done():
                self._let_in.set_result(None)
            case "44" if not self._let_in.done():
                self._let_in.set_exception(NotLetIn(json.loads(text[2:])["message"]))

    def _end(self) -> None:
        everybody: list[asyncio.Future[Any]] = [self._let_in, *self._answers.values()]
        for waiting in everybody:
            if not waiting.done():
                waiting.set_exception(LineLost())
                waiting.exception()  # perhaps nobody is waiting any more
        self._answers.clear()
        self._lost(self)


async def open_line(
    browser: aiohttp.ClientSession,
    url: str,
    auth: dict[str, str],
    heard: Callable[[str, Any], None],
    lost: Callable[[Line], None],
) -> Line:
    """Connect and be let in. Raises NotLetIn, LineLost, TimeoutError, OSError or aiohttp.ClientError."""
    async with asyncio.timeout(LET_IN_SECONDS):
        websocket = await browser.ws_connect(url + PATH, max_msg_size=0, compress=0, autoping=True)
    line = Line(websocket, heard, lost)
    try:
        await line.let_in(auth)
    except BaseException:
        line.cut()
        raise
    return line

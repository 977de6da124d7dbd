"""A line to the server by hand: a websocket, and as much of socket.io as a phone needs."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp

OPEN_WITHIN, JOIN_WITHIN, ANSWER_WITHIN = 6.0, 10.0, 5.0
ANSWER = re.compile(r"43(\d+)(\[.*)", re.DOTALL)


class NoLine(Exception):
    """It could not be opened, or it is gone, or nothing came back."""


class NotLetIn(NoLine):
    """The server says why."""


class Line:
    """An open line. `hear` is told every event and its payload."""

    def __init__(self, hear: Callable[[str, Any], None]) -> None:
        self.gone = asyncio.Event()
        self._hear = hear
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._asked = 0
        self._closing: list[Callable[[], Awaitable[Any]]] = []

    async def open(self, address: str, auth: dict[str, str]) -> Line:
        """Come in; raises NoLine."""
        browser = aiohttp.ClientSession()
        self._closing.append(browser.close)
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                self._socket = await browser.ws_connect(f"{address}/socket.io/?EIO=4&transport=websocket")
                await self._socket.receive_str()
            async with asyncio.timeout(JOIN_WITHIN):
                await self._socket.send_str("40" + json.dumps(auth))
                answer = await self._socket.receive_str()
                while answer.startswith("42"):
                    # Said to everybody while the door opens.
                    answer = await self._socket.receive_str()
        except (aiohttp.ClientError, OSError, TypeError) as error:
            await self.close()
            raise NoLine from error
        if not answer.startswith("40"):
            await self.close()
            raise NotLetIn(answer)
        self._reading = asyncio.create_task(self._read())
        return self

    async def ask(self, name: str, payload: Any = None) -> Any:
        """What the server answers; raises NoLine."""
        self._asked += 1
        number, answer = self._asked, asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self._socket.send_str(f"42{number}" + json.dumps([name, payload or {}]))
                return await answer
        except (aiohttp.ClientError, OSError) as error:
            raise NoLine from error
        finally:
            self._answers.pop(number, None)

    async def close(self) -> None:
        """Leave."""
        self.gone.set()
        for closing in self._closing:
            with suppress(aiohttp.ClientError, OSError):
                await closing()

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._take(message.data)
        except (aiohttp.ClientError, OSError):
            pass
        finally:
            self.gone.set()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError())

    async def _take(self, text: str) -> None:
        if text == "2":
            await self._socket.send_str("3")
        elif text.startswith("42"):
            self._hear(*json.loads(text[2:]))
        elif found := ANSWER.fullmatch(text):
            answer = self._answers.get(int(found[1]))
            if answer is not None and not answer.done():
                answer.set_result(json.loads(found[2])[0])
        elif text in ("1", "41"):
            await self._socket.close()

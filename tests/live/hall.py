"""A hall server in a process of its own, and the people in it."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import struct
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

import socketio

# A busy machine needs long; what goes well ends at once.
SECONDS = 120
SERVER = Path(__file__).with_name("hall_server.py")


class Hall:
    """The server; `how` is "fast" or "stock"."""

    def __init__(
        self, mode: str = "eventlet", how: str = "fast", max_waiting: int = 1_000_000, **environment: str
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = environment
        self.arguments = [str(self.port), mode, how, str(max_waiting)]

    async def __aenter__(self) -> Hall:
        self.process = subprocess.Popen(
            [sys.executable, str(SERVER), *self.arguments],
            env={**os.environ, "PYTHONWARNINGS": "ignore", **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.people: list[Person] = []
        for _ in range(2400):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                await asyncio.sleep(0.05)
        raise AssertionError("the server does not answer")

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for person in self.people:
            await person.go()
        self.process.terminate()
        _, self.printed = self.process.communicate(timeout=SECONDS)
        assert "Traceback" not in self.printed, self.printed

    async def person(self, name: str, *rooms: str, by: str = "websocket") -> Person:
        """Somebody who has come in by "websocket", "polling", or "both": first the one, then the other."""
        person = Person()
        transports = ["polling", "websocket"] if by == "both" else [by]
        await person.socket.connect(
            f"http://127.0.0.1:{self.port}",
            auth={"name": name, "rooms": rooms},
            transports=transports,
            wait_timeout=SECONDS,
        )
        assert person.socket.transport() == ("polling" if by == "polling" else "websocket")
        self.people.append(person)
        return person


class Person:
    """A client that writes down what it is told."""

    def __init__(self) -> None:
        self.socket = socketio.AsyncClient(reconnection=False)
        self.told: list[Any] = []
        self.left: list[str] = []
        self.away = asyncio.Event()
        self._news = asyncio.Event()
        self.socket.on("told", self._hear)
        self.socket.on("left", self._see_leaving)
        self.socket.on("question", lambda question: question.upper())
        self.socket.on("disconnect", lambda *_: self.away.set())

    async def ask(self, name: str, *arguments: Any) -> Any:
        """Send, and wait for the answer."""
        return await self.socket.call(name, arguments, timeout=SECONDS)

    async def hears(self, item: Any) -> list[Any]:
        """Everything told so far, once this item has come."""
        return await self._until(self.told, item)

    async def sees_leaving(self, name: str) -> list[str]:
        """Everybody who has left so far, once this one has."""
        return await self._until(self.left, name)

    async def go(self) -> None:
        """Leave, as somebody who closes the page."""
        await self.socket.disconnect()

    async def _until(self, heard: list[Any], item: Any) -> list[Any]:
        async with asyncio.timeout(SECONDS):
            while item not in heard:
                self._news.clear()
                await self._news.wait()
        return heard

    def _hear(self, item: Any) -> None:
        self.told.append(item)
        self._news.set()

    def _see_leaving(self, name: str) -> None:
        self.left.append(name)
        self._news.set()


class Poller:
    """Polling by hand."""

    def __init__(self, port: int, name: str, *rooms: str) -> None:
        self.url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
        self.line_id = str(json.loads(self.fetch()[0][1:])["sid"])
        self.url += f"&sid={self.line_id}"
        self.send("40" + json.dumps({"name": name, "rooms": rooms}))
        assert self.fetch()[0].startswith("40")

    def fetch(self) -> list[str]:
        """The packets of one poll."""
        with urllib.request.urlopen(self.url, timeout=SECONDS) as answer:
            return str(answer.read().decode()).split("\x1e")

    def send(self, text: str) -> None:
        """Send one packet."""
        with urllib.request.urlopen(self.url, data=text.encode(), timeout=SECONDS) as answer:
            assert answer.read() == b"OK"


class Bare:
    """A websocket by hand, which reads only when told to."""

    def __init__(self, port: int, line_id: str = "", offer: str = "") -> None:
        """`line_id` of a connection that polls and is to change; `offer`: extensions of the protocol."""
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(SECONDS)
        self.socket.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET /socket.io/?EIO=4&transport=websocket{line_id and '&sid=' + line_id} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Extensions: {offer}"] if offer else []),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.answer = b""
        while not self.answer.endswith(b"\r\n\r\n"):
            self.answer += self.socket.recv(1)

    def come_in(self, name: str, *rooms: str) -> Bare:
        """As somebody who begins with a websocket."""
        assert self.read()[0] == "0"
        self.send("40" + json.dumps({"name": name, "rooms": rooms}))
        assert self.read().startswith("40")
        return self

    def send(self, text: str) -> None:
        """Send one text frame, masked as a browser does."""
        data, mask = text.encode(), os.urandom(4)
        assert len(data) < 126
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self.socket.sendall(struct.pack("!BB", 0x81, 0x80 | len(data)) + mask + masked)

    def read(self) -> str:
        """The next text frame; empty at the end."""
        try:
            first, size = self._take(2)
            if size == 126:
                size = struct.unpack("!H", self._take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self._take(8))[0]
            body = self._take(size)
        except (EOFError, ConnectionResetError):
            return ""
        assert first in (0x81, 0x88), hex(first)
        return body.decode() if first == 0x81 else ""

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            more = self.socket.recv(size - len(taken))
            if not more:
                raise EOFError
            taken += more
        return taken

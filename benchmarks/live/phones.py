"""A thousand phones in one process, the load generator: bare websockets that count what they are told."""

from __future__ import annotations

import base64
import os
import select
import socket
import struct
import time
from types import TracebackType

SECONDS = 30.0


class Phones:
    """Websockets of a socket.io server, on one epoll. All are let in before anything is measured."""

    def __init__(self, *ports: int) -> None:
        """`ports` of the processes they are at, in turns."""
        self.ports = ports
        self.sockets: dict[int, socket.socket] = {}
        self._poll = select.epoll()

    def __enter__(self) -> Phones:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for phone in self.sockets.values():
            phone.close()
        self._poll.close()

    def grow(self, count: int) -> None:
        """Connect until there are so many, each through the handshakes of websocket, Engine.IO and Socket.IO."""
        while len(self.sockets) < count:
            phone = connected(self.ports[len(self.sockets) % len(self.ports)])
            self.sockets[phone.fileno()] = phone
            self._poll.register(phone, select.EPOLLIN)

    def until_all_hear(self) -> None:
        """Ask until a broadcast of one process is heard at the others."""
        asker, heard = next(iter(self.sockets.values())), set[int]()
        while len(heard) < len(self.sockets):
            asker.sendall(masked('42["say","?"]'))
            for number, _ in self._poll.poll(0.2):
                heard.add(number)
                self.sockets[number].recv(65536)
        while self._poll.poll(0.5):
            for number, _ in self._poll.poll(0):
                self.sockets[number].recv(65536)

    def broadcast(self, text: str) -> float:
        """One phone asks the server to tell everybody; seconds until the last phone has all of it."""
        size = len(framed(f'42["told","{text}"]'))
        missing = dict.fromkeys(self.sockets, size)
        asker = next(iter(self.sockets.values()))
        begun = time.perf_counter()
        asker.sendall(masked(f'42["say","{text}"]'))
        while missing:
            ready = self._poll.poll(SECONDS)
            if not ready:
                raise TimeoutError(f"{len(missing)} phones were told nothing")
            for number, _ in ready:
                self._read(number, missing)
        return time.perf_counter() - begun

    def _read(self, number: int, missing: dict[int, int]) -> None:
        data = self.sockets[number].recv(65536)
        if not data:
            raise ConnectionError("the server has hung up")
        if number not in missing or len(data) > missing[number]:
            raise RuntimeError("something else than the broadcast came")
        missing[number] -= len(data)
        if not missing[number]:
            del missing[number]


def connected(port: int) -> socket.socket:
    """A websocket that has been let in by a socket.io server."""
    phone = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    )
    phone.sendall("\r\n".join([*request, "", ""]).encode())
    heard = b""
    # The handshake of HTTP, then the first packet of Engine.IO: `0{…}`.
    while b"\r\n\r\n" not in heard or not heard.endswith(b"}"):
        heard += phone.recv(4096)
    phone.sendall(masked("40"))
    heard = b""
    while not heard.endswith(b"}"):
        heard += phone.recv(4096)
    assert b'40{"sid"' in heard, heard
    return phone


def framed(text: str) -> bytes:
    """A text frame as a server sends it; below 64 KB."""
    body = text.encode()
    head = (
        struct.pack("!BB", 0x81, len(body)) if len(body) < 126 else struct.pack("!BBH", 0x81, 126, len(body))
    )
    return head + body


def masked(text: str) -> bytes:
    """A text frame as a phone sends it; below 64 KB. The mask is four zeros, which is allowed and costs nothing here."""
    plain = framed(text)
    head = 2 if plain[1] < 126 else 4
    return plain[:1] + bytes([plain[1] | 0x80]) + plain[2:head] + bytes(4) + plain[head:]

"""A phone as a bare websocket of the product: lets itself in with its token, sends texts, takes whole texts in."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator

SECONDS = 30.0


class Line:
    """An open websocket. What comes is cut into messages; nothing here may be longer than 64 KB."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self._shaking_hands = False

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send_raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def send(self, text: str) -> None:
        """A masked text frame; the mask is four zeros, which is allowed and costs nothing here."""
        body = text.encode()
        size = len(body)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
        self._socket.sendall(head + bytes(4) + body)

    def received(self) -> Iterator[bytes]:
        """Wait for something, and give all messages that are complete, without the answer to the handshake."""
        came = self._socket.recv(262_144)
        if not came:
            raise ConnectionError("the server has hung up")
        data = self._rest + came
        if self._shaking_hands:
            head, done, rest = data.partition(b"\r\n\r\n")
            self._shaking_hands = not done
            data = rest if done else head
            if not done:
                self._rest = data
                return
        at, end = 0, len(data)
        while end - at >= 2:
            size, head = data[at + 1], 2
            if size == 126:
                if end - at < 4:
                    break
                size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            if end - at < head + size:
                break
            yield data[at + head : at + head + size]
            at += head + size
        self._rest = data[at:]

    def ask_for_websocket(self, port: int) -> None:
        """The first half of the handshake of HTTP."""
        self._shaking_hands = True
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Origin: http://127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        self.send_raw("\r\n".join([*request, "", ""]).encode())

    def shake_hands(self, port: int) -> None:
        """The handshake of HTTP; what comes after it is kept."""
        self.ask_for_websocket(port)
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._socket.recv(1)
        self._shaking_hands = False


def connected(port: int, auth: dict[str, str]) -> Line:
    """A phone that has been let in."""
    line = Line(port)
    line.shake_hands(port)
    line.send("40" + json.dumps(auth))
    while True:
        for text in line.received():
            if text.startswith(b"40"):
                return line
            if text.startswith(b"44"):
                raise PermissionError(text.decode())

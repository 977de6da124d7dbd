"""A server that answers as badly as servers do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers with `answer`, remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = status(500)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[str | None] = []
        self.over = threading.Event()
        kept = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.question = json.loads(body)
                kept.asked.append((self.path, self.question))
                kept.keys.append(self.headers.get("Authorization"))
                self.close_connection = True
                with suppress(OSError):
                    kept.answer(self)

            def do_GET(self) -> None:
                kept.asked.append((self.path, {}))
                self.close_connection = True

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def hangs(self, handler: BaseHTTPRequestHandler) -> None:
        """Says nothing."""
        self.over.wait(30)

    def drips(self, handler: BaseHTTPRequestHandler, headers: Mapping[str, str] | None = None) -> None:
        """Says something all the time, but never an end."""
        handler.send_response(200)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not self.over.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def raw(body: bytes, length: int | None = None) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def data(value: Any) -> Answer:
    return raw(json.dumps(value).encode())


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing and goes away."""

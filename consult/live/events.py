"""How an event reaches its handler: straight from the socket.io server, within nothing but an app context.

Flask-SocketIO would open a request with a session for each event, and the server a task: a tenth of a millisecond that
a note does not need. So the events of a screen are carried out one after another, in the order in which they came; one
that waits for the disk keeps nobody else waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, has_app_context

from consult import metrics
from consult.extensions import socketio

# Who asks (the id of the socket), and what; the answer.
Command = Callable[[str, Any], dict[str, Any]]
ANY = "*"


def on(name: str, command: Command) -> None:
    """Let `command` answer the events of this name, counted and timed. `ANY`: those that nobody else answers."""
    app = _app()

    def handle(socket_id: str, payload: Any = None, *_more: Any) -> dict[str, Any]:
        begun = time.perf_counter()
        answer: dict[str, Any] = _within(app, command, socket_id, payload)
        outcome = "ok" if answer["ok"] else answer["code"]
        metrics.answered(name, outcome, time.perf_counter() - begun)
        return answer

    def handle_any(name: str, socket_id: Any = None, payload: Any = None, *_more: Any) -> dict[str, Any]:
        # An event that calls itself "*" comes without its name.
        return handle(socket_id if isinstance(socket_id, str) else name, payload)

    socketio.server.on(name, handle_any if name == ANY else handle, namespace="/")


def on_connecting(arrive: Callable[[str, Any], None]) -> None:
    """Let `arrive` decide who is let in: id of the socket, what the screen says of itself."""
    app = _app()

    def handle(socket_id: str, _environ: Any = None, auth: Any = None, *_more: Any) -> None:
        _within(app, arrive, socket_id, auth)

    socketio.server.async_handlers = False
    socketio.server.on("connect", handle, namespace="/")
    _hear_nobody_who_is_gone()


@contextmanager
def request_of(socket_id: str) -> Iterator[None]:
    """Within the request that a socket was opened with, for what only that knows: cookies, languages."""
    with _app().request_context(socketio.server.get_environ(socket_id, "/")):
        yield


def on_leaving(leave: Callable[[str], None]) -> None:
    """Let `leave` know that a socket has gone."""
    app = _app()
    socketio.server.on("disconnect", lambda socket_id, *_why: _within(app, leave, socket_id), namespace="/")


def _hear_nobody_who_is_gone() -> None:
    """What stands behind a farewell in the same payload is not heard: the library would let a line in that is no more."""
    server = socketio.server
    hear = server.eio.handlers["message"]

    def handle(line_id: str, text: str | bytes) -> None:
        if line_id in server.environ:
            hear(line_id, text)

    server.eio.on("message", handle)


def _app() -> Flask:
    app: Flask = socketio.sockio_mw.flask_app
    return app


def _within(app: Flask, act: Callable[..., Any], *arguments: Any) -> Any:
    if has_app_context():
        return act(*arguments)
    with app.app_context():
        return act(*arguments)

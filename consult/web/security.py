"""The headers of every answer: a strict content policy, no framing, no leaking of addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, current_app, request

from consult import logs

# For what no page answers: files, and the live connection.
ELSEWHERE = (
    (
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
log = logging.getLogger(__name__)
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


def register(app: Flask) -> None:
    """Add the headers to every answer. After whatever else answers requests has been attached."""
    app.after_request(_headers)
    app.wsgi_app = _guarded(app.wsgi_app)  # type: ignore[assignment,method-assign]


def _guarded(wsgi: Any) -> Wsgi:
    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        def start_guarded(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            given = {name.lower() for name, _value in headers}
            missing = [one for one in ELSEWHERE if one[0].lower() not in given]
            return start(status, [*headers, *missing], *more)

        try:
            found: Iterable[bytes] = wsgi(environ, start_guarded)
        except ConnectionError:
            # Nobody is there any more; so a WebSocket ends where each connection has a thread.
            raise
        except Exception as error:
            # The server would send the whole trace to whoever asked.
            logs.failure(log, "answering a request", error)
            start_guarded("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b""]
        return found

    return answer


def _headers(response: Response) -> Response:
    host = request.host
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        f"connect-src 'self' ws://{host} wss://{host}; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure or (current_app.config["SETTINGS"].public_url or "").startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response

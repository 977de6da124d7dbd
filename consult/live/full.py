"""When the house is full: whoever comes then is asked to wait, before nothing is left for those who are in it.

A line is an open file and some 70 KB. Lines are refused first, so that pages can still be opened; then pages; what
watches the server is always answered. Screens try again by themselves, a page after some seconds too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from consult import metrics
from consult.domain.languages import LANGUAGES
from consult.extensions import socketio
from consult.live import door
from consult.locales import in_language
from consult.phrases import sentence
from consult.places import DIST

LIVE = "/socket.io/"
WATCHED = ("/healthz", "/readyz", "/metrics")
# Of all connections the process may have, for pages; and of these, for saying that it is full.
FOR_PAGES, FOR_REFUSALS = 0.1, 0.02
# Not everybody again at the same moment.
RETRY_SECONDS = (5, 15)
# All that this page looks like; as in static/css/base.css.
STYLE = (
    ":root{color-scheme:light dark;font-family:system-ui,sans-serif}body{margin:1rem}h1{font-size:min(2em,9.5vw)}"
    ".reading{display:none}.js .reading{display:flex;flex-wrap:wrap}"
    "button{min-width:44px;min-height:44px;font:inherit}"
    ".visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "[data-text=small]{font-size:87.5%}[data-text=large]{font-size:115%}[data-text=larger]{font-size:130%}"
    "[data-text=largest]{font-size:150%}@media print{.reading{display:none!important}}"
)
AGAIN = "const{again}=document.documentElement.dataset;if(again)setTimeout(()=>location.reload(),again*1000);"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def guard(app: Flask) -> None:
    """Ask everybody to wait for whom there is no room. Who serves says how much there is (`room`)."""
    inner: Wsgi = app.wsgi_app
    # Later there may be no file left to open.
    _within()

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _has_room(app, environ):
            return _please_wait(app, environ)(environ, start_response)
        return inner(environ, start_response)

    app.wsgi_app = guarded  # type: ignore[method-assign]


def room(app: Flask, connections: int, open_now: Callable[[], int]) -> None:
    """The process may have so many connections at once, and `open_now()` tells how many there are."""
    app.config.update(MOST_CONNECTIONS=connections, CONNECTIONS_OPEN=open_now)


def most_lines(app: Flask) -> int:
    """How many lines may be open, joined or waiting at the door."""
    wanted = int(app.config["SETTINGS"].most_lines)
    connections = app.config.get("MOST_CONNECTIONS")
    return wanted if connections is None else min(wanted, int(connections * (1 - FOR_PAGES)))


def _has_room(app: Flask, environ: dict[str, Any]) -> bool:
    path = environ.get("PATH_INFO", "")
    opens_line = path.startswith(LIVE)
    if path in WATCHED or (opens_line and "sid=" in environ.get("QUERY_STRING", "")):
        return True
    most = app.config.get("MOST_CONNECTIONS")
    if most is not None and app.config["CONNECTIONS_OPEN"]() > most * (1 - FOR_REFUSALS):
        return False
    return not opens_line or _has_room_for_a_line(app)


def _has_room_for_a_line(app: Flask) -> bool:
    most = most_lines(app)
    door.make_room(min(door.MOST_WAITING, most // 3))
    return len(socketio.server.eio.sockets) < most


def _please_wait(app: Flask, environ: dict[str, Any]) -> Response:
    """503, in the language of the reader: for a screen as JSON, for a person as a page that asks again by itself."""
    is_line = environ.get("PATH_INFO", "").startswith(LIVE)
    metrics.SHED.labels("lines" if is_line else "pages").inc()
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE"), LanguageAccept)
    language = accepted.best_match(LANGUAGES) or "en"
    after = random.randint(*RETRY_SECONDS)  # noqa: S311 (nobody gains by guessing it)
    answer = Response(status=503, headers={"Retry-After": str(after), "Cache-Control": "no-store"})
    # So that the file is free again.
    answer.headers["Connection"] = "close"
    with app.app_context(), in_language(language):
        words = sentence("please_wait")
        if is_line:
            answer.mimetype = "application/json"
            answer.data = json.dumps({"ok": False, "code": "please_wait", "retry": True, "message": words})
        else:
            answer.mimetype = "text/html"
            within, policy = _within()
            answer.headers["Content-Security-Policy"] = policy
            # What was sent with a form cannot be sent again by the page itself.
            again = environ.get("REQUEST_METHOD") == "GET"
            page = app.jinja_env.get_template("busy.html")
            answer.data = page.render(language=language, words=words, after=after, again=again, within=within)
    return answer


@cache
def _within() -> tuple[Markup, str]:
    """Style and script of the page: text size, print, asking again; and the policy that allows just these."""
    found = next(DIST.glob("reading-*.js"), None)
    script = (found.read_text() if found is not None else "") + AGAIN
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(STYLE)}"
    # Our own files: nothing of it was typed by anybody.
    return Markup(f"<style>{STYLE}</style><script>{script}</script>"), policy  # noqa: S704


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

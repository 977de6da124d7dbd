"""An engine outside that takes a question and never answers: a page waits for it, the hall does not."""

from __future__ import annotations

import re
import socket
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from journeys.conftest import Server
from journeys.every_screen import new_link

SECONDS = 30


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """An address that takes every line and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(SECONDS)
        yield listening


class Office:
    """A browser without scripts: cookies, and the token of the last page."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def open(self, address: str, **form: str) -> str:
        data = urllib.parse.urlencode(form | {"csrf_token": self.token()}).encode() if form else None
        asked = urllib.request.Request(address, data, {"Referer": self.server.url, "Accept-Language": "en"})
        with self.opener.open(asked, timeout=SECONDS) as answer:
            self.page = answer.read().decode()
        return self.page

    def token(self) -> str:
        return re.findall(r'name="csrf_token" value="([^"]+)"', self.page)[0]


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_nobody_else_waits_for_an_engine_that_never_answers(tmp_path: Path, silent: socket.socket, mode: str):
    server = Server(
        tmp_path,
        CONSULT_ASYNC_MODE=mode,
        CONSULT_TRANSLATION="libretranslate",
        CONSULT_LIBRETRANSLATE_URL=f"http://127.0.0.1:{silent.getsockname()[1]}",
        CONSULT_TRANSLATION_SECONDS="5",
    )
    server.start()
    try:
        office = Office(server)
        office.open(new_link(server))
        edit = f"{server.url}/consultations/1/edit"
        office.open(edit)
        typed = {"title-fr": "Logement", "languages": "es", "do": "draft:title"}
        asking = threading.Thread(target=office.open, args=(edit,), kwargs=typed)
        asking.start()
        line, _address = silent.accept()

        # The engine has the question and keeps it.
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=SECONDS) as health:
            assert health.status == 200
        assert asking.is_alive()

        asking.join(SECONDS)
        line.close()
        assert "No answer from the engine from Français to Español." in office.page
        assert 'value="Logement"' in office.page
    finally:
        server.stop()

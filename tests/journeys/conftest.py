"""A real server in a process of its own, and real browsers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from tools import browser_path

AXE = Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
WAIT_MS = 20_000
# The five seconds of the library are too few where other tests run beside this one.
expect.set_options(timeout=WAIT_MS)


class Server:
    """`consult serve` on a database of its own. It can be killed and started again on the same port."""

    # What Python runs as `consult`.
    program: tuple[str, ...] = ("-m", "consult")

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "CONSULT_DATA": str(folder),
            "CONSULT_PUBLIC_URL": self.url,
            "PYTHONWARNINGS": "ignore",
            **environment,
        }
        self.process: subprocess.Popen[str] | None = None
        self.printed = ""

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, *self.program, "serve", "--host", "127.0.0.1", "--port", str(self.port)],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        assert ready.wait(60), f"the server did not start:\n{self.printed}"
        self._answers()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server, politely or not."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(20)
            self.process = None

    def link(self, pattern: str) -> str:
        """What the server printed behind a word."""
        found = re.search(pattern, self.printed)
        assert found, self.printed
        return found.group(1)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `consult …` beside the server."""
        return subprocess.run(
            [sys.executable, "-m", "consult", *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def rehearse(self) -> None:
        """Let simulated people hold a café on it."""
        done = self.command("rehearse", "--participants", "12", "--url", self.url, "--speed", "6000")
        assert done.returncode == 0, done.stdout + done.stderr

    def _read(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.printed += line
            if "Ctrl-C" in line:
                ready.set()
        ready.set()

    def _answers(self) -> None:
        waiting = threading.Event()
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    assert answer.status == 200
                    return
            except (urllib.error.URLError, ConnectionError):
                waiting.wait(0.05)
        raise AssertionError(f"the server does not answer:\n{self.printed}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which a café has been rehearsed: consultation 2 has notes and themes."""
    running = Server(tmp_path_factory.mktemp("house"))
    running.start()
    running.rehearse()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path=browser_path(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ],
    )
    yield launched
    launched.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser context of its own, like another device."""
    contexts: list[BrowserContext] = []

    def _screen(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        return context.new_page()

    yield _screen
    for context in contexts:
        context.close()


@pytest.fixture
def phone_screen(screen: Callable[..., Page]) -> Callable[[str], Page]:
    """A phone whose own language is the given one."""

    def _phone(language: str, **options: Any) -> Page:
        size = {"width": 360, "height": 740}
        return screen(locale=language, viewport=size, has_touch=True, is_mobile=True, **options)

    return _phone


def findings(page: Page) -> list[str]:
    """What axe has to say against the page."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether anything sticks out of the page."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    )

"""A real server in a process of its own, which logs lines of JSON."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class JsonServer:
    """`consult serve` with CONSULT_LOG=json, and everything it says."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "CONSULT_DATA": str(folder),
            "CONSULT_LOG": "json",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }
        self.said = (folder / "said").open("w+")
        self.start()

    def start(self) -> None:
        """Start it, for the first time or again at the same address."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(self.port)],
            env=self.environment,
            cwd=self.folder,
            stdout=self.said,
            stderr=subprocess.STDOUT,
        )

    def kill(self) -> None:
        """End it as the system does when there is no memory left."""
        self.process.kill()
        self.process.wait(120)

    def run(self, *words: str) -> str:
        """What `consult …` prints beside it; must work."""
        done = subprocess.run(
            [sys.executable, "-m", "consult", *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fetch(self, path: str, **form: str) -> tuple[int, str]:
        """(status, address it ended at)."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(self.url + path, data, timeout=10) as answer:
                return answer.status, answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.url

    def read(self, path: str) -> str:
        """What is at an address."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())

    def wait(self) -> None:
        """Until it is ready."""
        pause = threading.Event()
        for _ in range(2400):
            try:
                if self.fetch("/readyz")[0] == 200:
                    return
            except OSError:
                pause.wait(0.05)
            if self.process.poll() is not None:
                break
        raise AssertionError(Path(self.said.name).read_text())

    def sql(self, statement: str) -> list[Any]:
        """Ask or change its database."""
        with sqlite3.connect(self.folder / "consult.sqlite", timeout=10) as connection:
            return connection.execute(statement).fetchall()

    def stop(self) -> list[dict[str, Any]]:
        """End it; everything it has said."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)
        self.said.close()
        return [json.loads(line) for line in Path(self.said.name).read_text().splitlines()]

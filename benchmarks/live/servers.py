"""What every benchmark here needs: servers in processes of their own, what those have used, and a place for the table."""

from __future__ import annotations

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FETCHED = ROOT / "var" / "benchmarks"
# Before any of this adds to it.
LOAD = os.getloadavg()[2]


def many_files() -> None:
    """Let this process open as many sockets as it may."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, folder: Path = ROOT, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on that port, until the end of the block."""
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        answers(port)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def answers(port: int) -> None:
    """Wait until a server listens."""
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def cpu_ns(pid: int) -> int:
    """What all threads of a process have run so far, in nanoseconds (Linux)."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)


def cpu_seconds(pid: int) -> float:
    """The same in seconds."""
    return cpu_ns(pid) / 1e9


def in_hall(environment: dict[str, str], *words: str) -> str:
    """The last line of what `notes_hall.py` says."""
    command = [sys.executable, str(HERE / "notes_hall.py"), *words]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return done.stdout.splitlines()[-1]


def fetch_from_npm(*packages: str) -> None:
    """Have these packages (name@version) for Node, in `var/benchmarks`, which git ignores."""
    wanted = [package for package in packages if _fetched(package.split("@")[0]) != package.split("@")[1]]
    if wanted:
        FETCHED.mkdir(parents=True, exist_ok=True)
        if not (FETCHED / "package.json").exists():
            (FETCHED / "package.json").write_text('{"private": true}')
        command = ["npm", "install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, *packages], cwd=FETCHED, check=True)  # noqa: S603


def _fetched(name: str) -> str | None:
    described = FETCHED / "node_modules" / name / "package.json"
    return str(json.loads(described.read_text())["version"]) if described.exists() else None


def node_version() -> str:
    return subprocess.check_output(["node", "--version"], text=True).strip()  # noqa: S607


def machine() -> str:
    """What is measured on, for the line under a table."""
    return (
        f"{os.cpu_count()} cores with Python {platform.python_version()}; "
        f"load average of the quarter of an hour before: {LOAD:.1f}"
    )


def write_between(begin: str, end: str, lines: Sequence[str]) -> None:
    """Put the lines between two markers of docs/live.md."""
    page = ROOT / "docs" / "live.md"
    before, rest = page.read_text().split(begin)
    after = rest.split(end)[1]
    page.write_text("\n".join([before + begin, "", *lines, "", end + after]))

"""A thousand phones drop and come back within two seconds: how long until each has its state again, against Node.

    .venv/bin/python benchmarks/live/back.py [--write]

The server is the product itself with its real database, in a process of its own: a thousand people at tables of five in
an open round, with notes on every table. This process is all the phones, bare websockets on one epoll. All are cut at
once, and come back at moments that are evenly spread over two seconds: TCP, websocket, socket.io with the token of the
participant, `catch_up`, until the last byte of the snapshot. Then the server is killed (`kill -9`) and started anew, and
the same phones come back to it. Two bare Node servers take turns with it: one where coming back is to connect and be
put into a room, and one that also answers `catch_up` with a fixed text of the same size. Figures are medians of three
turns, and within a turn of three drops. CPU is what the server's process used from the drop until everybody was back
(the kernel's own count), by phones; that they have left is in it.
`--write` puts the table into `docs/live.md`. Node's socket.io is fetched with npm into `var/benchmarks`.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import platform
import random
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from fan_out import FETCHED, ROOT, SOCKET_IO, answers, cpu_ns, fetch_node
from wire import Line

HERE = Path(__file__).resolve().parent
PHONES, TURNS, DROPS, WITHIN_SECONDS, PATIENCE_SECONDS = 1000, 3, 3, 2.0, 60.0
WORST_NOTE = 600
LOAD = os.getloadavg()[2]
BEGIN, END = "<!-- back -->", "<!-- end of back -->"
OURS, RESTARTED, BARE, FIXED = "ours", "ours, after kill -9", "Node, bare", "Node, with a fixed text"


@dataclass
class Figures:
    """Of one storm: ms from the begin of its connection until a phone has its state (half of them, 99 of 100), ms from
    the drop and from the last begin until all have it, µs of the server's CPU for each phone, and for how many ms the
    server was ready and got no processor: where that is much, the machine was busy with something else.
    """

    middle: float
    late: float
    after_drop: float
    after_last: float
    cost: float
    starved: float


@dataclass
class Phone:
    """A phone on its way back: what it says next depends on what it was told."""

    port: int
    token: str
    asks: bool
    begun: float = 0.0
    line: Line = field(init=False)
    back: bytes | None = None

    def come(self) -> None:
        """Open the connection and ask for the websocket."""
        self.begun = time.perf_counter()
        self.back = None
        self.line = Line(self.port)
        self.line.ask_for_websocket(self.port)

    def hear(self) -> bool:
        """Take in what has come and go on; whether this phone has everything now."""
        for text in self.line.received():
            if text.startswith(b"0"):
                self.line.send("40" + json.dumps({"token": self.token}))
            elif text.startswith(b"40") and self.asks:
                self.line.send('420["catch_up",{}]')
            elif text.startswith((b"40", b"430[")):
                self.back = text
                return True
            elif text.startswith(b"44"):
                raise PermissionError(text.decode())
        return False


class Hall:
    """All phones."""

    def __init__(self, port: int, tokens: list[str], asks: bool) -> None:
        self.phones = [Phone(port, token, asks) for token in tokens]
        random.Random(3).shuffle(self.phones)  # noqa: S311 (the same order each time)

    def drop(self) -> float:
        """Cut all at once; the moment when the last was cut."""
        for phone in self.phones:
            phone.line.close()
        return time.perf_counter()

    def come(self, within: float) -> tuple[list[float], float, float]:
        """All phones, at evenly spread moments; seconds that each took, when the last began and when the last was back."""
        # A pause of this process would look like one of the server, and then let many phones begin at once.
        gc.collect()
        gc.disable()
        poll, coming, waits = select.epoll(), list(reversed(self.phones)), []
        away: dict[int, Phone] = {}
        pause, due = within / len(self.phones), time.perf_counter()
        end = due + PATIENCE_SECONDS
        while (coming or away) and (now := time.perf_counter()) < end:
            while coming and due <= now:
                phone = coming.pop()
                phone.come()
                away[phone.line.fileno()] = phone
                poll.register(phone.line.fileno(), select.EPOLLIN)
                due += pause
            for number, _ in poll.poll(max(0.0, due - time.perf_counter()) if coming else 1.0):
                if away[number].hear():
                    poll.unregister(number)
                    waits.append(time.perf_counter() - away.pop(number).begun)
        poll.close()
        gc.enable()
        assert not away, f"{len(away)} phones have not come back"
        return waits, max(phone.begun for phone in self.phones), time.perf_counter()


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--only", choices=["ours", "bare", "fixed"])
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    fetch_node()
    found: dict[str, list[Figures]] = {}
    sizes: dict[str, tuple[int, int]] = {}

    def note(how: str, figures: Figures) -> None:
        found.setdefault(how, []).append(figures)
        print(f"{how:<24}", *(f"{name} {value:.1f}" for name, value in vars(figures).items()), flush=True)

    for _ in range(options.turns):
        if options.only in (None, "ours"):
            for how, figures in of_ours(options.phones, sizes):
                note(how, figures)
        if options.only in (None, "bare"):
            note(BARE, of_node(options.phones, "hall.mjs"))
        if options.only in (None, "fixed"):
            note(FIXED, of_node(options.phones, "back.mjs", sizes.get("typical", (2500, 0))[0]))
    lines = [*table(found, options.phones), "", *size_lines(sizes)]
    print("", *lines, sep="\n")
    if options.write:
        write(lines)


def of_ours(phones: int, sizes: dict[str, tuple[int, int]]) -> Iterator[tuple[str, Figures]]:
    """One turn of the product: drops, then a kill; at last how large the snapshots are."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CONSULT_DATA": folder, "PYTHONWARNINGS": "ignore"}

        def run(*words: str) -> str:
            command = [sys.executable, str(HERE / "back_hall.py"), *words]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
            return done.stdout.splitlines()[-1]

        tokens = json.loads(run("prepare", str(phones)))
        port = free_port()
        environment["CONSULT_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        command = [sys.executable, str(HERE / "notes_hall.py"), "serve", str(port), "200"]
        hall = Hall(port, tokens, asks=True)
        with served(command, ROOT, environment, port) as process:
            yield OURS, storms(hall, process)
            process.kill()
            process.wait(20)
        with served(command, ROOT, environment, port) as process:
            time.sleep(0.5)
            yield RESTARTED, storm(hall, process)
            sizes["typical"] = size(max(hall.phones, key=lambda phone: len(phone.back or b"")))
            hall.drop()
            crowded = Phone(port, json.loads(run("crowd", str(WORST_NOTE))), asks=True)
            time.sleep(1.5)
            Hall.come(hall := Hall(port, [crowded.token], asks=True), 0.1)
            sizes["worst"] = size(hall.phones[0])


def of_node(phones: int, script: str, *arguments: int) -> Figures:
    """One turn of a bare server on Node."""
    port = free_port()
    command = ["node", str(HERE / script), str(port), *map(str, arguments)]
    with served(command, FETCHED, {**os.environ, "NODE_ENV": "production"}, port) as process:
        return storms(Hall(port, [""] * phones, asks=bool(arguments)), process)


def storms(hall: Hall, process: subprocess.Popen[bytes]) -> Figures:
    """The median of some storms, after everybody has come once."""
    hall.come(WITHIN_SECONDS)
    found = []
    for _ in range(DROPS):
        time.sleep(0.5)
        found.append(storm(hall, process, drop=True))
    return Figures(*(median(values) for values in zip(*(vars(f).values() for f in found), strict=True)))


def storm(hall: Hall, process: subprocess.Popen[bytes], drop: bool = False) -> Figures:
    """Everybody comes back, after everybody was cut or (without `drop`) the server was gone."""
    used, starved = cpu_ns(process.pid), waited_ns(process.pid)
    dropped = hall.drop() if drop else time.perf_counter()
    waits, last, all_back = hall.come(WITHIN_SECONDS)
    cost = (cpu_ns(process.pid) - used) / 1e3 / len(waits)
    starved = waited_ns(process.pid) - starved
    waits.sort()
    late = waits[int(len(waits) * 0.99)]
    middle = waits[len(waits) // 2]
    after_drop, after_last = (all_back - dropped) * 1e3, (all_back - last) * 1e3
    return Figures(middle * 1e3, late * 1e3, after_drop, after_last, cost, starved / 1e6)


def waited_ns(pid: int) -> int:
    """For how long a process was ready to run and had to wait for a processor, in nanoseconds (Linux)."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1])


def size(phone: Phone) -> tuple[int, int]:
    """Bytes of the snapshot of a phone, as it is and gzipped."""
    assert phone.back is not None
    return len(phone.back), len(gzip.compress(phone.back, 6))


@contextmanager
def served(
    command: list[str], folder: Path, environment: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own."""
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        answers(port)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def table(found: dict[str, list[Figures]], phones: int) -> list[str]:
    """Medians of the turns as lines of Markdown, with the ratio to the bare server."""
    lines = [
        f"| {phones:,} phones back within {WITHIN_SECONDS:g} s | p50, ms | p99, ms | ÷ Node, bare "
        "| last one, s after the drop | ms after the last began | CPU per phone, µs | without a processor, ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for how, figures in found.items():
        late = median(f.late for f in figures)
        bare = median(f.late for f in found.get(BARE, figures))
        lines.append(
            f"| {how} | {median(f.middle for f in figures):.1f} | {late:.1f} | {late / bare:.2f} "
            f"| {median(f.after_drop for f in figures) / 1e3:.2f} | {median(f.after_last for f in figures):.1f} "
            f"| {median(f.cost for f in figures):,.0f} | {median(f.starved for f in figures):,.0f} |"
        )
    return lines


def size_lines(sizes: dict[str, tuple[int, int]]) -> list[str]:
    """How large the snapshots are."""
    if not sizes:
        return []
    (plain, zipped), (worst, worst_zipped) = sizes["typical"], sizes["worst"]
    return [
        f"The largest snapshot at these tables (10 notes): {plain:,} bytes, gzipped {zipped:,}. "
        f"With 40 notes of {WORST_NOTE} letters: {worst:,} bytes, gzipped {worst_zipped:,}."
    ]


def write(lines: list[str]) -> None:
    """Put the lines between the markers of the page."""
    page = ROOT / "docs" / "live.md"
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    node = subprocess.check_output(["node", "--version"], text=True).strip()  # noqa: S607
    machine = (
        f"Measured on {os.cpu_count()} cores with Python {platform.python_version()}, Node {node} and "
        f"{SOCKET_IO.replace('@', ' ')}; load average of the quarter of an hour before: {LOAD:.1f}."
    )
    page.write_text("\n".join([before + BEGIN, "", *lines, "", machine, "", END + after]))


if __name__ == "__main__":
    main()

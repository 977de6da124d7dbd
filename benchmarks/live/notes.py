"""How many notes a second are acknowledged after their commit, and how long a phone waits for it.

    .venv/bin/python benchmarks/live/notes.py [--write] [--postgresql postgresql://…]

The server is the product itself with its real database (SQLite with `synchronous=FULL`), in a process of its own: a
thousand phones are connected, five at each table. This process is all the phones: every phone writes a note, and as soon
as it is acknowledged the next. Each note has to be told to the five phones of its table. Grouped commits take turns with
one commit for each note, and with a bare Node socket.io server that groups its commits too (`notes_hall.mjs`, on the same
tables of the same kind of file), on a fresh database each; every figure is the median of three turns. Then, at half of
the rate that was reached, notes are written at even intervals whatever the answers do: how long they wait is the second
figure. At the end all that was acknowledged is counted in the database. A PostgreSQL database is measured where its
address is given; everything in it is thrown away. Node's packages come from npm. `--write` puts the table into
`docs/live.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from servers import (
    FETCHED,
    HERE,
    ROOT,
    cpu_seconds,
    fetch_from_npm,
    free_port,
    in_hall,
    machine,
    many_files,
    node_version,
    running,
    write_between,
)
from wire import Line, connected

PHONES, TABLE, TURNS = 1000, 5, 3
WARM_SECONDS, SECONDS, DRAIN_SECONDS = 1.5, 5.0, 30.0
TEXT = "More lamps in the park, and benches for those who cannot walk far. " * 2
NODE_PACKAGES = ("socket.io@4.8.4", "libsql@0.5.22")
BEGIN, END = "<!-- notes -->", "<!-- end of notes -->"

# Its port, the tokens of the phones, how many notes it has stored, and the CPU it has used.
Server = tuple[int, list[str], Callable[[], int], Callable[[], float]]


@dataclass(frozen=True)
class Way:
    """A server that is measured: how many notes share a commit at most (0: on Node), and its database."""

    most: int
    url: str | None = None

    @property
    def name(self) -> str:
        if not self.most:
            return "Node socket.io on SQLite, grouped"
        where = "PostgreSQL" if self.url else "SQLite"
        return f"{where}, grouped" if self.most > 1 else f"{where}, one commit per note"


@dataclass
class Figures:
    """Of one turn: notes a second and µs of the server's CPU for each, and the p50 and p99 in ms at half that rate."""

    rate: float
    cost: float
    middle: float = 0.0
    late: float = 0.0


@dataclass
class Hall:
    """All phones, on one epoll."""

    lines: dict[int, Line]
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    told: int = 0
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._poll = select.epoll()
        self._begun: dict[int, float] = {}
        for number in self.lines:
            self._poll.register(number, select.EPOLLIN)

    def write(self, number: int) -> None:
        """This phone sends a new note."""
        self.sent += 1
        note = {"client_key": f"key-{self.sent:010}", "kind": "need", "text": TEXT, "round": 1}
        self._begun[number] = time.perf_counter()
        self.lines[number].send("421" + json.dumps(["note.write", note]))

    def idle(self, number: int) -> bool:
        """Whether this phone waits for no answer."""
        return number not in self._begun

    def listen(self, seconds: float) -> list[int]:
        """Take in what comes within that time; the phones that were answered."""
        answered = []
        for number, _ in self._poll.poll(max(0.0, seconds)):
            for text in self.lines[number].received():
                if text.startswith(b'42["note.written"'):
                    self.told += 1
                elif text.startswith(b"431["):
                    self.waits.append(time.perf_counter() - self._begun.pop(number))
                    good = text.startswith(b'431[{"ok":true')
                    self.acknowledged += good
                    self.refused += not good
                    answered.append(number)
                elif text == b"2":
                    self.lines[number].send("3")
        return answered

    def drain(self) -> None:
        """Until every answer has come and every note was told to its table."""
        end = time.perf_counter() + DRAIN_SECONDS
        while (self._begun or self.told < TABLE * self.acknowledged) and time.perf_counter() < end:
            self.listen(0.05)

    def close(self) -> None:
        for line in self.lines.values():
            line.close()
        self._poll.close()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    parser.add_argument("--postgresql", help="address of a database that may be emptied")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--only", type=int, help="measure groups of at most so many (0: Node)")
    options = parser.parse_args()
    many_files()
    fetch_from_npm(*NODE_PACKAGES)
    ways = [Way(1), Way(200), Way(0)]
    if options.postgresql:
        ways += [Way(1, options.postgresql), Way(200, options.postgresql)]
    found: dict[Way, list[Figures]] = {}
    for turn in range(options.turns):
        for way in ways:
            if options.only in (None, way.most):
                figures = measured(way, options.phones)
                found.setdefault(way, []).append(figures)
                print(turn + 1, way.name, figures, flush=True)
    lines = table(found, options.phones)
    print("", *lines, sep="\n")
    if options.write:
        node = f"Node {node_version()} with {' and '.join(p.replace('@', ' ') for p in NODE_PACKAGES)}"
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}. {node}."])


def measured(way: Way, phones: int) -> Figures:
    """One turn on a fresh database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), way, phones) as (port, tokens, count, cpu),
    ):
        lines = [connected(port, {"token": token}) for token in tokens]
        hall = Hall({line.fileno(): line for line in lines})
        figures = Figures(*at_full_speed(hall, cpu))
        hall.waits.clear()
        at_rate(hall, figures.rate / 2)
        ordered = sorted(hall.waits)
        figures.middle = ordered[len(ordered) // 2] * 1e3
        figures.late = ordered[int(len(ordered) * 0.99)] * 1e3
        hall.close()
        stored = count()
        assert not hall.refused, f"{hall.refused} notes were refused"
        assert stored == hall.sent == hall.acknowledged, (stored, hall.sent, hall.acknowledged)
        assert hall.told == TABLE * hall.acknowledged, (hall.told, hall.acknowledged)
    return figures


def at_full_speed(hall: Hall, cpu: Callable[[], float]) -> tuple[float, float]:
    """Every phone writes as soon as it was answered; notes acknowledged a second, µs of CPU for each."""
    for number in hall.lines:
        hall.write(number)
    begun = time.perf_counter()
    before, used = 0, cpu()
    while (now := time.perf_counter() - begun) < WARM_SECONDS + SECONDS:
        if now < WARM_SECONDS:
            before, since, used = hall.acknowledged, now, cpu()
        for number in hall.listen(0.05):
            hall.write(number)
    written = hall.acknowledged - before
    cost = (cpu() - used) / written * 1e6
    hall.drain()
    return written / (now - since), cost


def at_rate(hall: Hall, rate: float) -> None:
    """The phones take turns, so that `rate` notes a second are written."""
    numbers = list(hall.lines)
    begun, written = time.perf_counter(), 0
    while (now := time.perf_counter() - begun) < SECONDS:
        while written < now * rate:
            number = numbers[written % len(numbers)]
            if hall.idle(number):
                hall.write(number)
            written += 1
        hall.listen((written / rate) - now)
    hall.drain()


@contextmanager
def served(folder: Path, way: Way, phones: int) -> Iterator[Server]:
    """The server with a fresh hall."""
    port = free_port()
    environment = {**os.environ, "CONSULT_DATA": str(folder), "PYTHONWARNINGS": "ignore"}
    environment |= {"CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}", "NODE_ENV": "production"}
    if way.url is not None:
        environment["CONSULT_DATABASE_URL"] = way.url
        empty = ["psql", "-q", way.url, "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"]
        subprocess.run(empty, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    tokens = json.loads(in_hall(environment, "prepare", str(phones)))
    if way.most:
        command = [sys.executable, str(HERE / "notes_hall.py"), "serve", str(port), str(way.most)]
    else:
        command = ["node", str(HERE / "notes_hall.mjs"), str(port), str(folder / "consult.sqlite")]
    with running(command, port, ROOT if way.most else FETCHED, environment) as process:
        yield port, tokens, lambda: int(in_hall(environment, "count")), lambda: cpu_seconds(process.pid)


def table(found: dict[Way, list[Figures]], phones: int) -> list[str]:
    """Medians of the turns as lines of Markdown, with the ratios to one commit for each note, and to Node."""
    lines = [
        f"| {phones:,} phones at tables of {TABLE} | notes/s | ÷ commit per note | ÷ Node | CPU per note, µs "
        "| at half that rate: p50, ms | p99, ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    rates = {way: median(f.rate for f in figures) for way, figures in found.items()}
    for way, figures in found.items():
        ratios = [
            f"{rates[way] / rates[other]:.2f}" if other in rates else "–"
            for other in (Way(1, way.url), Way(0))
        ]
        cost = median(f.cost for f in figures)
        middle, late = median(f.middle for f in figures), median(f.late for f in figures)
        lines.append(
            f"| {way.name} | {rates[way]:,.0f} | {' | '.join(ratios)} | {cost:,.0f} | {middle:.1f} | {late:.1f} |"
        )
    return lines


if __name__ == "__main__":
    main()

"""How long a note waits for its acknowledgement while an analysis and exports run beside the server.

    .venv/bin/python benchmarks/live/beside.py [--write]

The server is the product itself on SQLite (`synchronous=FULL`), in a process of its own; a thousand phones write 500
notes a second at even intervals, five at a table. First nothing else happens. Then a facilitator starts an analysis from
the console of another consultation, whose meeting has left 5,000 notes in four languages: what the phones write now is
not in it. The server starts a process for it, as ever, with whatever is installed (MiniLM, Apertium, or neither).
Meanwhile reports on that consultation are downloaded, one after another, each written by a process of its own. That goes
on until the themes are stored, or for a minute.
Every figure is the median of three turns on fresh databases. `--write` puts the table into `docs/live.md`.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from notes import Hall
from servers import HERE, free_port, in_hall, machine, many_files, running, write_between
from wire import Line, connected

PHONES, NOTES, RATE, TURNS = 1000, 5000, 500, 3
ALONE_SECONDS, MOST_SECONDS = 8.0, 60.0
BEGIN, END = "<!-- beside -->", "<!-- end of beside -->"


@dataclass
class Figures:
    """Of one turn, in ms: p50, p99 and the longest wait; and what ended meanwhile."""

    middle: float
    late: float
    longest: float
    notes: int
    said: str = ""


class Facilitator:
    """Starts the analysis from the console, and downloads reports until it is stored."""

    def __init__(self, port: int, consultation: int, ticket: str, link: str) -> None:
        self._address = f"http://127.0.0.1:{port}/consultations/{consultation}/assessment"
        self._console = connected(port, {"ticket": ticket})
        jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self._browser.open(link).read()
        self.reports = 0
        self.state = "not begun"
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._download, self._look)]

    def begin(self) -> None:
        self._console.send('425["analysis.start",{}]')
        while not any(text.startswith(b"435[") for text in self._console.received()):
            continue
        for thread in self._threads:
            thread.start()

    def is_busy(self) -> bool:
        return self.state in ("not begun", "waiting", "running")

    def end(self) -> None:
        """Stop what is still at work; how far it came stays in `state`."""
        state = self.state
        if self.is_busy():
            self._console.send('426["analysis.cancel",{}]')
        while self.is_busy():
            # Somebody else looks.
            time.sleep(0.1)
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self.state = state
        self._console.close()

    def _download(self) -> None:
        while not self._stop.is_set():
            assert len(self._browser.open(f"{self._address}/download/docx").read()) > 1000
            self.reports += 1

    def _look(self) -> None:
        while not self._stop.wait(1.0):
            told = json.loads(self._browser.open(f"{self._address}/state.json").read())
            self.state = told["run"]["state"]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--notes", type=int, default=NOTES)
    parser.add_argument("--seconds", type=float, default=MOST_SECONDS)
    options = parser.parse_args()
    many_files()
    found = []
    for turn in range(options.turns):
        found.append(turn_of(options.notes, options.seconds))
        for figures in found[-1]:
            print(turn + 1, figures, flush=True)
    lines = table(found)
    print("", *lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


def turn_of(notes: int, most_seconds: float) -> tuple[Figures, Figures]:
    """Without anything else, and beside the analysis and the exports."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "CONSULT_DATA": folder, "PYTHONWARNINGS": "ignore"}
        environment["CONSULT_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        tokens = json.loads(in_hall(environment, "prepare", str(PHONES)))
        consultation, ticket, link = json.loads(in_hall(environment, "harvest", str(notes)))
        command = [sys.executable, str(HERE / "notes_hall.py"), "serve", str(port), "200"]
        with running(command, port, Path(folder), environment):
            lines: list[Line] = [connected(port, {"token": token}) for token in tokens]
            hall = Hall({line.fileno(): line for line in lines})
            write_while(hall, lambda seconds: seconds < 2.0)
            alone = write_while(hall, lambda seconds: seconds < ALONE_SECONDS)
            facilitator = Facilitator(port, consultation, ticket, link)
            facilitator.begin()
            beside = write_while(hall, lambda seconds: facilitator.is_busy() and seconds < most_seconds)
            facilitator.end()
            beside.said = f"analysis {facilitator.state}, {facilitator.reports} reports"
            hall.close()
    return alone, beside


def write_while(hall: Hall, goes_on: Callable[[float], bool]) -> Figures:
    """The phones take turns, so that `RATE` notes a second are written; how long they waited."""
    numbers = list(hall.lines)
    hall.waits.clear()
    begun, written = time.perf_counter(), 0
    while goes_on(now := time.perf_counter() - begun):
        while written < now * RATE:
            number = numbers[written % len(numbers)]
            if hall.idle(number):
                hall.write(number)
            written += 1
        hall.listen((written / RATE) - now)
    hall.drain()
    assert not hall.refused, f"{hall.refused} notes were refused"
    ordered = sorted(hall.waits)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return Figures(middle * 1e3, late * 1e3, ordered[-1] * 1e3, len(ordered))


def table(found: list[tuple[Figures, Figures]]) -> list[str]:
    """Medians of the turns as lines of Markdown, with the ratio."""
    lines = [
        f"| {PHONES:,} phones, {RATE} notes/s | p50, ms | p99, ms | longest, ms | p99 ÷ alone |",
        "|---|---:|---:|---:|---:|",
    ]
    alone = median(turn[0].late for turn in found)
    for place, name in enumerate(("nothing else", f"beside an analysis of {NOTES:,} notes and exports")):
        of = [turn[place] for turn in found]
        middle, late, longest = (
            median(getattr(one, which) for one in of) for which in ("middle", "late", "longest")
        )
        lines.append(f"| {name} | {middle:.1f} | {late:.1f} | {longest:.0f} | {late / alone:.2f} |")
    return [*lines, "", "Meanwhile: " + "; ".join(turn[1].said for turn in found) + "."]


if __name__ == "__main__":
    main()

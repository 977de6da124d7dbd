"""How soon a note can be read in the other three languages, and what that costs those who write.

    .venv/bin/python benchmarks/languages/live.py [--minutes 10] [--tables 8] [--write]

Two servers, each the product itself with a database of its own: one translates with Apertium, the other translates
nothing (`CONSULT_TRANSLATION=none`). At both, phones in four languages sit at tables of four, everybody speaking only
the language of their screen. Sixty notes a minute are written at even intervals to each server, half a second apart,
in four languages by turns, made of the notes of the rehearsal. Measured for each: from sending to the acknowledgement
(which comes after the commit); and where there are translations, from the acknowledgement until each of the three
other phones of the table has the note in its own language. The first minute counts like any other, but the translator
is started before it with one note of each language. This process is all the phones and shares the cores with both
servers. `--write` puts the table into `docs/languages.md`.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "live"))

from figures import LANGUAGES, ROOT, machine, rows, write_between
from servers import free_port, running
from wire import Line, connected

NOTES_A_MINUTE = 60
WARM_SECONDS, DRAIN_SECONDS = 60.0, 20.0
BEGIN, END = "<!-- live -->", "<!-- end of live -->"
HALL = Path(__file__).with_name("live_hall.py")
NOTES = ROOT / "consult" / "rehearsal" / "notes.jsonl"


@dataclass
class Hall:
    """The phones of one server: `lines` by file number, four of a table in the order of the languages."""

    name: str
    lines: dict[int, Line]
    begun: dict[int, float] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)
    early: list[tuple[int, float, bool]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    doubtful: int = 0
    refused: int = 0
    written: int = 0

    def write(self, place: int, text: str) -> None:
        """The phone at this place, counted over all tables, writes a note."""
        number = list(self.lines)[place]
        self.written += 1
        note = {"client_key": f"key-{self.written:010}", "kind": "need", "text": text, "round": 1}
        self.begun[number] = time.perf_counter()
        self.lines[number].send("421" + json.dumps(["note.write", note]))

    def take_in(self, number: int) -> None:
        """Everything that has come for one phone."""
        for text in self.lines[number].received():
            instant = time.perf_counter()
            if text.startswith(b"431["):
                self._answered(number, json.loads(text[3:])[0], instant)
            elif text.startswith(b'42["note.translated"'):
                told = json.loads(text[2:])[1]
                self.early.append((told["id"], instant, bool(told["translation"]["doubtful"])))
            elif text == b"2":
                self.lines[number].send("3")

    def _answered(self, number: int, answer: dict[str, Any], instant: float) -> None:
        since = self.begun.pop(number)
        if not answer.get("ok"):
            self.refused += 1
            return
        self.waits.append((instant - since) * 1e3)
        self.acknowledged[answer["note"]["id"]] = instant

    def settle(self) -> None:
        """Count the translations whose notes have been acknowledged."""
        waiting = []
        for note, instant, doubtful in self.early:
            since = self.acknowledged.get(note)
            if since is not None:
                self.read.append(max(0.0, instant - since) * 1e3)
                self.doubtful += doubtful
            else:
                waiting.append((note, instant, doubtful))
        self.early = waiting

    def forget(self) -> None:
        """Leave out what was measured so far."""
        self.waits.clear()
        self.read.clear()
        self.doubtful = 0


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--tables", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="put the table into docs/languages.md")
    options = parser.parse_args()
    with served("apertium", options.tables) as translating, served("none", options.tables) as plain:
        warm_up(translating, plain)
        play([translating, plain], options.minutes)
    lines = table(translating, plain, options.minutes)
    print(*lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


@contextmanager
def served(engines: str, tables: int) -> Iterator[Hall]:
    """A server with a fresh hall and its phones."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CONSULT_DATA": folder, "PYTHONWARNINGS": "ignore"}
        environment |= {"CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}", "CONSULT_TRANSLATION": engines}
        made = [sys.executable, str(HALL), str(tables)]
        done = subprocess.run(made, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        tokens = json.loads(done.stdout.splitlines()[-1])
        command = [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)]
        with running(command, port, ROOT, environment):
            lines = [connected(port, {"token": token}) for token in tokens]
            yield Hall(engines, {line.fileno(): line for line in lines})
            for line in lines:
                line.close()


def texts() -> list[tuple[int, str]]:
    """(place at the table, note) of the rehearsal's notes, the languages by turns."""
    own = [[row["text"] for row in rows(NOTES) if row["lang"] == language] for language in LANGUAGES]
    return [(place, text) for group in zip(*own, strict=True) for place, text in enumerate(group)]


def warm_up(translating: Hall, plain: Hall) -> None:
    """One note of each language at the first table, until all have been translated."""
    for place, text in texts()[: len(LANGUAGES)]:
        for hall in (translating, plain):
            hall.write(place, text)
    expected = len(LANGUAGES) * (len(LANGUAGES) - 1)
    end = time.perf_counter() + WARM_SECONDS
    while (len(translating.read) < expected or plain.begun) and time.perf_counter() < end:
        listen([translating, plain], 0.05)
    if len(translating.read) < expected:
        raise TimeoutError(f"{len(translating.read)} of {expected} translations came")
    translating.forget()
    plain.forget()


def play(halls: Sequence[Hall], minutes: float) -> None:
    """Write at even intervals, whatever the answers do; the halls take turns."""
    notes, tables = texts(), len(halls[0].lines) // len(LANGUAGES)
    count = int(minutes * NOTES_A_MINUTE) * len(halls)
    step = 60.0 / NOTES_A_MINUTE / len(halls)
    begun = time.perf_counter()
    for turn in range(count):
        while (left := begun + turn * step - time.perf_counter()) > 0:
            listen(halls, left)
        number = turn // len(halls)
        place, text = notes[number % len(notes)]
        table = (number // len(LANGUAGES)) % tables
        halls[turn % len(halls)].write(table * len(LANGUAGES) + place, f"{text} ({number})")
    wanted = (count // len(halls)) * (len(LANGUAGES) - 1)
    end = time.perf_counter() + DRAIN_SECONDS
    while (any(hall.begun for hall in halls) or len(halls[0].read) < wanted) and time.perf_counter() < end:
        listen(halls, 0.05)


def listen(halls: Sequence[Hall], seconds: float) -> None:
    """Take in what comes within that time."""
    of = {number: hall for hall in halls for number in hall.lines}
    for number in select.select(list(of), [], [], max(0.0, seconds))[0]:
        of[number].take_in(number)
    for hall in halls:
        hall.settle()


def table(translating: Hall, plain: Hall, minutes: float) -> list[str]:
    """The figures as lines of Markdown."""
    lines = [
        f"| {NOTES_A_MINUTE} notes a minute for {minutes:g} minutes | notes | refused | acknowledged: p50, ms | p99, ms "
        "| readable in the other languages: how many | p50, ms | p99, ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, hall in (("with translation", translating), ("without", plain)):
        cells = [f"{len(hall.waits)}", f"{hall.refused}", *middle_and_late(hall.waits)]
        cells += [f"{len(hall.read)}", *middle_and_late(hall.read)] if hall.read else ["–", "–", "–"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return [*lines, "", f"Of the translations, {translating.doubtful} were marked as doubtful."]


def middle_and_late(milliseconds: Sequence[float]) -> list[str]:
    """Median and 99th percentile."""
    ordered = sorted(milliseconds)
    return [f"{median(ordered):.1f}", f"{ordered[int(len(ordered) * 0.99)]:.1f}"]


if __name__ == "__main__":
    main()

"""How much memory the server holds for each phone that is in.

    .venv/bin/python benchmarks/live/memory.py [--write]

The server is the product itself on SQLite, in a process of its own, with an open round of two thousand people at tables
of five. Phones come in by their token (rooms, presence, who they are) and ask for their state once, as a phone does
when its page opens; then nothing happens until the process has come to rest. What the process holds is the kernel's own
count: RSS, all its pages in memory, and PSS, where a page that processes share is divided among them. The figure for a
phone is what came on top of the server without phones, divided by the phones. `--write` puts the table into
`docs/live.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from servers import HERE, free_port, in_hall, machine, many_files, running, write_between
from wire import Line, connected

SIZES = (0, 500, 1000, 2000)
TURNS, REST_SECONDS, PATIENCE_SECONDS = 3, 2.0, 60.0
BEGIN, END = "<!-- memory -->", "<!-- end of memory -->"

# RSS and PSS in KB.
Held = tuple[int, int]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of phones, 0 first")
    options = parser.parse_args()
    many_files()
    found: dict[int, list[Held]] = {}
    for turn in range(options.turns):
        for phones, held in turn_of(options.sizes):
            found.setdefault(phones, []).append(held)
            print(f"{turn + 1} {phones:>6} phones  RSS {held[0]:>8,} KB  PSS {held[1]:>8,} KB", flush=True)
    lines = table(found)
    print("", *lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


def turn_of(sizes: list[int]) -> Iterator[tuple[int, Held]]:
    """For each number of phones, what a fresh server holds with them."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "CONSULT_DATA": folder, "PYTHONWARNINGS": "ignore"}
        environment["CONSULT_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        tokens = json.loads(in_hall(environment, "prepare", str(max(sizes))))
        command = [sys.executable, str(HERE / "notes_hall.py"), "serve", str(port), "200"]
        with running(command, port, environment=environment) as process:
            lines: list[Line] = []
            for size in sizes:
                while len(lines) < size:
                    lines.append(come_in(port, tokens[len(lines)]))
                rest(lines)
                yield size, held_by(process.pid)
            for line in lines:
                line.close()


def come_in(port: int, token: str) -> Line:
    """A phone that is in and has its state."""
    line = connected(port, {"token": token})
    line.send('420["catch_up",{}]')
    end = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < end:
        if any(text.startswith(b'430[{"ok":true') for text in line.received()):
            return line
    raise TimeoutError("a phone got no state")


def rest(lines: list[Line]) -> None:
    """Take in what is still told, and answer pings, until the server has come to rest."""
    poll = select.epoll()
    here = {line.fileno(): line for line in lines}
    for number in here:
        poll.register(number, select.EPOLLIN)
    end = time.perf_counter() + REST_SECONDS
    while (left := end - time.perf_counter()) > 0:
        for number, _ in poll.poll(left):
            for text in here[number].received():
                if text == b"2":
                    here[number].send("3")
    poll.close()


def held_by(pid: int) -> Held:
    """What a process holds in memory (Linux)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    values = {line.split()[0]: int(line.split()[1]) for line in told}
    return values["Rss:"], values["Pss:"]


def table(found: dict[int, list[Held]]) -> list[str]:
    """Medians of the turns as lines of Markdown."""
    medians = {
        size: [median(held[which] for held in turns) for which in (0, 1)] for size, turns in found.items()
    }
    bare = medians[0]
    lines = ["| phones | RSS, MB | PSS, MB | KB per phone: RSS | PSS |", "|---:|---:|---:|---:|---:|"]
    for size, held in medians.items():
        each = [f"{(held[which] - bare[which]) / size:.1f}" if size else "–" for which in (0, 1)]
        lines.append(f"| {size:,} | {held[0] / 1024:.1f} | {held[1] / 1024:.1f} | {each[0]} | {each[1]} |")
    return lines


if __name__ == "__main__":
    main()

"""How long until the last phone has a broadcast, and what a delivery costs, against Flask-SocketIO's own way and Node.

    .venv/bin/python benchmarks/live/fan_out.py [--write]

Three bare servers, each in a process of its own, do the same: whoever connects is in one room, and whatever one says is
told to the room (an event of 300 bytes). All phones are websockets of one load generator on the same machine. Servers
take turns; every figure is the median of five turns, and within a turn of 25 broadcasts. CPU is all that the server's
process has used from before a broadcast until after the last phone has it (the kernel's own count), by phones.
Node's socket.io is fetched with npm into `var/benchmarks` (which git ignores).
`--write` puts the table into `docs/live.md`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from phones import Phones
from servers import (
    FETCHED,
    HERE,
    ROOT,
    cpu_ns,
    fetch_from_npm,
    free_port,
    machine,
    many_files,
    node_version,
    running,
    write_between,
)
from servers import answers as answers  # for those who measure with the servers of this page

SOCKET_IO = "socket.io@4.8.4"
SIZES = (250, 500, 1000, 2000)
TURNS, WARM, BROADCASTS, PAUSE = 5, 5, 25, 0.03
EVENT = "x" * (300 - len('42["told",""]'))
SERVERS = ("fast", "stock", "node")
NAMES = {"fast": "ours", "stock": "Flask-SocketIO", "node": "Node socket.io"}
BEGIN, END = "<!-- fan-out -->", "<!-- end of fan-out -->"


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--turns", type=int, default=TURNS)
    options = parser.parse_args()
    many_files()
    fetch_node()
    found: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for turn in range(options.turns):
        for how in SERVERS:
            for size, figures in turn_of(how, options.sizes):
                found.setdefault((how, size), []).append(figures)
                print(
                    f"{turn + 1} {NAMES[how]:<16}{size:>6}{figures[0]:>8.1f} ms{figures[1]:>8.1f} µs",
                    flush=True,
                )
    lines = table(found, options.sizes)
    print("", *lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, lines)


def turn_of(how: str, sizes: list[int]) -> Iterator[tuple[int, tuple[float, float]]]:
    """For each number of phones: ms until the last phone has it, µs of CPU per delivery."""
    with served(how) as (process, port), Phones(port) as phones:
        for size in sizes:
            phones.grow(size)
            # What connecting has left to do is done before.
            time.sleep(0.5)
            yield size, measured(process, phones)


def measured(process: subprocess.Popen[bytes], phones: Phones) -> tuple[float, float]:
    """The median over the broadcasts of one turn."""
    lasts, costs = [], []
    for number in range(WARM + BROADCASTS):
        before = cpu_ns(process.pid)
        last = phones.broadcast(EVENT)
        time.sleep(PAUSE)
        if number >= WARM:
            lasts.append(last * 1e3)
            costs.append((cpu_ns(process.pid) - before) / 1e3 / len(phones.sockets))
    return median(lasts), median(costs)


def fetch_node() -> None:
    """Install socket.io for Node once, outside of what is committed."""
    fetch_from_npm(SOCKET_IO)


@contextmanager
def served(how: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server of its own, and its port."""
    port = free_port()
    if how == "node":
        command, folder = ["node", str(HERE / "hall.mjs"), str(port)], FETCHED
    else:
        command, folder = [sys.executable, "-W", "ignore", str(HERE / "hall.py"), str(port), how], ROOT
    with running(command, port, folder, {**os.environ, "NODE_ENV": "production"}) as process:
        yield process, port


def table(found: dict[tuple[str, int], list[tuple[float, float]]], sizes: list[int]) -> list[str]:
    """Medians of the turns as lines of Markdown, with the ratios to Node."""
    lines = [
        "| phones | last phone, ms: " + " | ".join(NAMES[how] for how in SERVERS) + " | ours ÷ Node "
        "| CPU per delivery, µs: " + " | ".join(NAMES[how] for how in SERVERS) + " | ours ÷ Node |",
        "|---:" * 9 + "|",
    ]
    for size in sizes:
        cells = [f"{size:,}"]
        for place in (0, 1):
            values = {how: median(figures[place] for figures in found[how, size]) for how in SERVERS}
            cells += [f"{values[how]:.1f}" for how in SERVERS] + [f"{values['fast'] / values['node']:.2f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, "", f"Measured on {machine()}. Node {node_version()} with {SOCKET_IO.replace('@', ' ')}."]


if __name__ == "__main__":
    main()

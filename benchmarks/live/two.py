"""One process against two that share PostgreSQL and Redis: a broadcast that has to cross, and notes a second.

    .venv/bin/python benchmarks/live/two.py --postgresql postgresql://… --redis redis://… [--write]

- Broadcast: a thousand phones in one room of a bare server (`hall.py`, the fast fan-out), all at one process or half of
  them at each of two. One phone asks, and the time runs until the last of all has the event: p50 and p99 of 100.
- Notes: the product, a thousand phones, five at a table. At two processes every table has phones at both, so every note
  has to cross. Once as fast as the machine goes: two cores for two servers, PostgreSQL, Redis and a thousand phones. And
  once with each server confined to a part of a core (a control group of Linux), so that servers are what is short and
  not the machine: that is what a second process brings where there is room for it.

One and two processes take turns; every figure is the median of three turns. Everything in the database is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from notes import Hall, at_full_speed
from phones import Phones
from servers import HERE, ROOT, cpu_seconds, free_port, in_hall, machine, many_files, running, write_between
from wire import connected

PHONES, TURNS, BROADCASTS, WARM = 1000, 3, 100, 20
GROUPS = Path("/sys/fs/cgroup/cpu")
PERIOD = 20_000
TEXT = "x" * 260
BEGIN, END = "<!-- two -->", "<!-- end of two -->"


@dataclass
class Turn:
    """Of one turn: broadcast p50 and p99 in ms; notes a second as fast as it goes, and confined; µs of CPU a note."""

    middle: float
    late: float
    rate: float
    confined: float
    cost: float


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", required=True, help="address of a database that may be emptied")
    parser.add_argument("--redis", required=True, help="address of a Redis")
    parser.add_argument("--share", type=float, default=0.25, help="of a core, for each confined server")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--write", action="store_true", help="put the table into docs/live.md")
    options = parser.parse_args()
    many_files()
    found: dict[int, list[Turn]] = {1: [], 2: []}
    for turn in range(options.turns):
        for count, turns in found.items():
            redis = options.redis if count > 1 else None
            middle, late = broadcast(count, redis)
            rate, cost = notes(count, options.postgresql, redis, None)
            confined, _ = notes(count, options.postgresql, redis, options.share)
            turns.append(Turn(middle, late, rate, confined, cost))
            print(turn + 1, count, turns[-1], flush=True)
    lines = table(found, options.share)
    print("", *lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


def broadcast(count: int, redis: str | None) -> tuple[float, float]:
    """p50 and p99 in ms of broadcasts to all phones."""
    ports = [free_port() for _ in range(count)]
    with ExitStack() as stack:
        for port in ports:
            command = [sys.executable, str(HERE / "hall.py"), str(port), "fast", *([redis] if redis else [])]
            stack.enter_context(running(command, port))
        phones = stack.enter_context(Phones(*ports))
        phones.grow(PHONES)
        if redis:
            phones.until_all_hear()
        seconds = sorted([phones.broadcast(TEXT) for _ in range(WARM + BROADCASTS)][WARM:])
    return seconds[len(seconds) // 2] * 1e3, seconds[int(len(seconds) * 0.99)] * 1e3


def notes(count: int, url: str, redis: str | None, share: float | None) -> tuple[float, float]:
    """Notes acknowledged a second, and µs of CPU of all servers together for each."""
    empty = ["psql", "-q", url, "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"]
    subprocess.run(empty, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {**os.environ, "CONSULT_DATA": folder, "CONSULT_DATABASE_URL": url}
        environment |= {"PYTHONWARNINGS": "ignore"} | ({"CONSULT_REDIS_URL": redis} if redis else {})
        tokens = json.loads(in_hall(environment, "prepare", str(PHONES)))
        ports = [free_port() for _ in range(count)]
        pids = []
        for port in ports:
            command = [sys.executable, str(HERE / "notes_hall.py"), "serve", str(port), "200"]
            own = {**environment, "CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}"}
            pids.append(stack.enter_context(running(command, port, ROOT, own)).pid)
        # Neighbours at a table are at different processes.
        lines = [connected(ports[n % count], {"token": token}) for n, token in enumerate(tokens)]
        if share is not None:
            for pid in pids:
                stack.enter_context(confined(pid, share))
        hall = Hall({line.fileno(): line for line in lines})
        rate, cost = at_full_speed(hall, lambda: sum(cpu_seconds(pid) for pid in pids))
        hall.close()
        stored = int(in_hall(environment, "count"))
        assert stored == hall.sent == hall.acknowledged, (stored, hall.sent, hall.acknowledged)
    return rate, cost


@contextmanager
def confined(pid: int, share: float) -> Iterator[None]:
    """Give this process no more than a share of one core."""
    group = GROUPS / f"consult-{pid}"
    group.mkdir()
    try:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(int(PERIOD * share)))
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        (GROUPS / "cgroup.procs").write_text(str(pid))
        group.rmdir()


def table(found: dict[int, list[Turn]], share: float) -> list[str]:
    """Medians of the turns as lines of Markdown, with the ratio of two processes to one."""
    rows = {
        "broadcast to 1,000 phones, p50, ms": "middle",
        "broadcast to 1,000 phones, p99, ms": "late",
        "notes/s, two cores for everything": "rate",
        f"notes/s, each server on {share:.0%} of a core": "confined",
        "CPU of the servers per note, µs": "cost",
    }
    lines = ["| 1,000 phones | one process | two | ratio |", "|---|---:|---:|---:|"]
    for title, name in rows.items():
        one, two = (median(getattr(turn, name) for turn in found[count]) for count in (1, 2))
        lines.append(f"| {title} | {one:,.1f} | {two:,.1f} | {two / one:.2f} |")
    return lines


if __name__ == "__main__":
    main()

"""A rehearsal with a thousand people against a server of its own, as a table.

    .venv/bin/python benchmarks/live/rehearsal.py [--participants 1000] [--write]

The server is `consult serve` on a fresh SQLite database, the players are `consult rehearse` at its default speed; both
share this machine. Takes about four minutes for a thousand people. `--write` puts the table into `docs/rehearsal.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOAD = os.getloadavg()[2]
BEGIN, END = "<!-- rehearsal -->", "<!-- end of rehearsal -->"
WAITS = (
    ("joining, three pages", "join"),
    ("acknowledgement of a note", "answer"),
    ("snapshot of a phone", "snapshot"),
    ("back online, with its snapshot", "back"),
    ("snapshot of the console", "console_snapshot"),
    ("snapshot of the projector", "projector_snapshot"),
)


def main() -> None:
    """Play and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=1000)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--write", action="store_true", help="put the table into docs/rehearsal.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as (url, environment):
        wishes = {"participants": options.participants, "speed": options.speed, "url": url}
        words = [f"--{name}={value}" for name, value in wishes.items()]
        command = [sys.executable, "-m", "consult", "rehearse", "--json", *words]
        done = subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.PIPE, check=False)  # noqa: S603
    figures = json.loads(done.stdout)
    lines = table(figures)
    print("", *lines, sep="\n")
    if options.write:
        write(lines)
    sys.exit(done.returncode)


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A server on a fresh database: its address, and the environment it runs in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CONSULT_DATA": str(folder),
        "CONSULT_PUBLIC_URL": url,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        ready(url)
        yield url, environment
    finally:
        process.terminate()
        process.wait(20)


def ready(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(400):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def table(figures: dict[str, Any]) -> list[str]:
    """What matters, as Markdown."""
    f = figures
    return [
        f"{f['people']:,} people at {f['tables']} tables, {f['rounds_played']} rounds, in {f['seconds']:.0f} s: "
        f"**{f['verdict']}**. {f['notes_planned']:,} notes written, {f['notes_acknowledged']:,} acknowledged, "
        f"{f['notes_stored']:,} stored ({f['notes_missing']} missing, {f['notes_doubled']} doubled, "
        f"{f['authors_out_of_order']} authors out of order), {f['sent_twice']} sent twice; "
        f"{f['reconnections']:,} reconnections, {f['unanswered_in_time']:,} questions without an answer in time; "
        f"{f['wrong_tables']} wrong tables, {f['phones_behind_at_end']} phones behind at the end. The report in Word has "
        f"{f.get('report_bytes', 0):,} bytes, with {f['themes']} themes.",
        "",
        "| a round opens | phones | told: first, ms | last, ms | shown: first, ms | median, ms | last, ms "
        "| clocks differ by, ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {one['number']} | {one['connected']} | {one['told_first_ms']:,.0f} | {one['told_last_ms']:,.0f} | "
            f"{one['turned_first_ms']:,.0f} | {one['turned_p50_ms']:,.0f} | {one['turned_last_ms']:,.0f} | "
            f"{one['clock_spread_ms']:,.0f} |"
            for one in f["rounds"]
        ),
        "",
        "| waiting for | p50, ms | p99, ms | worst, ms |",
        "|---|---:|---:|---:|",
        *(
            f"| {words} | {f[f'{name}_ms_p50']:,.0f} | {f[f'{name}_ms_p99']:,.0f} | {f[f'{name}_ms_worst']:,.0f} |"
            for words, name in WAITS
        ),
        "",
        f"The server used {f['server_cpu_seconds']:.0f} s of processor time and held {f['server_memory_mb'][0]} MB at the "
        f"end; the largest snapshot was {f['phone_snapshot_largest_bytes']:,} bytes for a phone and "
        f"{f['console_snapshot_largest_bytes']:,} for the console.",
    ]


def write(lines: list[str]) -> None:
    """Between the markers of docs/rehearsal.md."""
    path = ROOT / "docs" / "rehearsal.md"
    before, rest = path.read_text().split(BEGIN)
    _, after = rest.split(END)
    machine = f"Measured on {os.cpu_count()} cores with Python {platform.python_version()}; load average of the quarter"
    machine += f" of an hour before: {LOAD:.1f}."
    path.write_text("\n".join([f"{before}{BEGIN}", "", *lines, "", machine, "", f"{END}{after}"]))


if __name__ == "__main__":
    main()

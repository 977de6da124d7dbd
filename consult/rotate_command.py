"""`consult rotate`: plan the seats of a café that is described in a file.

Loads neither the web nor the database, so that the server can start it for every plan made ahead of time.
"""

from __future__ import annotations

import json
import math
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from consult.rotation import Plan, Problem, plan
from consult.rotation.figures import least
from consult.rotation.instance import plan_as_data, problem_from_instance, unannounced
from consult.rotation.wellformed import MOST_BYTES, Malformed, parse

MALFORMED = 2
"""Exit status for a problem that has no meaning."""


def rotate(source: str, seconds: float | None, seed: int, again: bool) -> None:
    """Read a problem, plan it, print the plan as one line of JSON.

    `source`: a path, or `-` for standard input; `seconds`: the most to spend on searching (None: until its
    steps are done); `again`: keep to the seats announced in `plan0`. Exits with `MALFORMED` and one line
    that names the field if there is no problem to plan. Ctrl-C ends the search early; the best plan so far
    is printed all the same.
    """
    if seconds is not None and not math.isfinite(seconds):
        _refuse("--seconds: must be a number")
    try:
        data = parse(_content(source))
        problem = problem_from_instance(data)
        if again and "plan0" not in data:
            raise Malformed("plan0", "missing, so there is nothing to plan again")
    except Malformed as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{source}: {error.strerror or error}")
    begun = time.perf_counter()
    found = _planned(problem if again else unannounced(problem), seed, seconds)
    seconds_taken = round(time.perf_counter() - begun, 4)
    answer = plan_as_data(problem, found)
    answer |= {"bounds": least(problem, answer["measures"]), "seconds": seconds_taken}
    click.echo(json.dumps(answer))


def _content(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(source).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _refuse(reason: str) -> Any:
    click.echo(" ".join(reason.split()), err=True)
    raise SystemExit(MALFORMED)


def _planned(problem: Problem, seed: int, seconds: float | None) -> Plan:
    """The plan; the first Ctrl-C ends the search, a second one the command."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    told = _clock() if sys.stderr.isatty() else (lambda: None)

    ends = None if seconds is None else time.monotonic() + seconds

    def cancelled() -> bool:
        nonlocal stopped
        told()
        stopped = stopped or (ends is not None and time.monotonic() >= ends)
        return stopped

    try:
        return replace(plan(problem, seed=seed, cancelled=cancelled), capped=stopped)
    finally:
        signal.signal(signal.SIGINT, before)
        if sys.stderr.isatty():
            click.echo("\r\033[K", err=True, nl=False)


def _clock() -> Callable[[], None]:
    """Something to call often: says once a second how long the search has taken."""
    begun = shown = time.monotonic()

    def tell() -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= 1:
            shown = now
            click.echo(f"\rPlanning: {now - begun:.0f} s (Ctrl-C takes the best so far)", err=True, nl=False)

    return tell

"""`consult rotate`: plan the seats of a café that is described in a file.

Loads neither the web nor the database, so that the server can start it for every plan made ahead of time.
"""

from __future__ import annotations

import json
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from consult.rotation import Advice, Problem, advise, bounds
from consult.rotation.advice import facts
from consult.rotation.figures import least
from consult.rotation.instance import advice_as_data, plan_as_data, problem_from_instance, unannounced
from consult.rotation.side_by_side import plan_twice
from consult.rotation.wellformed import MOST_BYTES, Malformed, parse

MALFORMED = 2
"""Exit status for a problem that has no meaning."""

SHORTEST = 0.001
"""Seconds."""

Asked = Callable[[], bool]
"""Whether to stop; called often."""


def rotate(source: str, seconds: float | None, seed: int, again: bool, advice: bool) -> None:
    """Read a problem, plan it, print the plan as one line of JSON.

    `source`: a path, or `-` for standard input; `seconds`: the most to spend on searching (None: until its
    steps are done); `again`: keep to the seats announced in `plan0`; `advice`: also try what would help, for
    as long again. Exits with `MALFORMED` and one line that names the field if there is no problem to plan.
    Ctrl-C ends the search early; the best plan so far is printed all the same.
    """
    if seconds is not None and not math.isfinite(seconds):
        _refuse("--seconds: must be a number")
    problem = _problem(source, again)
    with _stoppable() as stopped:
        answer = _answer(problem, problem if again else unannounced(problem), seconds, seed, advice, stopped)
    click.echo(json.dumps(answer))


def _problem(source: str, again: bool) -> Problem:
    try:
        data = parse(_content(source))
        problem = problem_from_instance(data)
        if again and "plan0" not in data:
            raise Malformed("plan0", "missing, so there is nothing to plan again")
    except Malformed as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{source}: {error.strerror or error}")
    return problem


def _content(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(source).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _refuse(reason: str) -> NoReturn:
    click.echo(" ".join(reason.split()), err=True)
    raise SystemExit(MALFORMED)


def _answer(
    given: Problem, problem: Problem, seconds: float | None, seed: int, advice: bool, stopped: Asked
) -> dict[str, Any]:
    """`given` is measured, `problem` is planned: they differ in the seats announced."""
    begun = time.perf_counter()
    # No time at all is still a plan, only without a search.
    allowed = None if seconds is None else max(seconds, SHORTEST)
    found = plan_twice(problem, seed=seed, seconds=allowed, cancelled=stopped)
    found = replace(found, capped=found.capped or stopped())
    answer = plan_as_data(given, found)
    answer |= {"bounds": least(given, answer["measures"]), "seconds": round(time.perf_counter() - begun, 4)}
    proven = bounds(problem)
    known = Advice(impossible=tuple(facts(problem, proven)), complete=False)
    if advice:
        known = advise(problem, found, seed=seed, proven=proven, cancelled=_until(seconds, stopped))
    return answer | {"advice": advice_as_data(problem, known)}


def _until(seconds: float | None, stopped: Asked) -> Asked:
    """True once the seconds from now are over, or all is to stop."""
    ends = None if seconds is None else time.monotonic() + seconds
    return lambda: stopped() or (ends is not None and time.monotonic() >= ends)


@contextmanager
def _stoppable() -> Iterator[Asked]:
    """Something that knows whether Ctrl-C was pressed; the second time it ends the command.

    Where somebody watches it says once a second how long all has taken.
    """
    stopped = False
    begun = shown = time.monotonic()

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, before)

    def asked() -> bool:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= 1 and sys.stderr.isatty():
            shown = now
            click.echo(f"\rPlanning: {now - begun:.0f} s (Ctrl-C takes the best so far)", err=True, nl=False)
        return stopped

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
        if shown > begun:
            click.echo("\r\033[K", err=True, nl=False)

"""Drafts for what organisers write, in other languages: asked of the engines in a process beside the server.

The process is the one that translates notes (`consult translator`), but another one, for this question alone: live
meetings neither wait for it nor share its line. While it works, everybody else of this server goes on. What organisers
write is for everybody who is invited; engines on other machines may have it where they are set up.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from consult.config import EngineSettings
from consult.extensions import db
from consult.services.beside.line import Line
from consult.services.translating.line import begin_process
from consult.translation.base import FAILED, NOT_SET_UP, Translation
from consult.translation.chain import engine_from

# How long somebody waits for a page, and for whoever asked before them.
SECONDS = 20.0
QUEUE_SECONDS = 5.0
# What is asked at once, counted in every language; the rest is asked when the button is pressed again.
MOST_CHARACTERS = 30_000
# How it ended, besides NOT_SET_UP and FAILED of the engines.
COMPLETE, SLOW, BUSY, PARTLY = "complete", "slow", "busy", "partly"


@dataclass(frozen=True)
class Wanted:
    """A text, its language, and the languages it is wanted in."""

    text: str
    source: str
    targets: tuple[str, ...]


@dataclass
class Offer:
    """What has come: `made` has one entry per text asked for, by language; `state` is how it ended.

    COMPLETE: every text was looked at (`impossible` and `failed` say in which (source, target) nothing came of it);
    PARTLY: it was more than is asked at once; SLOW: time was up; BUSY: somebody else is waiting for theirs;
    NOT_SET_UP: there is no engine; FAILED: the process could not be begun, or died.
    """

    made: list[dict[str, Translation]]
    state: str = COMPLETE
    impossible: set[tuple[str, str]] = field(default_factory=set)
    failed: set[tuple[str, str]] = field(default_factory=set)


_turn = threading.Lock()
_ended: list[subprocess.Popen[bytes]] = []


def possible() -> bool:
    """Whether any engine is set up on this server; costs a look at a few files."""
    return engine_from(EngineSettings.from_environment()).available()


def offer(wanted: Sequence[Wanted], seconds: float = SECONDS) -> Offer:
    """Translations of these texts, as many as come within `seconds`; never raises for a text or an engine.

    Ends the transaction of the caller, so that nothing is held while waiting.
    """
    nothing = Offer([{} for _one in wanted])
    if not possible():
        nothing.state = NOT_SET_UP
        return nothing
    db.session.rollback()
    if not _turn.acquire(timeout=min(QUEUE_SECONDS, seconds)):
        nothing.state = BUSY
        return nothing
    try:
        return _asked(wanted, nothing, time.monotonic() + seconds)
    finally:
        _turn.release()


def _asked(wanted: Sequence[Wanted], found: Offer, deadline: float) -> Offer:
    some = _at_once(wanted)
    _ended[:] = [process for process in _ended if process.poll() is None]
    try:
        line = Line(begin_process)
    except OSError:
        found.state = FAILED
        return found
    try:
        for number in range(some):
            line.send(_question(number, wanted[number]))
        found.state = _listen(line, wanted[:some], found, deadline)
    except OSError:
        found.state = FAILED
    _let_go(line, done=found.state == COMPLETE)
    if found.state == COMPLETE and some < len(wanted):
        found.state = PARTLY
    return found


def _at_once(wanted: Sequence[Wanted]) -> int:
    """How many of them are asked now; the first one always."""
    room = MOST_CHARACTERS
    for number, one in enumerate(wanted):
        room -= len(one.text) * len(one.targets)
        if room < 0:
            return max(number, 1)
    return len(wanted)


def _question(number: int, one: Wanted) -> dict[str, Any]:
    return {
        "id": number,
        "text": one.text,
        "source": one.source,
        "targets": list(one.targets),
        "private": False,
        "allowed": [],
    }


def _listen(line: Line, wanted: Sequence[Wanted], found: Offer, deadline: float) -> str:
    """Take in what comes until all is done, time is up or the process has ended; how it ended."""
    waiting = set(range(len(wanted)))
    while waiting:
        left = deadline - time.monotonic()
        if left <= 0:
            return SLOW
        line.socket.settimeout(left)
        lines = line.read()
        if lines is None:
            return SLOW if time.monotonic() >= deadline else FAILED
        for one in lines:
            with suppress(ValueError, TypeError, KeyError, AttributeError, IndexError):
                _take_in(json.loads(one), wanted, found, waiting)
    return COMPLETE


def _take_in(content: dict[str, Any], wanted: Sequence[Wanted], found: Offer, waiting: set[int]) -> None:
    """One line of the process. What makes no sense is passed over."""
    if "state" in content:
        return
    number = int(content["id"])
    asked = wanted[number]
    if content.get("done"):
        waiting.discard(number)
        return
    target = content["target"]
    if target not in asked.targets:
        return
    text, engine, reasons = content["text"], content["engine"], tuple(map(str, content["reasons"]))
    if isinstance(text, str) and isinstance(engine, str) and engine and text.strip():
        found.made[number][target] = Translation(text, engine[:40], bool(content["doubtful"]), reasons)
    else:
        (found.failed if FAILED in reasons else found.impossible).add((asked.source, target))


def _let_go(line: Line, *, done: bool) -> None:
    """Done, it ends by itself when its line does; otherwise it is ended. Either way it is waited for later."""
    if done:
        line.hang_up()
    else:
        line.kill()
    _ended.append(line.process)

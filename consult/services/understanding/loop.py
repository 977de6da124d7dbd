"""The loop that works the desk off: one job after another goes to the process, which stores what it finds by itself."""

from __future__ import annotations

import json
import logging
import subprocess
import time
from dataclasses import dataclass
from typing import Any

from consult.extensions import db
from consult.services import child
from consult.services.beside.keeper import Keeper
from consult.services.meeting import news
from consult.services.understanding import desk, lacking

COMMAND = ("understand",)
# Without a word for so long it counts as hanging. Engines elsewhere may be slow; it says that it lives between batches.
PATIENCE_SECONDS = 180.0
# Then its memory is given back (docs/analysis.md says how much it is).
IDLE_SECONDS = 900.0
log = logging.getLogger(__name__)


@dataclass
class Watch(Keeper):
    """The process and the job that is with it, since when (monotonic seconds)."""

    work: str = "understanding"
    job: desk.Job | None = None
    heard_at: float = 0.0
    looked: bool = False


_watch = Watch()


def begin_process(end: int) -> subprocess.Popen[bytes]:
    """Start it; it reads from and writes to this file descriptor."""
    return child.begin(COMMAND, stdin=end, stdout=end)


def turn(patience: float = 1.0) -> None:
    """One turn: waits at most so many seconds for something to do, and does it. Raises what the database says."""
    _listen(patience)
    if not _watch.looked:
        # What was lost when the server stopped.
        desk.ready(lacking.in_open_meetings())
        _watch.looked = True
    _look_after_process()
    _send()


def waiting() -> int:
    """How much waits, or is with the process."""
    return desk.waiting() + int(_watch.job is not None)


def at_work() -> int:
    """How many processes there are."""
    return int(_watch.line is not None)


def forget_all() -> None:
    """End the process and start afresh, for tests."""
    global _watch
    _watch.kill()
    _watch = Watch()
    desk.forget_all()


def _listen(patience: float) -> None:
    if not desk.bell.listen(_watch.line, patience) or _watch.line is None:
        return
    lines = _watch.line.read()
    if lines is None:
        _died()
        return
    for line in lines:
        _watch.heard_at = time.monotonic()
        try:
            content = json.loads(line)
        except ValueError:
            continue
        if isinstance(content, dict) and content.get("done"):
            _finished(content)


def _finished(content: dict[str, Any]) -> None:
    if _watch.job is not None:
        (desk.went_wrong if content.get("failed") else desk.done)(_watch.job)
        _watch.job = None
    _watch.deaths = 0
    for meeting_id in content.get("meetings", ()):
        news.touch(int(meeting_id))
    db.session.rollback()


def _look_after_process() -> None:
    """Begin, end or replace it."""
    _watch.tidy_up()
    instant = time.monotonic()
    if _watch.line is None:
        if _watch.may_begin() and desk.is_due():
            _watch.begin(begin_process)
    elif _watch.job is not None and instant - _watch.heard_at > PATIENCE_SECONDS:
        log.warning("the process that understands notes was silent for too long")
        _watch.line.kill()
        _died()
    elif _watch.job is None and not desk.waiting() and instant - _watch.last_used > IDLE_SECONDS:
        _watch.let_go("done")


def _died() -> None:
    _watch.died()
    if _watch.job is not None:
        desk.went_wrong(_watch.job)
        _watch.job = None


def _send() -> None:
    if _watch.line is None or _watch.job is not None:
        return
    job = desk.next_job()
    if job is None:
        return
    _watch.job = job
    _watch.last_used = _watch.heard_at = time.monotonic()
    try:
        _watch.line.send({"notes": job.notes, "learn": job.learn})
    except OSError:
        _watch.line.kill()
        _died()

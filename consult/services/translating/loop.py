"""The loop that works the desk off: sends jobs to the process, takes in its answers, and watches over it.

A text that was asked for and not answered is asked again, when the process has died or hung; a process that dies again
and again is begun ever more seldom. Nobody waits for any of it: a note is there in its author's words all the while.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from consult import metrics
from consult.config import EngineSettings
from consult.extensions import db
from consult.services.beside.keeper import Keeper
from consult.services.translate import PIVOT_LANGUAGE
from consult.services.translating import asking, desk
from consult.services.translating.line import begin_process
from consult.services.translating.storing import Answer, take_in
from consult.services.understanding import desk as meanings
from consult.translation.base import FAILED, PAUSED, WORKS

# So many texts are with the process at once: what comes new need not wait for many.
WINDOW = 3
# So many wishes become jobs in one turn.
AT_ONCE = 50
# Between two words of the process. A text takes milliseconds on this machine; engines elsewhere take what the settings
# allow them, one after the other, for one language at a time.
PATIENCE_SECONDS = 60.0
IDLE_SECONDS = 1_800.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 60.0
STORE_TRIES = 3
log = logging.getLogger(__name__)


@dataclass
class Watch(Keeper):
    """The process and what is with it, by number.

    `sent_at`: when it was sent, or when the process has last said something about it or about one before it.
    """

    work: str = "translator"
    out: dict[int, Answer] = field(default_factory=dict)
    sent_at: dict[int, float] = field(default_factory=dict)
    number: int = 0
    condition: str = WORKS


_watch = Watch()


def turn(patience: float = 1.0) -> None:
    """One turn: waits at most so many seconds for something to do, and does it. Raises what the database says."""
    finished = _listen(patience)
    if finished:
        _settle(finished)
        _store(finished)
        meanings.ready(_can_be_understood(finished))
    # A little at a time: notes are being written meanwhile.
    wishes = desk.wishes(AT_ONCE) if desk.ready() < AT_ONCE else []
    if wishes:
        desk.queue(asking.jobs(wishes), urgent=True)
    _look_after_process()
    _send()


def state() -> dict[str, Any]:
    """For the console: works, paused or not_set_up; and how many texts wait, also for an engine to be well again."""
    paused = _watch.deaths > 1 or (_watch.line is None and _watch.not_before > time.monotonic())
    return {"state": PAUSED if paused else _watch.condition, "waiting": waiting() + desk.put_off()}


def waiting() -> int:
    """How many texts wait for their translation, or are with the process."""
    return desk.waiting() + len(_watch.out)


def at_work() -> int:
    """How many processes there are."""
    return int(_watch.line is not None)


def forget_all() -> None:
    """End the process and start afresh, for tests."""
    global _watch
    _watch.kill()
    _watch = Watch()
    desk.forget_all()


def _listen(patience: float) -> list[Answer]:
    """What the process has finished by now."""
    if not desk.bell.listen(_watch.line, patience) or _watch.line is None:
        return []
    lines = _watch.line.read()
    if lines is None:
        _died()
        return []
    return [answer for line in lines if (answer := _heard(line)) is not None]


def _heard(line: bytes) -> Answer | None:
    """The answer that this line completes. What makes no sense costs nothing but its own text."""
    try:
        content = json.loads(line)
        if "state" in content:
            _watch.condition = str(content["state"])
            return None
        return _heard_of(int(content["id"]), content)
    except (ValueError, TypeError, KeyError, AttributeError):
        metrics.TRANSLATIONS.labels("nonsense").inc()
        return None


def _heard_of(number: int, content: dict[str, Any]) -> Answer | None:
    answer = _watch.out[number]
    # It is at work, and does one after another: whatever waits behind this one has waited for nothing so far.
    _watch.sent_at = dict.fromkeys(_watch.sent_at, time.monotonic())
    if "language" in content:
        language = content["language"]
        if not isinstance(language, str) or len(language) != 2:
            raise ValueError("no language")
        answer.language = language
    elif "target" in content:
        if content["target"] not in answer.job.targets:
            raise ValueError("nobody asked")
        answer.translations[content["target"]] = _checked(content)
    elif content["done"]:
        del _watch.out[number]
        del _watch.sent_at[number]
        _watch.deaths = 0
        return answer
    return None


def _checked(content: dict[str, Any]) -> dict[str, Any]:
    text, engine, doubtful, reasons = (content[name] for name in ("text", "engine", "doubtful", "reasons"))
    if not isinstance(text, str) or not isinstance(engine, str) or not isinstance(doubtful, bool):
        raise ValueError("no translation")
    return {
        "text": text,
        "engine": engine[:40],
        "doubtful": doubtful,
        "reasons": [str(code) for code in reasons],
    }


def _settle(finished: list[Answer]) -> None:
    """What was not translated is asked for later, or not again; what has more readers comes next."""
    for answer in finished:
        job, language = answer.job, answer.language or answer.job.source
        failed = [code for code, made in answer.translations.items() if FAILED in made["reasons"]]
        idle = [
            code for code, made in answer.translations.items() if not made["engine"] and code not in failed
        ]
        # Asked for, and lost or garbled on its way.
        lost = [code for code in job.targets if code not in answer.translations and code != language]
        later = tuple(code for code in job.later if code != language)
        desk.settle(job, failed=[*failed, *lost], impossible=idle, still=later)
        for code in (*failed, *idle):
            del answer.translations[code]
            metrics.TRANSLATIONS.labels("failed" if code in failed else "impossible").inc()
        if later:
            desk.queue([_rest(job, language, later)], urgent=False)


def _store(finished: list[Answer]) -> None:
    """Keep what was translated, and tell. Raises what the database says, when it does so again and again."""
    for tries in range(STORE_TRIES):
        try:
            take_in(finished)
            break
        except SQLAlchemyError:
            # Erased in this very moment, or the database is busy: once more with what is there now.
            db.session.rollback()
            if tries == STORE_TRIES - 1:
                for answer in finished:
                    desk.settle(answer.job, failed=list(answer.translations))
                raise


def _can_be_understood(finished: list[Answer]) -> list[int]:
    """The notes whose language is known now, and that are in English, by now, or will not be."""
    return [
        answer.job.id
        for answer in finished
        if answer.job.kind == desk.NOTE
        and (
            PIVOT_LANGUAGE in answer.job.targets
            or (
                answer.job.allowed
                and (answer.language == PIVOT_LANGUAGE or PIVOT_LANGUAGE not in answer.job.later)
            )
        )
    ]


def _rest(job: desk.Job, language: str, targets: tuple[str, ...]) -> desk.Job:
    return desk.Job(
        kind=job.kind,
        meeting_id=job.meeting_id,
        id=job.id,
        text=job.text,
        source=language,
        targets=targets,
        later=(),
        allowed=(),
        private=job.private,
        since=job.since,
    )


def _look_after_process() -> None:
    """Begin, end or replace it."""
    instant = time.monotonic()
    _watch.tidy_up()
    if _watch.line is None:
        if _watch.may_begin() and (desk.expected() or desk.waiting()):
            _watch.begin(begin_process)
        return
    if any(instant - sent > _patience() for sent in _watch.sent_at.values()):
        log.warning("the process that translates was silent for too long")
        _watch.line.kill()
        _died()
    elif not _watch.out and not desk.waiting() and instant - _watch.last_used > IDLE_SECONDS:
        _watch.let_go("done")


def _patience() -> float:
    """Seconds without a word after which the process counts as hanging."""
    engines: EngineSettings = current_app.config["SETTINGS"].engines
    return max(PATIENCE_SECONDS, 2.0 * len(engines.order) * engines.seconds)


def _died() -> None:
    """What was with it is asked again, as soon as there is another one."""
    _watch.died(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    # It does one after another: only the first of them can have been its end.
    for place, answer in reversed([*enumerate(_watch.out.values())]):
        desk.asked_again(answer.job, suspect=place == 0)
    _watch.out.clear()
    _watch.sent_at.clear()


def _send() -> None:
    while _watch.line is not None and len(_watch.out) < WINDOW:
        job = desk.next_job()
        if job is None:
            return
        _watch.number += 1
        _watch.last_used = time.monotonic()
        _watch.out[_watch.number] = Answer(job)
        _watch.sent_at[_watch.number] = _watch.last_used
        asked = {
            "id": _watch.number,
            "text": job.text,
            "source": job.source,
            "targets": job.targets,
            "private": job.private,
            "allowed": job.allowed,
        }
        try:
            _watch.line.send(asked)
        except OSError:
            _watch.line.kill()
            _died()

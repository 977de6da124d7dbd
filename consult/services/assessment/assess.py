"""Working out themes and their places in the framework, in a process of its own.

`start` and `cancel` are for the pages and the console, `work` runs in the child process that `start` opens.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from consult import logs, metrics
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import AnalysisRun
from consult.services import child, leases
from consult.services.clock import now

# Without having come further for so long, the process is taken for stuck.
SILENT_SECONDS = 180.0
# A process says that it lives; begun elsewhere, it is dead when its lease has ended.
BEAT_SECONDS, LEASE_SECONDS = 1.0, 3.0
# Until a process that was begun elsewhere has taken its lease.
STARTING_SECONDS = 20.0
# How often a running process looks into the database for a request to stop.
LOOK_SECONDS = 0.5
UNFINISHED = ("waiting", "running")
log = logging.getLogger(__name__)

_children: dict[int, subprocess.Popen[bytes]] = {}
_seen: dict[int, tuple[str, str, float]] = {}


def start(consultation_id: int) -> AnalysisRun:
    """Open a run and its process; Refused "analysis_running" while another one is at work."""
    _bury_the_dead(consultation_id)
    running = db.session.scalar(_runs(consultation_id).where(AnalysisRun.state.in_(UNFINISHED)))
    if running is not None:
        raise Refused("analysis_running")
    run = AnalysisRun(consultation_id=consultation_id, started_at=now())
    db.session.add(run)
    try:
        db.session.commit()
    except IntegrityError:
        # Another process has begun one in this very moment.
        db.session.rollback()
        raise Refused("analysis_running") from None
    _seen[run.id] = ("", "", 0.0)
    try:
        _children[run.id] = child.begin(["find-themes", f"--run={run.id}"], niceness=child.WHENEVER)
    except OSError:
        _finish(run.id, "failed", code="analysis_failed")
        raise Refused("analysis_failed") from None
    return run


def cancel(consultation_id: int) -> None:
    """Ask the run at work to stop; it does so between two steps and changes nothing."""
    db.session.execute(
        update(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id, AnalysisRun.state.in_(UNFINISHED))
        .values(cancel_asked=True)
    )
    db.session.commit()


def state(consultation_id: int) -> dict[str, Any] | None:
    """The last run for a screen, or None: state, progress 0-1, stage, engine, notes, code, finished_at."""
    _bury_the_dead(consultation_id)
    run = db.session.scalar(_runs(consultation_id).limit(1))
    if run is None:
        return None
    return {
        "state": run.state,
        "progress": round(run.progress, 2),
        "stage": run.stage,
        "engine": run.engine,
        "notes": run.notes,
        "code": run.code,
        "cancel_asked": run.cancel_asked,
        "finished_at": run.finished_at,
    }


def at_work() -> int:
    """How many analyses this process has begun that have not been found ended yet."""
    return len(_children)


def begun_since(consultation_id: int, instant: float) -> bool:
    """Whether a run has begun at or after that instant."""
    return (
        db.session.scalar(_runs(consultation_id).where(AnalysisRun.started_at >= instant).limit(1))
        is not None
    )


def stopped_since(consultation_id: int, instant: float) -> int:
    """How many runs since that instant have ended without anybody's wish, if the last one has; else 0."""
    runs = _runs(consultation_id).where(AnalysisRun.started_at >= instant)
    codes = [(run.state, run.code) for run in db.session.scalars(runs)]
    died = ("failed", "analysis_stopped")
    return codes.count(died) if codes and codes[0] == died else 0


def moved() -> list[int]:
    """The consultations whose run has come further or ended since the last call in this process."""
    query = select(AnalysisRun).where(AnalysisRun.state.in_(UNFINISHED) | AnalysisRun.id.in_(_seen))
    changed = []
    for run in db.session.scalars(query.execution_options(populate_existing=True)).all():
        if run.state in UNFINISHED:
            _bury_the_dead(run.consultation_id)
        stands = (run.state, run.stage, round(run.progress, 2))
        if _seen.get(run.id) != stands:
            changed.append(run.consultation_id)
            _seen[run.id] = stands
        if run.state not in UNFINISHED:
            _seen.pop(run.id)
            metrics.RUNS.labels("analysis", run.state).inc()
    db.session.commit()
    return changed


def work(run_id: int) -> None:
    """Carry out a waiting run: in the child process. Nothing is stored unless all of it is."""
    with _alive(run_id):
        taken = db.session.execute(
            update(AnalysisRun)
            .where(AnalysisRun.id == run_id, AnalysisRun.state == "waiting")
            .values(state="running", seen_at=now())
        )
        db.session.commit()
        if taken.rowcount:  # type: ignore[attr-defined]
            _carry_out(run_id)


def _carry_out(run_id: int) -> None:
    # Numerical libraries are heavy: the live server never loads them.
    from consult.services.assessment import grouping

    try:
        grouping.carry_out(run_id, _reporter(run_id), _watcher(run_id))
    except grouping.Cancelled:
        db.session.rollback()
        _finish(run_id, "cancelled")
    except Exception as error:
        db.session.rollback()
        logs.failure(log, "analysis", error)
        _finish(run_id, "failed", code="analysis_failed")


def _bury_the_dead(consultation_id: int) -> None:
    """Mark runs whose process has ended, or has been silent for too long, as failed."""
    ended = {run_id for run_id, process in list(_children.items()) if process.poll() is not None}
    for run in db.session.scalars(_runs(consultation_id).where(AnalysisRun.state.in_(UNFINISHED))).all():
        if run.id in ended or _is_stuck(run) or (run.id not in _children and _is_orphaned(run)):
            _finish(run.id, "failed", code="analysis_stopped")
    for run_id in ended:
        _children.pop(run_id, None)


def _is_stuck(run: AnalysisRun) -> bool:
    return now() - (run.seen_at or run.started_at) > SILENT_SECONDS


def _is_orphaned(run: AnalysisRun) -> bool:
    """Begun by another process, or by this one before it was started again; and nothing carries it out any more."""
    starting = run.state == "waiting" and now() - run.started_at < STARTING_SECONDS
    return not starting and not leases.is_taken(_lease(run.id))


def _lease(run_id: int) -> str:
    return f"analysis {run_id}"


@contextmanager
def _alive(run_id: int) -> Iterator[None]:
    """Hold the lease of the run in a thread of its own, however long a step takes."""
    app, done = current_app._get_current_object(), threading.Event()  # type: ignore[attr-defined]

    def beat() -> None:
        with app.app_context():
            while not done.wait(BEAT_SECONDS):
                try:
                    leases.take(_lease(run_id), LEASE_SECONDS)
                except Exception as error:
                    db.session.rollback()
                    logs.failure(log, "a sign of life", error)

    leases.take(_lease(run_id), LEASE_SECONDS)
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        leases.release(_lease(run_id))


def _finish(run_id: int, state: str, code: str | None = None) -> None:
    db.session.execute(
        update(AnalysisRun)
        .where(AnalysisRun.id == run_id, AnalysisRun.state.in_(UNFINISHED))
        .values(state=state, code=code, finished_at=now())
    )
    db.session.commit()


def _reporter(run_id: int) -> Callable[[float, str], None]:
    """A function that stores how far the run has come, at most twice a second."""
    last = 0.0

    def report(progress: float, stage: str) -> None:
        nonlocal last
        if time.monotonic() - last < LOOK_SECONDS:
            return
        last = time.monotonic()
        values = {"progress": min(max(progress, 0.0), 0.99), "stage": stage[:40], "seen_at": now()}
        db.session.execute(update(AnalysisRun).where(AnalysisRun.id == run_id).values(**values))
        db.session.commit()

    return report


def _watcher(run_id: int) -> Callable[[], bool]:
    """A function that says whether somebody asked to stop; looks at most twice a second."""
    last, asked = 0.0, False

    def cancelled() -> bool:
        nonlocal last, asked
        if not asked and time.monotonic() - last >= LOOK_SECONDS:
            last = time.monotonic()
            asked = bool(db.session.scalar(select(AnalysisRun.cancel_asked).where(AnalysisRun.id == run_id)))
            db.session.commit()
        return asked

    return cancelled


def _runs(consultation_id: int) -> Any:
    query = select(AnalysisRun).where(AnalysisRun.consultation_id == consultation_id)
    return query.order_by(AnalysisRun.id.desc()).execution_options(populate_existing=True)

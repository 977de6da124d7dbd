"""What runs beside the requests: the bell that ends rounds, the news for consoles and projectors, the door."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask

from consult import logs, metrics
from consult.extensions import db, socketio
from consult.live import door, lag, pace, rubbish
from consult.services import beats, leases
from consult.services.assessment import analysis_control
from consult.services.board import following
from consult.services.meeting import news, timekeeping
from consult.services.seating import ahead
from consult.services.translating import loop as translating
from consult.services.translating import pausing
from consult.services.understanding import loop as understanding

BELL_SECONDS = 0.5
KEEP_UP_SECONDS = 5
PLAN_SECONDS = 0.5
# Name in figures and logs, what is done, seconds between two turns.
LOOPS: tuple[tuple[str, Callable[[], object], float], ...] = (
    ("bell", timekeeping.ring, BELL_SECONDS),
    ("progress", analysis_control.tell_progress, news.TOUCH_SECONDS),
    ("analysis", analysis_control.keep_up, KEEP_UP_SECONDS),
    ("planning", ahead.keep_ready, PLAN_SECONDS),
    # Waits for something to do by itself.
    ("translations", translating.turn, 0),
    ("meanings", understanding.turn, 0),
    ("pauses", pausing.watch, pausing.LOOK_SECONDS),
    ("board", following.follow, following.FOLLOW_SECONDS),
    ("news", news.flush_touched, news.TOUCH_SECONDS),
    ("door", door.sweep, door.SWEEP_SECONDS),
    ("lag", lag.tell, lag.TELL_SECONDS),
    ("pace", pace.turn, pace.TURN_SECONDS),
    ("rubbish", rubbish.search_when_quiet, rubbish.LOOK_SECONDS),
)
# Of several processes only one does it.
ALONE = frozenset({"bell", "analysis"})
log = logging.getLogger(__name__)


def start(app: Flask) -> None:
    """Start the loops in the way of the chosen async mode."""
    for loop, work, pause in LOOPS:
        beats.expect(loop, pause)
        socketio.start_background_task(_forever, app, loop, work, pause)


def _forever(app: Flask, loop: str, work: Callable[[], object], pause: float) -> None:
    while True:
        with app.app_context():
            try:
                if loop not in ALONE or leases.owns(loop):
                    work()
            except Exception as error:
                # A database that is away for a moment must not silence the bell for good.
                db.session.rollback()
                metrics.LOOP_FAILURES.labels(loop).inc()
                logs.failure(log, f"loop {loop}", error)
        beats.beat(loop)
        socketio.sleep(pause)

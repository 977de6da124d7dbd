"""What runs beside the requests: the bell that ends rounds, the news for consoles and projectors, the door."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask

from consult.extensions import db, socketio
from consult.live import door
from consult.services import analysis_control, announce, timekeeping
from consult.services.seating import ahead

BELL_SECONDS = 0.5
KEEP_UP_SECONDS = 5
PLAN_SECONDS = 0.5
log = logging.getLogger(__name__)


def start(app: Flask) -> None:
    """Start the loops in the way of the chosen async mode."""
    socketio.start_background_task(_forever, app, timekeeping.ring, BELL_SECONDS)
    socketio.start_background_task(_forever, app, analysis_control.tell_progress, announce.TOUCH_SECONDS)
    socketio.start_background_task(_forever, app, analysis_control.keep_up, KEEP_UP_SECONDS)
    socketio.start_background_task(_forever, app, ahead.keep_ready, PLAN_SECONDS)
    socketio.start_background_task(_forever, app, announce.flush_touched, announce.TOUCH_SECONDS)
    socketio.start_background_task(_forever, app, door.sweep, door.SWEEP_SECONDS)


def _forever(app: Flask, work: Callable[[], object], pause: float) -> None:
    while True:
        with app.app_context():
            try:
                work()
            except Exception as error:
                # A database that is away for a moment must not silence the bell for good.
                db.session.rollback()
                log.error("%s failed: %s", work.__name__, type(error).__name__)
        socketio.sleep(pause)

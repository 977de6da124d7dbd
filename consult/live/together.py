"""What the processes of a house tell each other, and what is done when one of them is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consult import metrics
from consult.extensions import socketio
from consult.live.relay import Relay
from consult.services import hall, neighbours
from consult.services.board import following, looking
from consult.services.meeting import announce, news, presence

EARS: dict[str, Callable[[Any], None]] = {
    "presence": presence.heard,
    "who_is_there": presence.say_again,
    "stale": hall.forget,
    "plan_again": news.plan_again,
    "show_out": announce.show_out,
    "board_looking": looking.heard,
    "board_closed": following.closed,
}


def begin() -> None:
    """Where there are neighbours, speak to them and hear them from now on."""
    manager = socketio.server.manager
    if isinstance(manager, Relay):
        manager.begin(EARS)
        neighbours.speak_through(manager.tell)
        metrics.REDIS_HEARD.set_function(neighbours.heard)
        metrics.watch(metrics.QUEUE_LENGTH, "redis", manager.waiting)

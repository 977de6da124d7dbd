"""What is counted of the live connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

from consult import metrics
from consult.extensions import socketio
from consult.live import lag, pace, who
from consult.services.assessment import assess
from consult.services.meeting import group_commit, news
from consult.services.seating import ahead
from consult.services.translating import loop as translating
from consult.services.understanding import loop as understanding

KINDS = ("phone", "console", "projector")
# Lines that are open and have not said who they are.
AT_THE_DOOR = "door"


def register() -> None:
    """Watch the connections of this process and count what is sent to rooms."""
    for kind in KINDS:
        metrics.watch(metrics.CONNECTIONS, kind, _counter_of(kind))
    metrics.watch(metrics.CONNECTIONS, AT_THE_DOOR, _at_the_door)
    metrics.watch(metrics.QUEUE_LENGTH, "outgoing", lambda: sum(_waiting()))
    metrics.watch(metrics.QUEUE_LENGTH, "outgoing_longest", lambda: max(_waiting(), default=0))
    metrics.watch(metrics.QUEUE_LENGTH, "outgoing_bytes", _waiting_bytes)
    metrics.watch(metrics.PHONE_LAG, "worst", lambda: max(lag.everywhere(), default=0.0))
    metrics.watch(metrics.PHONE_LAG, "median", lambda: median(lag.everywhere() or [0.0]))
    metrics.watch(metrics.QUEUE_LENGTH, "news", news.to_tell)
    metrics.watch(metrics.QUEUE_LENGTH, "commands", group_commit.waiting)
    metrics.watch(metrics.QUEUE_LENGTH, "translations", translating.waiting)
    metrics.watch(metrics.RUNS_OPEN, "translator", translating.at_work)
    metrics.watch(metrics.QUEUE_LENGTH, "meanings", understanding.waiting)
    metrics.watch(metrics.RUNS_OPEN, "understanding", understanding.at_work)
    metrics.watch(metrics.RUNS_OPEN, "analysis", assess.at_work)
    metrics.watch(metrics.RUNS_OPEN, "planning", ahead.at_work)
    metrics.LOOP_LATENESS.set_function(pace.lateness)
    lag.measure()
    manager = socketio.server.manager
    manager.emit = _counted(manager.emit, manager)


def _counter_of(kind: str) -> Callable[[], float]:
    return lambda: Counter(one.kind for one in who.everybody())[kind]


def _at_the_door() -> float:
    return max(len(socketio.server.eio.sockets) - len(who.everybody()), 0)


def _waiting() -> list[int]:
    """Packets each connection has not fetched yet."""
    return [line.queue.qsize() for line in list(socketio.server.eio.sockets.values())]


def _waiting_bytes() -> int:
    """What websockets have not taken yet; polling phones fetch whole packets."""
    return sum(line.waiting_bytes for line in list(getattr(socketio.server.manager, "lines", {}).values()))


def _counted(emit: Callable[..., Any], manager: Any) -> Callable[..., Any]:
    """The same `emit`, counting what goes to a room and how many are in it."""

    def counting(event: str, data: Any, namespace: str, room: Any = None, **more: Any) -> Any:
        rooms = manager.rooms.get(namespace, {})
        target = more.get("to") or room
        names = target if isinstance(target, list | tuple) else [target]
        metrics.BROADCASTS.inc()
        metrics.DELIVERIES.inc(sum(len(rooms.get(name, ())) for name in names))
        return emit(event, data, namespace, room, **more)

    return counting

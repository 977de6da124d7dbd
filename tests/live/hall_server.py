"""A live server with nothing but rooms: `python hall_server.py PORT ASYNC_MODE HOW MAX_WAITING_BYTES`."""

from __future__ import annotations

import os
import sys
from typing import Any

PORT, MODE, HOW, MAX_WAITING = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
if MODE == "eventlet":
    import eventlet

    eventlet.monkey_patch()

from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, join_room, leave_room  # noqa: E402

from consult.live import fan_out, lag  # noqa: E402
from consult.live.manager import manager  # noqa: E402

lag.measure()
app = Flask("hall")
socketio = SocketIO()
socketio.init_app(
    app,
    async_mode=MODE,
    client_manager=manager(MODE, HOW),
    cors_allowed_origins=[],
    serve_client=False,
    ping_interval=float(os.environ.get("PING_SECONDS", "25")),
)
fan_out.connect_websockets(socketio.server)
if MODE == "eventlet":
    from consult.live import line

    line.MAX_WAITING_BYTES = MAX_WAITING
names: dict[str, str] = {}
enough: set[str] = set()


@socketio.on("connect")
def connect(auth: dict[str, Any]) -> None:
    names[request.sid] = auth["name"]
    for room in auth.get("rooms", ()):
        join_room(room)


@socketio.on("disconnect")
def disconnect(_reason: Any = None) -> None:
    socketio.emit("left", names.pop(request.sid), to="watchers")


@socketio.on("enter")
def enter(room: str) -> list[str]:
    join_room(room)
    return sorted(r for r in socketio.server.rooms(request.sid) if r != request.sid)


@socketio.on("leave")
def leave(room: str) -> list[str]:
    leave_room(room)
    return sorted(r for r in socketio.server.rooms(request.sid) if r != request.sid)


@socketio.on("say")
def say(rooms: Any, items: list[Any]) -> int:
    """Tell each item to everybody in the room or rooms, and give way in between."""
    for item in items:
        socketio.emit("told", item, to=rooms)
        socketio.sleep(0)
    return len(items)


@socketio.on("say_long")
def say_long(room: str, numbers: list[int], letter: str, length: int) -> int:
    """The same with long items, made here: what comes in may be only so long."""
    return say(room, [f"{number}:" + letter * length for number in range(*numbers)])


@socketio.on("count")
def count(room: str) -> int:
    """Count upwards to the room until somebody has had enough."""
    number = 0
    while room not in enough:
        socketio.emit("told", number, to=room)
        number += 1
        socketio.sleep(0.001)
    return number


@socketio.on("enough")
def stop_counting(room: str) -> None:
    enough.add(room)


@socketio.on("ask_me")
def ask_me(question: str) -> Any:
    return {"asked": question, "answered": socketio.server.call("question", question, sid=request.sid)}


@socketio.on("send_me_away")
def send_me_away() -> None:
    socketio.server.disconnect(request.sid)


@socketio.on("lag")
def how_far_behind() -> float | None:
    return lag.of_connection(
        socketio.server.eio.sockets[socketio.server.manager.eio_sid_from_sid(request.sid, "/")]
    )


@socketio.on("without")
def without(room: str, item: Any) -> None:
    socketio.emit("told", item, to=room, skip_sid=request.sid)


socketio.run(app, host="127.0.0.1", port=PORT, log_output=False, allow_unsafe_werkzeug=True)

"""A bare live server on eventlet, for benchmarks: `hall.py PORT HOW [REDIS]`.

HOW is fast (ours) or stock (Flask-SocketIO's); with the address of a Redis it shares its broadcasts with others.
"""

from __future__ import annotations

import sys

import eventlet

eventlet.monkey_patch()

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402

from consult.live import fan_out  # noqa: E402
from consult.live.manager import manager  # noqa: E402
from consult.serving import freeze, run_on_eventlet  # noqa: E402

PORT, HOW = int(sys.argv[1]), sys.argv[2]
REDIS = sys.argv[3] if len(sys.argv) > 3 else None
app = Flask("hall")
socketio = SocketIO()
socketio.init_app(
    app,
    async_mode="eventlet",
    client_manager=manager("eventlet", HOW, REDIS),
    cors_allowed_origins=[],
    serve_client=False,
    ping_interval=600,
)
if HOW == "fast":
    fan_out.connect_websockets(socketio.server)


@socketio.on("connect")
def connect() -> None:
    join_room("hall")


@socketio.on("say")
def say(item: object) -> None:
    socketio.emit("told", item, to="hall")


if REDIS:
    socketio.server.manager.begin({})
if HOW == "fast":
    freeze()
run_on_eventlet(app, "127.0.0.1", PORT)

"""Sockets come and go. Only a valid token, ticket or key is let in, and it decides the rooms."""

from __future__ import annotations

import logging
from typing import Any

from socketio.exceptions import ConnectionRefusedError

from consult import logs
from consult.domain.errors import Refused
from consult.extensions import socketio
from consult.live import events, limits, own
from consult.live.answers import answered
from consult.live.who import Who, forget, is_known, recognise, remember
from consult.services.board import looking
from consult.services.clock import now
from consult.services.meeting import news, presence, rooms

# Who comes and goes all the time asks more of the server than who talks.
CONNECTING_COSTS = 2.0
log = logging.getLogger(__name__)


def register() -> None:
    """Attach the handlers of connecting, leaving and of commands nobody knows."""
    events.on_connecting(connect)
    events.on_leaving(disconnect)
    events.on(events.ANY, unknown)


def connect(socket_id: str, auth: Any = None) -> None:
    """Let a known screen in and put it into its rooms."""
    if is_known(socket_id):
        # A screen that is in may send an event that only calls itself so.
        return
    try:
        who = recognise(socket_id, auth)
    except Exception as error:
        logs.failure(log, "recognising a screen", error)
        raise ConnectionRefusedError("please_wait") from None
    if who is None:
        raise ConnectionRefusedError("not_recognised")
    if not limits.spend(who.bucket, CONNECTING_COSTS):
        raise ConnectionRefusedError("please_wait")
    remember(socket_id, who)
    for oldest in own.hold(who.bucket, socket_id):
        socketio.server.disconnect(oldest, namespace="/")
    if who.kind == "phone":
        _enter(socket_id, rooms.phones(who.meeting_id))
        _enter(socket_id, rooms.phone_of(who.id))
        presence.arrived(who.id, socket_id)
        news.touch(who.meeting_id)
        return
    if who.kind == "board":
        _enter(socket_id, rooms.board(who.consultation_id))
        _enter(socket_id, rooms.board_in(who.consultation_id, who.language))
        looking.arrived(who.consultation_id, socket_id, who.id, who.name)
        return
    _enter(socket_id, rooms.screens(who.meeting_id))
    if who.kind == "console":
        _enter(socket_id, rooms.consoles(who.meeting_id))


def disconnect(socket_id: str) -> None:
    """The console shows that a phone is away."""
    if socketio.server.manager.is_connected(socket_id, "/"):
        # Again an event of that name: whoever is still here must not be forgotten, or could not be sent away.
        return
    who = forget(socket_id)
    if who is None:
        return
    own.let_go(who.bucket, socket_id)
    if who.kind == "board":
        looking.left(who.consultation_id, socket_id)
    if who.kind == "phone":
        presence.gone(who.id, socket_id, now())
        news.touch(who.meeting_id)


@answered("any")
def unknown(_who: Who, _payload: Any) -> dict[str, Any]:
    """Answer, so that no screen waits for ever."""
    raise Refused("unknown_command")


def _enter(socket_id: str, room: str) -> None:
    socketio.server.enter_room(socket_id, room, namespace="/")

"""Tickets with which a signed-in facilitator opens the live socket of a console."""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from consult.models import Meeting

TICKET_SECONDS = 16 * 3600


def console_ticket(user: Any, meeting: Meeting) -> str:
    """Says who asks for which meeting; the role itself is looked up at every command."""
    return str(_serializer().dumps([user.id, meeting.id]))


def read_ticket(ticket: str) -> tuple[int, int] | None:
    """(user id, meeting id) of a valid ticket, else None."""
    try:
        user_id, meeting_id = _serializer().loads(ticket, max_age=TICKET_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return int(user_id), int(meeting_id)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="console-ticket")

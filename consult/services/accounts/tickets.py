"""Tickets with which somebody who is signed in opens the live socket of a console, or of a theme board."""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from consult.models import Consultation, Meeting

TICKET_SECONDS = 16 * 3600


def console_ticket(user: Any, meeting: Meeting) -> str:
    """Says who asks for which meeting; the role itself is looked up at every command."""
    return str(_serializer("console").dumps([user.id, meeting.id]))


def board_ticket(user: Any, consultation: Consultation) -> str:
    """Says who asks for the theme board of which consultation; the role itself is looked up at every command."""
    return str(_serializer("board").dumps([user.id, consultation.id]))


def read_ticket(ticket: str) -> tuple[int, int] | None:
    """(user id, meeting id) of a valid ticket for a console, else None."""
    return _read("console", ticket)


def read_board_ticket(ticket: str) -> tuple[int, int] | None:
    """(user id, consultation id) of a valid ticket for a theme board, else None."""
    return _read("board", ticket)


def _read(what_for: str, ticket: str) -> tuple[int, int] | None:
    try:
        user_id, of = _serializer(what_for).loads(ticket, max_age=TICKET_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return int(user_id), int(of)


def _serializer(what_for: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"{what_for}-ticket")

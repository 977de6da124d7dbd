"""Rows as the screens receive them. Instants in Unix milliseconds, durations in seconds."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app, has_request_context, request
from sqlalchemy import Row

from consult.domain.languages import LANGUAGES
from consult.domain.words import table_sign
from consult.models import CafeTable, Meeting, Note

Wire = dict[str, Any]


class NewlyStored(NamedTuple):
    """The columns of a note, without the object around them: it is written three times for those who hear of it."""

    id: int
    participant_id: int
    client_key: str
    round_number: int
    table_number: int
    kind: str
    text: str
    language: str
    by_proxy: bool
    main_point: bool
    written_at: float
    hidden_at: float | None


# A note as it is read for screens.
StoredNote = NewlyStored | Row[Any]


def millis(instant: float | None) -> int | None:
    """A stored instant as the screens count."""
    return None if instant is None else round(instant * 1000)


def note_wire(note: Note | StoredNote, reader_id: int | None = None) -> Wire:
    """A note for one reader; only its author sees the key and whether it is hidden."""
    mine = note.participant_id == reader_id
    shown: Wire = {
        "id": note.id,
        "kind": note.kind,
        "text": note.text,
        "language": note.language,
        "round": note.round_number,
        "table": note.table_number,
        "mine": mine,
        "main_point": note.main_point,
        "by_proxy": note.by_proxy,
        "at": millis(note.written_at),
    }
    if note.language not in LANGUAGES:
        shown["unknown_language"] = True
    if mine:
        shown["client_key"] = note.client_key
        shown["hidden"] = note.hidden_at is not None
    return shown


def sign_wire(number: int) -> Wire:
    """How a table is recognised: number, colour and shape."""
    colour, shape = table_sign(number)
    return {"number": number, "colour": colour, "shape": shape}


def table_wire(table: CafeTable | Row[Any]) -> Wire:
    """A café table with its sign."""
    return {**sign_wire(table.number), "seats": table.seats, "mode": table.mode}


def clock_wire(meeting: Meeting | Row[Any], rounds_total: int | None = None) -> Wire:
    """The phase and the clock, the same on every screen; a plain row does not know how many rounds there are."""
    return {
        "phase": meeting.phase,
        "round_number": meeting.round_number,
        "rounds_total": len(meeting.rounds) if rounds_total is None else rounds_total,
        "ends_at": millis(meeting.ends_at),
        "remaining": meeting.remaining,
        "paused": meeting.remaining is not None,
    }


def public_address() -> str:
    """Where phones find this server, without a slash at the end."""
    settings = current_app.config["SETTINGS"]
    if settings.public_url:
        return str(settings.public_url)
    seen = current_app.config.get("ADDRESS_SEEN")
    if seen:
        return str(seen)
    return request.host_url.rstrip("/") if has_request_context() else "http://localhost:8000"


def join_address(meeting: Meeting) -> str:
    """What the QR code says."""
    return f"{public_address()}/join/{meeting.join_secret}"

"""The names of the rooms: who is spoken to together."""

from __future__ import annotations


def phones(meeting_id: int) -> str:
    """The room of all phones of a meeting."""
    return f"meeting:{meeting_id}:phones"


def screens(meeting_id: int) -> str:
    """The room of the consoles and projectors of a meeting."""
    return f"meeting:{meeting_id}:screens"


def consoles(meeting_id: int) -> str:
    """The room of the consoles of a meeting."""
    return f"meeting:{meeting_id}:consoles"


def phone_of(participant_id: int) -> str:
    """The room of one participant's phones."""
    return f"participant:{participant_id}"


def board(consultation_id: int) -> str:
    """The room of everybody who has the theme board of a consultation open."""
    return f"consultation:{consultation_id}:board"


def board_in(consultation_id: int, language: str) -> str:
    """The room of those who have the theme board open and read this language."""
    return f"{board(consultation_id)}:{language}"

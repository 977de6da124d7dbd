"""What a phone shows of the table its owner sits at: the question, what was left there, notes, and what they are told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from consult.domain.words import Seating
from consult.services.assessment import coverage
from consult.services.catch_up.reader import read_by, worded
from consult.services.hall import Hall, notes_at
from consult.services.hall.read import Sitting
from consult.services.meeting.wire import Wire, millis, note_wire
from consult.services.translating import desk


def question(hall: Hall, seat: Sitting | None, language: str) -> Wire | None:
    """What is asked in the seated round, of this table or of all; None when the conversations are over."""
    if hall.harvesting:
        return None
    texts = hall.question(seat.table if seat else None)
    return None if texts is None else worded(texts, language)


def hand_over(hall: Hall, seat: Sitting | None, me: Row[Any]) -> Wire | None:
    """What the previous group left at this table."""
    if seat is None or hall.harvesting or hall.seated_round < 2:
        return None
    coming = hall.round(hall.seated_round)
    if coming is not None and coming.seating == Seating.STAY:
        return None
    left = hall.hand_overs.get((hall.seated_round - 1, seat.table))
    if left is None or not left.text:
        return None
    told = {"text": left.text, "language": left.language, "round": left.round_number}
    # For whoever lacks it, it has an id; the screen needs none.
    texts = [({**told, "id": left.id}, hall.hand_overs_translated.get(left.id, {}))]
    (read,) = read_by(me, desk.HAND_OVER, texts, hall)
    return {name: value for name, value in read.items() if name != "id"}


def own_hand_over(hall: Hall, seat: Sitting | None) -> str | None:
    """What this table host has written for the next group so far."""
    if seat is None or not seat.is_host:
        return None
    left = hall.hand_overs.get((hall.writing_round, seat.table))
    return str(left.text) if left is not None else None


def notes(hall: Hall, seat: Sitting | None, me: Row[Any]) -> list[Wire]:
    """The notes of the round on the screen, oldest first: one's own as they are, those of others as one reads them."""
    if seat is None:
        return []
    here = notes_at(hall, (hall.writing_round, seat.table))
    # Whoever wrote a note needs nobody to tell them what it says.
    others = [(note.shown, note.translations) for note in here if note.stored.participant_id != me.id]
    read = iter(read_by(me, desk.NOTE, others, hall))
    return [
        note_wire(note.stored, me.id) if note.stored.participant_id == me.id else next(read) for note in here
    ]


def announcement(hall: Hall, seat: Sitting | None) -> Wire | None:
    """The latest line that the facilitator wrote to all, or to the group at this table."""
    # What was said to the group that sat here before is not for this one.
    here = hall.announcements.get((hall.seated_round, seat.table)) if seat else None
    heard = [each for each in (hall.announcements.get(None), here) if each is not None]
    if not heard:
        return None
    latest = max(heard, key=lambda each: int(each.id))
    return {"text": latest.text, "at": millis(latest.made_at)}


def prompt(hall: Hall, seat: Sitting | None, language: str) -> Wire | None:
    """The latest question that the facilitator put to this table host, in their language."""
    if seat is None or not seat.is_host:
        return None
    sent = [hall.prompts[table] for table in (None, seat.table) if table in hall.prompts]
    if not sent:
        return None
    latest = max(sent, key=lambda each: int(each.id))
    found = coverage.prompt(hall.meeting, latest.prompt)
    if found is None:
        return None
    return {"key": found.key, "text": found.text[language], "at": millis(latest.made_at)}

"""Whether people can live with the main points: kept for each person and point, told without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain.errors import Refused
from consult.domain.words import MOST_ASKED_POINTS, Voting
from consult.extensions import db
from consult.models import Meeting, Note, NoteMark, Stance
from consult.services.meeting import harvest
from consult.services.meeting.wire import Wire


@dataclass(frozen=True)
class OwnObjection:
    """What its author reads: the main point (None: hidden), the words, and why these are hidden (None: they are not)."""

    point: str | None
    text: str
    hidden: str | None


def record(event: e.StanceGiven) -> None:
    """Store an answer in place of an earlier one, or take it back."""
    mine = (Stance.participant_id == event.participant_id, Stance.note_id == event.note_id)
    if event.acceptable is None:
        db.session.execute(delete(Stance).where(*mine))
        return
    stored = db.session.scalar(select(Stance).where(*mine))
    if stored is None:
        stored = Stance(participant_id=event.participant_id, note_id=event.note_id)
        db.session.add(stored)
    if stored.objection != event.objection:
        # Other words: nobody has hidden these.
        stored.hidden_at, stored.hidden_reason = None, None
    stored.acceptable, stored.objection = event.acceptable, event.objection
    stored.language, stored.given_at = event.language, event.at


def record_hiding(event: e.ObjectionHidden | e.ObjectionShown) -> None:
    """Store that the words of an answer are hidden, and why; or that they are told again."""
    stored = db.session.get_one(Stance, event.objection_id)
    if isinstance(event, e.ObjectionHidden):
        stored.hidden_at, stored.hidden_reason = event.at, event.reason
    else:
        stored.hidden_at, stored.hidden_reason = None, None


def objection_of(meeting_id: int, objection_id: int) -> c.ObjectionRef:
    """An objection in words about a main point of this meeting; raises Refused("no_such_objection")."""
    found = db.session.get(Stance, objection_id)
    about = db.session.get(Note, found.note_id) if found is not None and found.objection else None
    if found is None or about is None or about.meeting_id != meeting_id:
        raise Refused("no_such_objection")
    return c.ObjectionRef(found.id, found.participant_id)


def own_objections(participant_id: int) -> list[OwnObjection]:
    """What somebody has objected to, also what is hidden, in the order of the main points."""
    found = db.session.execute(
        select(Stance, Note)
        .join(Note, Note.id == Stance.note_id)
        .where(Stance.participant_id == participant_id, Stance.acceptable.is_(False))
        .order_by(Stance.note_id)
    )
    return [
        OwnObjection(
            None if note.hidden_at is not None else note.text,
            stance.objection,
            None if stance.hidden_at is None else stance.hidden_reason or "",
        )
        for stance, note in found
    ]


def forget_of_note(note_id: int) -> None:
    """Every answer about a note goes."""
    db.session.execute(delete(Stance).where(Stance.note_id == note_id))


def of_person(participant_id: int, connection: Connection | None = None) -> list[Wire]:
    """Somebody's own answers: {note_id, acceptable, objection, hidden}, in the order of the notes."""
    found = (connection or db.session).execute(
        select(Stance.note_id, Stance.acceptable, Stance.objection, Stance.hidden_at)
        .where(Stance.participant_id == participant_id)
        .order_by(Stance.note_id)
    )
    return [
        {"note_id": note, "acceptable": can, "objection": why, "hidden": hidden is not None}
        for note, can, why, hidden in found
    ]


def worth_asking(row: Meeting, most: int | None) -> Sequence[int]:
    """The main points to ask about, those with most votes first once these are told; at most `most`, or 20."""
    points = harvest.main_points(row.id)
    if row.voting == Voting.CLOSED:
        votes = harvest.votes_by_note(row.id)
        points.sort(key=lambda note: -votes[note.id])
    aside = set(db.session.scalars(select(NoteMark.note_id).where(NoteMark.set_aside.is_not(None))))
    asked = [note.id for note in points if note.id not in aside]
    return asked[: min(most or MOST_ASKED_POINTS, MOST_ASKED_POINTS)]

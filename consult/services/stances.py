"""Whether people can live with the main points: kept for each person and point, told without names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from consult.domain import events as e
from consult.domain.words import MOST_ASKED_POINTS, Voting
from consult.extensions import db
from consult.models import Meeting, NoteMark, Stance
from consult.services import harvest
from consult.services.wire import Wire


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
    stored.acceptable, stored.objection = event.acceptable, event.objection
    stored.language, stored.given_at = event.language, event.at


def forget_of_note(note_id: int) -> None:
    """Every answer about a note goes."""
    db.session.execute(delete(Stance).where(Stance.note_id == note_id))


def of_person(participant_id: int, connection: Connection | None = None) -> list[Wire]:
    """Somebody's own answers: {note_id, acceptable, objection}, in the order of the notes."""
    found = (connection or db.session).execute(
        select(Stance.note_id, Stance.acceptable, Stance.objection)
        .where(Stance.participant_id == participant_id)
        .order_by(Stance.note_id)
    )
    return [{"note_id": note, "acceptable": can, "objection": why} for note, can, why in found]


def worth_asking(row: Meeting, most: int | None) -> Sequence[int]:
    """The main points to ask about, those with most votes first once these are told; at most `most`, or 20."""
    points = harvest.main_points(row.id)
    if row.voting == Voting.CLOSED:
        votes = harvest.votes_by_note(row.id)
        points.sort(key=lambda note: -votes[note.id])
    aside = set(db.session.scalars(select(NoteMark.note_id).where(NoteMark.set_aside.is_not(None))))
    asked = [note.id for note in points if note.id not in aside]
    return asked[: min(most or MOST_ASKED_POINTS, MOST_ASKED_POINTS)]

"""Notes that may belong into the register of resources: kept or dismissed, several at once.

What is dismissed is remembered, offered no longer, and can be offered again. Every writing function checks that the notes
are visible ones of the consultation (Refused "not_in_consultation"; "no_note_chosen" without any), leaves lines in the
paper trail and commits once. `by` is the id of the signed-in user.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import ResourceDismissal, ThemeChange
from consult.services.assessment import resources
from consult.services.assessment.evidence import NoteRow
from consult.services.assessment.resources import KINDS, Entry, ResourceRow
from consult.services.clock import now


@dataclass(frozen=True)
class Candidates:
    """The notes of the three kinds that are in no resource yet, main points first."""

    open: tuple[NoteRow, ...]
    dismissed: tuple[NoteRow, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Kind → open ones."""
        return Counter(note.kind for note in self.open)


def candidates(register: Iterable[ResourceRow], visible: Sequence[NoteRow]) -> Candidates:
    """What is offered, and what was dismissed."""
    kept = {note.id for row in register for note in row.notes}
    free = [note for note in visible if note.kind in set(KINDS) and note.id not in kept]
    free.sort(key=lambda note: (not note.main_point, note.id))
    of_these = ResourceDismissal.note_id.in_([note.id for note in free])
    gone = set(db.session.scalars(select(ResourceDismissal.note_id).where(of_these)))
    return Candidates(
        tuple(note for note in free if note.id not in gone),
        tuple(note for note in free if note.id in gone),
    )


def keep(consultation_id: int, note_ids: Collection[int], by: int | None = None) -> int:
    """Make one resource of each note, called by the beginning of its words; how many."""
    chosen = _chosen(consultation_id, note_ids)
    for note in chosen:
        resources.put(consultation_id, Entry(note.kind, resources.name_of(note.text)), [note.id], by)
    _offer_again(note.id for note in chosen)
    db.session.commit()
    return len(chosen)


def dismiss(consultation_id: int, note_ids: Collection[int], by: int | None = None) -> int:
    """Offer these notes no longer; how many."""
    chosen = [note.id for note in _chosen(consultation_id, note_ids)]
    # Dismissed twice is dismissed once.
    _offer_again(chosen)
    db.session.add_all(ResourceDismissal(note_id=key, dismissed_by=by, dismissed_at=now()) for key in chosen)
    _record(consultation_id, by, "resource_dismissed", len(chosen))
    db.session.commit()
    return len(chosen)


def recall(consultation_id: int, note_ids: Collection[int], by: int | None = None) -> int:
    """Offer dismissed notes again; how many."""
    chosen = [note.id for note in _chosen(consultation_id, note_ids)]
    _offer_again(chosen)
    _record(consultation_id, by, "resource_recalled", len(chosen))
    db.session.commit()
    return len(chosen)


def _chosen(consultation_id: int, note_ids: Collection[int]) -> list[NoteRow]:
    if not note_ids:
        raise Refused("no_note_chosen")
    return resources.own_notes(consultation_id, note_ids)


def _offer_again(note_ids: Iterable[int]) -> None:
    db.session.execute(delete(ResourceDismissal).where(ResourceDismissal.note_id.in_(list(note_ids))))


def _record(consultation_id: int, by: int | None, what: str, notes: int) -> None:
    change = ThemeChange(consultation_id=consultation_id, user_id=by, what=what, made_at=now())
    change.detail = {"notes": notes}
    db.session.add(change)

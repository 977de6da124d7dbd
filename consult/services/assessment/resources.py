"""The register of resources: what exists already and who offers to help, as notes told it and a person kept it.

Every writing function checks that what it touches belongs to the consultation (Refused "not_in_consultation"),
leaves a line in the paper trail and commits once. `by` is the id of the signed-in user.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from consult.domain.errors import Refused
from consult.domain.texts import clean_line, clean_text
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Note, Resource, ResourceNote, ThemeChange
from consult.services.assessment.evidence import NoteRow, notes
from consult.services.assessment.note_vectors import middle, vectors
from consult.services.assessment.own_words import whose
from consult.services.clock import now

if TYPE_CHECKING:
    from consult.analysis.meaning import Vectors
    from consult.analysis.resemblance import Alike, Thing

KINDS = (Kind.INITIATIVE, Kind.PRACTICE, Kind.COOPERATION)
NAME_LENGTH = 120
DESCRIPTION_LENGTH = 600
# A name of fewer words is what a thing is called, and not anybody's sentence.
SENTENCE_WORDS = 6


@dataclass(frozen=True)
class ResourceRow:
    """One resource with the visible notes in which it was raised; nobody's name, unless a person wrote it here."""

    id: int
    kind: str
    name: str
    holder: str
    description: str
    notes: tuple[NoteRow, ...]


@dataclass(frozen=True)
class Entry:
    """What a person writes of a resource."""

    kind: str
    name: str
    holder: str = ""
    description: str = ""


@dataclass(frozen=True)
class Offered:
    """A note that is in no resource yet; `name` is the beginning of its words, `like` the resources it resembles."""

    note: NoteRow
    name: str
    like: tuple[int, ...]


def rows(consultation_id: int, visible: Sequence[NoteRow] | None = None) -> list[ResourceRow]:
    """The register by kind and name; without what stands in the words of a hidden note."""
    by_id = {note.id: note for note in (notes(consultation_id) if visible is None else visible)}
    query = (
        select(Resource)
        .outerjoin(Note, Note.id == Resource.taken_from)
        .where(Resource.consultation_id == consultation_id, Note.hidden_at.is_(None))
    )
    told = _told(consultation_id)
    found = [
        _row(row, [by_id[key] for key in told.get(row.id, ()) if key in by_id])
        for row in db.session.scalars(query)
    ]
    order = {str(kind): place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda row: (order.get(row.kind, len(order)), row.name.casefold(), row.id))


def duplicates(register: Sequence[ResourceRow]) -> list[Alike]:
    """Pairs of places in the register that may be the same thing, for a person to look at."""
    from consult.analysis.resemblance import alike

    return alike(_things(register, vectors(note.id for row in register for note in row.notes)))


def offered(register: Sequence[ResourceRow], visible: Sequence[NoteRow]) -> list[Offered]:
    """The notes of the three kinds that are in no resource yet, main points first."""
    kept = {note.id for row in register for note in row.notes}
    free = [note for note in visible if note.kind in set(KINDS) and note.id not in kept]
    from consult.analysis.resemblance import Thing

    known = vectors(note.id for note in (*free, *(note for row in register for note in row.notes)))
    things = _things(register, known)
    found = []
    for note in free:
        name = name_of(note.text)
        found.append(Offered(note, name, _resembled(Thing(name, known.get(note.id)), things, register)))
    return sorted(found, key=lambda one: (not one.note.main_point, one.note.id))


def name_of(text: str) -> str:
    """What a note calls it: words in quotation marks, or else its first sentence, cut between words."""
    line = clean_line(text)
    for opening, closing in ("«»", "“”", "„“", '""'):
        _, found, rest = line.partition(opening)
        quoted, ended, _ = rest.partition(closing)
        if found and ended and 2 < len(quoted.strip()) <= NAME_LENGTH:
            return quoted.strip()
    first = line.split(". ", 1)[0].rstrip(".!")
    return first if len(first) <= NAME_LENGTH else first[: NAME_LENGTH - 2].rsplit(" ", 1)[0] + " …"


def keep(consultation_id: int, entry: Entry, note_ids: Collection[int], by: int | None = None) -> Resource:
    """Put a resource into the register, with the notes that raised it."""
    row = put(consultation_id, entry, note_ids, by)
    db.session.commit()
    return row


def put(consultation_id: int, entry: Entry, note_ids: Collection[int], by: int | None = None) -> Resource:
    """The same for a caller that commits itself."""
    written, told = _checked(entry), own_notes(consultation_id, note_ids)
    row = Resource(consultation_id=consultation_id, written_at=now(), **written)
    row.taken_from = _taken_from(entry, told)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(ResourceNote(resource_id=row.id, note_id=note.id) for note in told)
    _record(row, by, "resource_kept")
    return row


def change(
    consultation_id: int, resource_id: int, entry: Entry, note_ids: Collection[int], by: int | None = None
) -> Resource:
    """Store other words or other notes of a resource."""
    row = _resource(consultation_id, resource_id)
    written, told = _checked(entry), own_notes(consultation_id, note_ids)
    for name, value in written.items():
        setattr(row, name, value)
    row.taken_from = _taken_from(entry, told)
    db.session.execute(delete(ResourceNote).where(ResourceNote.resource_id == row.id))
    db.session.add_all(ResourceNote(resource_id=row.id, note_id=note.id) for note in told)
    _record(row, by, "resource_kept")
    db.session.commit()
    return row


def add_note(consultation_id: int, resource_id: int, note_id: int, by: int | None = None) -> Resource:
    """A note speaks of a resource that is in the register already."""
    row = _resource(consultation_id, resource_id)
    added = own_notes(consultation_id, [note_id])
    if db.session.get(ResourceNote, (row.id, note_id)) is None:
        db.session.add(ResourceNote(resource_id=row.id, note_id=note_id))
        row.taken_from = row.taken_from or _taken_from(_entry(row), added)
        _record(row, by, "resource_kept")
    db.session.commit()
    return row


def merge(consultation_id: int, resource_ids: Sequence[int], by: int | None = None) -> Resource:
    """Make one of several: the first keeps its words, and gets whatever it had none of; Refused "merge_needs_two"."""
    found = [_resource(consultation_id, key) for key in dict.fromkeys(resource_ids)]
    if len(found) < 2:
        raise Refused("merge_needs_two")
    first, *others = found
    told = {key for row in found for key in _told(consultation_id).get(row.id, ())}
    for other in others:
        first.holder = first.holder or other.holder
        first.description = first.description or other.description
        db.session.delete(other)
    db.session.execute(delete(ResourceNote).where(ResourceNote.resource_id == first.id))
    db.session.flush()
    db.session.add_all(ResourceNote(resource_id=first.id, note_id=note_id) for note_id in sorted(told))
    # Some of the notes may be hidden for now.
    visible = [note for note in notes(consultation_id, aside=True) if note.id in told]
    first.taken_from = _taken_from(_entry(first), visible)
    _record(first, by, "resource_merged")
    db.session.commit()
    return first


def remove(consultation_id: int, resource_id: int, by: int | None = None) -> None:
    """Take a resource out of the register; its notes are offered again."""
    row = _resource(consultation_id, resource_id)
    _record(row, by, "resource_removed")
    db.session.delete(row)
    db.session.commit()


def own_notes(consultation_id: int, note_ids: Collection[int]) -> list[NoteRow]:
    """The notes, if all of them are visible ones of the consultation; what was set aside may stay."""
    by_id = {note.id: note for note in notes(consultation_id, aside=True)}
    if any(note_id not in by_id for note_id in note_ids):
        raise Refused("not_in_consultation")
    return [by_id[note_id] for note_id in sorted(set(note_ids))]


def _row(row: Resource, told: Sequence[NoteRow]) -> ResourceRow:
    return ResourceRow(row.id, row.kind, row.name, row.holder, row.description, tuple(told))


def _entry(row: Resource) -> Entry:
    return Entry(row.kind, row.name, row.holder, row.description)


def _told(consultation_id: int) -> dict[int, list[int]]:
    query = (
        select(ResourceNote.resource_id, ResourceNote.note_id)
        .join(Resource, Resource.id == ResourceNote.resource_id)
        .where(Resource.consultation_id == consultation_id)
        .order_by(ResourceNote.note_id)
    )
    found: dict[int, list[int]] = {}
    for resource_id, note_id in db.session.execute(query):
        found.setdefault(resource_id, []).append(note_id)
    return found


def _resource(consultation_id: int, resource_id: int) -> Resource:
    row = db.session.get(Resource, resource_id)
    if row is None or row.consultation_id != consultation_id:
        raise Refused("not_in_consultation")
    return row


def _checked(entry: Entry) -> dict[str, str]:
    name, holder = clean_line(entry.name)[:NAME_LENGTH], clean_line(entry.holder)[:NAME_LENGTH]
    if not name:
        raise Refused("resource_name_missing")
    if entry.kind not in set(KINDS):
        raise Refused("resource_kind_missing")
    description = clean_text(entry.description)
    if len(description) > DESCRIPTION_LENGTH:
        raise Refused("text_too_long", length=len(description), limit=DESCRIPTION_LENGTH)
    return {"kind": str(entry.kind), "name": name, "holder": holder, "description": description}


def _taken_from(entry: Entry, told: Sequence[NoteRow]) -> int | None:
    return whose((entry.name, entry.description), told, SENTENCE_WORDS)


def _resembled(one: Thing, things: Sequence[Thing], register: Sequence[ResourceRow]) -> tuple[int, ...]:
    from consult.analysis.resemblance import resembles

    return tuple(row.id for row, thing in zip(register, things, strict=True) if resembles(one, thing))


def _things(register: Sequence[ResourceRow], known: Mapping[int, Vectors]) -> list[Thing]:
    from consult.analysis.resemblance import Thing

    return [Thing(row.name, middle((note.id for note in row.notes), known)) for row in register]


def _record(row: Resource, by: int | None, what: str) -> None:
    change = ThemeChange(consultation_id=row.consultation_id, user_id=by, what=what, made_at=now())
    # Without its name: it may be in the words of a note, which may be erased.
    change.detail = {"resource": row.id}
    db.session.add(change)

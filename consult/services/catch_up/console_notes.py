"""The notes of a meeting as its console needs them: counted by the database, and only those read that are shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from consult.domain.languages import LANGUAGES
from consult.domain.words import Voting
from consult.extensions import db
from consult.locales import current_language
from consult.models import HandOver, Meeting, Note
from consult.services.meeting import harvest
from consult.services.meeting.wire import Wire, note_wire
from consult.services.translating import shown

NOTES_SHOWN = 200


@dataclass(frozen=True)
class OfTable:
    """What was written at a table in a round: how many notes can be seen, and when the last came, seen or hidden."""

    notes: int = 0
    last_at: float | None = None


def by_table(meeting_id: int, round_number: int) -> dict[int, OfTable]:
    """The notes of a round by table; tables without any are not in it."""
    found = db.session.execute(
        select(
            Note.table_number,
            func.count().filter(Note.hidden_at.is_(None)),
            func.max(Note.written_at),
        )
        .where(Note.meeting_id == meeting_id, Note.round_number == round_number)
        .group_by(Note.table_number)
    )
    return {table: OfTable(count, last_at) for table, count, last_at in found}


def counted(meeting_id: int) -> Wire:
    """How many notes can be seen, by kind and by language, most first."""
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for kind, language, count in db.session.execute(
        select(Note.kind, Note.language, func.count())
        .where(Note.meeting_id == meeting_id, Note.hidden_at.is_(None))
        .group_by(Note.kind, Note.language)
    ):
        kinds[kind] += count
        languages[language] += count
    return {
        "notes": kinds.total(),
        "kinds": dict(kinds.most_common()),
        "languages": dict(languages.most_common()),
    }


def latest(row: Meeting) -> list[Wire]:
    """The newest notes, with those that are hidden, and their votes once these are told."""
    found = db.session.scalars(
        select(Note).where(Note.meeting_id == row.id).order_by(Note.id.desc()).limit(NOTES_SHOWN)
    )
    notes, votes = found.all(), _votes(row)
    read = _read(notes)
    return [
        {
            **_with_votes(note, votes, read),
            "hidden": note.hidden_at is not None,
            "hidden_reason": note.hidden_reason,
        }
        for note in notes
    ]


def main_points(row: Meeting) -> dict[int, list[Wire]]:
    """The main points of each table, of all rounds, newest first."""
    found = db.session.scalars(
        select(Note)
        .where(Note.meeting_id == row.id, Note.main_point, Note.hidden_at.is_(None))
        .order_by(Note.id.desc())
    )
    notes, votes = found.all(), _votes(row)
    read = _read(notes)
    points: dict[int, list[Wire]] = defaultdict(list)
    for note in notes:
        points[note.table_number].append(_with_votes(note, votes, read))
    return points


def hand_overs(row: Meeting) -> dict[int, Wire]:
    """The latest hand-over of each table, and what it says in the language of the console."""
    found = db.session.scalars(
        select(HandOver).where(HandOver.meeting_id == row.id).order_by(HandOver.round_number)
    )
    latest = {left.table_number: left for left in found}
    language = current_language()
    translated = shown.of_hand_overs(db.session, row.id) if latest else {}
    return {
        table: {
            "text": left.text,
            "language": left.language,
            **({"unknown_language": True} if left.language not in LANGUAGES else {}),
            **_translation(left, translated.get(left.id, {}).get(language), language),
        }
        for table, left in latest.items()
    }


def _translation(left: HandOver, made: Wire | None, language: str) -> Wire:
    return {"translation": made} if made is not None and left.language != language else {}


def _votes(row: Meeting) -> Counter[int] | None:
    return harvest.votes_by_note(row.id) if row.voting == Voting.CLOSED else None


def _read(notes: Sequence[Note]) -> dict[int, Wire]:
    """These notes in the language of the console, where they are in another one and there is a translation."""
    language = current_language()
    return shown.in_language(db.session, [note.id for note in notes if note.language != language], language)


def _with_votes(note: Note, votes: Counter[int] | None, read: Mapping[int, Wire]) -> Wire:
    """A note, its translation and its votes; None while they are secret."""
    wire = {**note_wire(note), "votes": votes[note.id] if votes is not None else None}
    if note.id in read:
        wire["translation"] = read[note.id]
    return wire

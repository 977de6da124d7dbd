"""Many new notes at once: decided one after another, stored with a handful of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Table, select

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain import meeting as rules
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Meeting, Note, Participant, Seat
from consult.services.inserting import insert_into
from consult.services.meeting import rows
from consult.services.meeting.wire import NewlyStored, StoredNote

# Who wrote it, and the key made on their phone: one note, however often it is sent.
Key = tuple[int, str]
NOTES = cast(Table, Note.__table__)
STORED = [NOTES.c[name] for name in NewlyStored._fields]


@dataclass(frozen=True)
class NewNote:
    """A note that somebody wants to write."""

    author_id: int
    client_key: str
    kind: Kind
    text: str
    language: str
    round_number: int
    by_proxy: bool

    @property
    def key(self) -> Key:
        return self.author_id, self.client_key


@dataclass
class Written:
    """For every note asked for, what is stored or why it is refused; and which of them were not there before."""

    answers: list[StoredNote | Refused] = field(default_factory=list)
    fresh: set[Key] = field(default_factory=set)


# What is known of a meeting is true for one version of it.
_known: WeakKeyDictionary[Engine, dict[int, tuple[int, LiveMeeting]]] = WeakKeyDictionary()


def meeting_now(meeting_id: int, shared: bool = True) -> tuple[int, LiveMeeting]:
    """Version and state of a meeting, which stay as they are until the transaction ends.

    `shared`: another process may write notes too, but cannot close the meeting in between; else nobody else decides on
    anything in it. Raises Refused("not_recognised").
    """
    found = db.session.execute(
        select(Meeting.version, Meeting.phase, Meeting.round_number)
        .where(Meeting.id == meeting_id)
        .with_for_update(read=shared)
    ).one_or_none()
    if found is None:
        raise Refused("not_recognised")
    known = _known.setdefault(db.engine, {})
    version, live = known.get(meeting_id, (None, None))
    if live is None or (version, live.phase, live.round_number) != tuple(found):
        row = db.session.get_one(Meeting, meeting_id, populate_existing=True)
        live = rows.live_meeting(row)
        known[meeting_id] = (row.version, live)
    return found.version, live


def write(meeting: LiveMeeting, asked: Sequence[NewNote], now: float) -> Written:
    """Decide on the notes in their order and store those that are new. The caller commits.

    What is stored already, under the same key of the same author, is the answer to a note that is sent again.
    """
    authors = _authors(meeting.id, {note.author_id for note in asked})
    decided: dict[Key, e.NoteWritten] = {}
    refused: dict[int, Refused] = {}
    for place, note in enumerate(asked):
        try:
            if note.key not in decided:
                decided[note.key] = _decide(meeting, authors.get(note.author_id), note, now)
        except Refused as refusal:
            refused[place] = refusal
    fresh = _insert(meeting.id, decided.values())
    # Sent again, perhaps when its round was long over; or another process has stored it in this very moment.
    missing = {note.key for note in asked if note.author_id in authors and note.key not in fresh}
    stored = {**fresh, **_stored(missing)}
    answers = [
        stored.get(note.key) or refused.get(place) or Refused("please_wait")
        for place, note in enumerate(asked)
    ]
    return Written(answers, set(fresh))


def _decide(meeting: LiveMeeting, author: c.Person | None, note: NewNote, now: float) -> e.NoteWritten:
    if author is None:
        raise Refused("not_recognised")
    command = c.WriteNote(
        author, note.client_key, note.kind, note.text, note.language, note.round_number, note.by_proxy
    )
    (event,) = rules.decide(meeting, command, now)
    assert isinstance(event, e.NoteWritten)
    return event


def _authors(meeting_id: int, ids: Collection[int]) -> dict[int, c.Person]:
    """Those of them who are in the meeting, with the tables of all rounds they have a seat in."""
    found = db.session.execute(
        select(Participant.id, Seat.round_number, Seat.table_number, Seat.is_host)
        .outerjoin(Seat, Seat.participant_id == Participant.id)
        .where(Participant.id.in_(ids), Participant.meeting_id == meeting_id, Participant.left_at.is_(None))
    ).all()
    tables: dict[int, dict[int, int]] = {}
    hosted: dict[int, set[int]] = {}
    for author_id, number, table, is_host in found:
        here = tables.setdefault(author_id, {})
        if number is not None:
            here[number] = table
        if is_host:
            hosted.setdefault(author_id, set()).add(number)
    return {one: c.Person(one, here, frozenset(hosted.get(one, ()))) for one, here in tables.items()}


def _stored(keys: Collection[Key]) -> dict[Key, StoredNote]:
    if not keys:
        return {}
    found = db.session.execute(
        select(*STORED).where(
            NOTES.c.participant_id.in_({author_id for author_id, _ in keys}),
            NOTES.c.client_key.in_({client_key for _, client_key in keys}),
        )
    )
    return _by_key(found)


def _values(meeting_id: int, event: e.NoteWritten) -> dict[str, object]:
    return {
        "meeting_id": meeting_id,
        "participant_id": event.author_id,
        "client_key": event.client_key,
        "round_number": event.round_number,
        "table_number": event.table,
        "kind": event.kind,
        "text": event.text,
        "language": event.language,
        "by_proxy": event.by_proxy,
        "written_at": event.at,
    }


def _insert(meeting_id: int, decided: Iterable[e.NoteWritten]) -> dict[Key, StoredNote]:
    """The rows that are new; a key that is there already is left alone."""
    values = [_values(meeting_id, event) for event in decided]
    if not values:
        return {}
    statement = (
        insert_into(NOTES)
        .on_conflict_do_nothing(index_elements=["participant_id", "client_key"])
        .returning(*STORED)
    )
    return _by_key(db.session.execute(statement, values))


def _by_key(found: Iterable[Any]) -> dict[Key, StoredNote]:
    notes = map(NewlyStored._make, found)
    return {(note.participant_id, note.client_key): note for note in notes}

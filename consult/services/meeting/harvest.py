"""What the meeting has brought in: main points by table, votes, themes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Row, func, select

from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Meeting, Note, NoteMark, Participant, Theme, ThemeNote, Vote
from consult.services.assessment import by_group
from consult.services.meeting import told
from consult.services.meeting.wire import Wire

MOST_THEMES = 24
# Neither hidden nor set aside, alone or with its theme.
_COUNTED = (Note.hidden_at.is_(None), NoteMark.set_aside.is_(None), Theme.set_aside.is_(None))


def main_points(meeting_id: int) -> list[Note]:
    """Every main point that is not hidden, by table and round."""
    return list(
        db.session.scalars(
            select(Note)
            .where(Note.meeting_id == meeting_id, Note.main_point.is_(True), Note.hidden_at.is_(None))
            .order_by(Note.table_number, Note.round_number, Note.id)
        )
    )


def votes_by_note(meeting_id: int) -> Counter[int]:
    """Votes of each note of a meeting, as they were told when the voting closed."""
    counted = db.session.execute(
        select(Vote.note_id, func.count())
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Participant.meeting_id == meeting_id)
        .group_by(Vote.note_id)
    )
    return Counter(dict(counted.all()) | told.votes(meeting_id=meeting_id))


def choices(row: Meeting | Row[Any]) -> list[Wire]:
    """What can be voted for; the votes stay secret (None) until voting is closed."""
    shown = row.voting == Voting.CLOSED
    votes = votes_by_note(row.id) if shown else Counter()
    points = main_points(row.id)
    if shown:
        points.sort(key=lambda note: -votes[note.id])
    return [
        {
            "id": note.id,
            "text": note.text,
            "language": note.language,
            "table": note.table_number,
            "votes": votes[note.id] if shown else None,
        }
        for note in points
    ]


def asked(row: Meeting | Row[Any]) -> list[Wire]:
    """What people are asked whether they can live with it, and once that is closed what came out, without numbers.

    `result` is "all", "objections" or "few"; `by` the names of the groups that object (None: other groups).
    """
    if row.acceptability == Voting.NOT_YET:
        return []
    points = {note.id: note for note in main_points(row.id)}
    closed = row.acceptability == Voting.CLOSED
    came_out = {one.note_id: one for one in by_group.acceptability(row)} if closed else {}
    return [
        {
            "id": note_id,
            "text": points[note_id].text,
            "language": points[note_id].language,
            "table": points[note_id].table_number,
            "result": came_out[note_id].result if note_id in came_out else None,
            "by": list(came_out[note_id].by) if note_id in came_out else [],
        }
        for note_id in row.asked_points
        if note_id in points
    ]


def themes(consultation_id: int) -> list[Wire]:
    """The themes as they stand, largest first, with the tables and languages they come from; `dissent`: notes that disagree.

    What is hidden or set aside is left out.
    """
    found: dict[int, Wire] = {}
    tables: dict[int, set[tuple[int, int]]] = {}
    rows = db.session.execute(
        select(Theme, NoteMark.dissent, Note.meeting_id, Note.table_number, Note.language)
        .join(ThemeNote, ThemeNote.theme_id == Theme.id)
        .join(Note, Note.id == ThemeNote.note_id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .where(Theme.consultation_id == consultation_id, *_COUNTED)
    )
    for theme, dissent, meeting_id, table, language in rows:
        entry = found.setdefault(
            theme.id, {"id": theme.id, "label": theme.label, "notes": 0, "dissent": 0, "languages": set()}
        )
        entry["notes"] += 1
        entry["dissent"] += bool(dissent)
        entry["languages"].add(language)
        tables.setdefault(theme.id, set()).add((meeting_id, table))
    votes = _votes_by_theme(consultation_id)
    result = [
        {
            **entry,
            "languages": sorted(entry["languages"]),
            "tables": len(tables[theme_id]),
            "votes": votes[theme_id],
        }
        for theme_id, entry in found.items()
    ]
    return sorted(result, key=lambda theme: (-theme["notes"], theme["id"]))[:MOST_THEMES]


def _votes_by_theme(consultation_id: int) -> Counter[int]:
    counted = db.session.execute(
        select(ThemeNote.theme_id, ThemeNote.note_id, func.count(Vote.id))
        .outerjoin(Vote, Vote.note_id == ThemeNote.note_id)
        .join(Theme, Theme.id == ThemeNote.theme_id)
        .join(Note, Note.id == ThemeNote.note_id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        # Votes stay secret until voting is closed.
        .where(Theme.consultation_id == consultation_id, Meeting.voting == Voting.CLOSED, *_COUNTED)
        .group_by(ThemeNote.theme_id, ThemeNote.note_id)
    )
    kept, found = told.votes(consultation_id=consultation_id), Counter[int]()
    for theme_id, note_id, votes in counted:
        found[theme_id] += kept.get(note_id, votes)
    return found

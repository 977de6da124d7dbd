"""A World Café that has been held: people, seats, 80 notes in four languages, main points, votes."""

from __future__ import annotations

import json
from itertools import cycle

from sqlalchemy import select

from consult.domain.words import Kind, Phase, Voting
from consult.extensions import db
from consult.models import (
    CafeTable,
    HandOver,
    Meeting,
    Note,
    Participant,
    Round,
    Seat,
    Theme,
    ThemeNote,
    Vote,
)
from consult.rehearsal.cast import BUILT_IN

OPENED = 1_799_990_000.0
PEOPLE = 24
ROUNDS = 3


def written() -> list[dict[str, object]]:
    """The 80 notes as they lie in the file: id, lang, commitment, track, text."""
    return [json.loads(line) for line in BUILT_IN.read_text(encoding="utf-8").splitlines()]


def hold(meeting: Meeting, notes: list[dict[str, object]] | None = None) -> list[Note]:
    """Hold the meeting: three rounds, everybody at a new table each time, then votes; it is closed now."""
    people = _people(meeting)
    stored = _notes(meeting, people, written() if notes is None else notes)
    _votes(people, [note for note in stored if note.main_point])
    for number in range(1, ROUNDS):
        for table in meeting.tables:
            text = f"À la table {table.number}, on a parlé du logement."
            db.session.add(
                HandOver(
                    meeting_id=meeting.id,
                    round_number=number,
                    table_number=table.number,
                    text=text,
                    language="fr",
                )
            )
    meeting.phase, meeting.round_number, meeting.voting = Phase.CLOSED, ROUNDS, Voting.CLOSED
    meeting.opened_at, meeting.closed_at = OPENED, OPENED + 5400
    db.session.commit()
    return stored


def another(like: Meeting) -> Meeting:
    """A second meeting of the same consultation, with as many rounds and tables, to be held."""
    second = Meeting(
        consultation_id=like.consultation_id,
        title={"en": "Second"},
        created_at=OPENED,
        join_code="SECOND",
        join_secret="second-secret",
        projector_key="second-key",
        rounds=[Round(number=row.number) for row in like.rounds],
        tables=[CafeTable(number=table.number) for table in like.tables],
    )
    db.session.add(second)
    db.session.commit()
    return second


def sort_by_commitment(consultation_id: int, notes: list[Note]) -> list[Theme]:
    """One proposed theme for each commitment the file names, with its notes."""
    texts = {str(row["text"]): row for row in written()}
    themes: dict[str, Theme] = {}
    for note in notes:
        row = texts[note.text]
        commitment = str(row["commitment"])
        if commitment not in themes:
            label = {"en": f"Theme {commitment}", "fr": f"Thème {commitment}"}
            themes[commitment] = Theme(
                consultation_id=consultation_id, label=label, commitment=commitment, track=str(row["track"])
            )
            db.session.add(themes[commitment])
            db.session.flush()
        db.session.add(ThemeNote(note_id=note.id, theme_id=themes[commitment].id))
    db.session.commit()
    return list(themes.values())


def members(theme: Theme) -> list[int]:
    """The notes of a theme, by their ids."""
    query = select(ThemeNote.note_id).where(ThemeNote.theme_id == theme.id).order_by(ThemeNote.note_id)
    return list(db.session.scalars(query))


def _people(meeting: Meeting) -> list[Participant]:
    groups = cycle([group.key for group in meeting.consultation.groups[:2]] or [None])
    languages = cycle((["en"], ["fr", "en"], ["es"], ["pt", "es"]))
    people = []
    for number in range(PEOPLE):
        spoken = next(languages)
        person = Participant(
            meeting_id=meeting.id,
            token_hash=f"hash-{meeting.id}-{number}",
            nickname=f"Nickname-{number}",
            language=spoken[0],
            languages=spoken,
            group_key=next(groups) if number % 12 else None,
            joined_at=OPENED,
        )
        people.append(person)
    db.session.add_all(people)
    db.session.flush()
    tables = len(meeting.tables)
    for number in range(1, ROUNDS + 1):
        for place, person in enumerate(people):
            table = (place + number * (1 + place // tables)) % tables + 1
            db.session.add(
                Seat(meeting_id=meeting.id, round_number=number, participant_id=person.id, table_number=table)
            )
    db.session.flush()
    return people


def _notes(meeting: Meeting, people: list[Participant], rows: list[dict[str, object]]) -> list[Note]:
    seats = {
        (seat.participant_id, seat.round_number): seat.table_number
        for seat in db.session.query(Seat).filter_by(meeting_id=meeting.id)
    }
    kinds = cycle(Kind)
    stored = []
    for place, row in enumerate(rows):
        author = next(p for p in people[place % PEOPLE :] + people if p.language == row["lang"])
        number = place % ROUNDS + 1
        stored.append(
            Note(
                meeting_id=meeting.id,
                participant_id=author.id,
                client_key=f"key-{meeting.id}-{place}",
                round_number=number,
                table_number=seats[author.id, number],
                kind=next(kinds),
                text=str(row["text"]),
                language=str(row["lang"]),
                main_point=place % 8 == 0,
                written_at=OPENED + 60 * place,
            )
        )
    db.session.add_all(stored)
    db.session.flush()
    return stored


def _votes(people: list[Participant], points: list[Note]) -> None:
    for place, person in enumerate(people):
        for step in range(3):
            point = points[(place * (step + 1) + step) % len(points)] if points else None
            if (
                point is not None
                and not db.session.query(Vote).filter_by(participant_id=person.id, note_id=point.id).count()
            ):
                db.session.add(Vote(participant_id=person.id, note_id=point.id))
    db.session.flush()

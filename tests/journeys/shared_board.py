"""A consultation whose notes are sorted on the theme board, and the people who do it, beside a running server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from consult import Settings, create_app
from consult.extensions import db
from consult.models import (
    AnalysisRun,
    Consultation,
    Meeting,
    Membership,
    Note,
    NoteMark,
    NoteMeaning,
    NoteTranslation,
    Participant,
    Seat,
    Theme,
    ThemeNote,
)
from consult.services.accounts import sign_in
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft, RoundDraft
from journeys.conftest import Server

TEXTS = (
    ("en", "need", "Agents hang up as soon as they hear my accent; I was shown three flats in two years."),
    ("fr", "experience", "À l’école, mon fils est le seul qu’on appelle par son nom de famille."),
    ("es", "proposal", "Un punto de contacto con horario de tarde, en varios idiomas y sin cita previa."),
    ("pt", "initiative", "A associação do bairro já acompanha as pessoas às consultas no centro de saúde."),
    ("en", "proposal", "The city should check the rental offices with test calls and publish what it finds."),
    ("fr", "need", "Personne ne sait à qui s’adresser après une agression dans le tram."),
)
LABELS = ("Housing", "School", "Contact points", "Health", "Work", "Police", "Transport", "Sport")


@contextmanager
def beside(server: Server) -> Iterator[Flask]:
    """The app on the database of a server that runs."""
    settings = Settings(
        data_folder=server.folder,
        database_url=f"sqlite:///{server.folder / 'consult.sqlite'}",
        secret_key="beside a server that runs, only to store things",
        async_mode="threading",
    )
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def sorted_consultation(server: Server, themes: int = 4, notes: int = 16, loose: int = 2) -> int:
    """A consultation with so many notes in so many themes, and some in none; its id."""
    with beside(server):
        own = Consultation(
            title={"en": "A city for all", "fr": "Une ville pour toutes et tous"},
            purpose={},
            languages=["en", "fr", "es", "pt"],
            created_at=0.0,
            questions=[],
        )
        db.session.add(own)
        db.session.flush()
        draft = MeetingDraft(title={"en": "Café"}, expected_people=40, rounds=[RoundDraft(minutes=20)] * 3)
        meeting = prepare.create_meeting(own, draft)
        people = _people(meeting)
        made = [_theme(own, number) for number in range(themes)]
        for number in range(notes):
            theme = made[number % themes] if number < notes - loose and made else None
            _note(meeting, people[number % len(people)], number, theme)
        db.session.commit()
        return own.id


def worker(server: Server, consultation_id: int, name: str, role: str = "coordinator") -> str:
    """A link that signs somebody in who has this role."""
    with beside(server):
        user = sign_in.find(name) or sign_in.add_user(name)
        db.session.add(Membership(user_id=user.id, consultation_id=consultation_id, role=role))
        db.session.commit()
        return f"{server.url}/sign-in/{sign_in.make_link(user)}"


def stored(server: Server, consultation_id: int) -> dict[str, list[int]]:
    """Theme name → ids of its notes, "" for those without a theme, as they are on disk."""
    with beside(server):
        labels = dict(
            db.session.execute(
                select(Theme.id, Theme.label).where(Theme.consultation_id == consultation_id)
            ).all()
        )
        found: dict[str, list[int]] = {next(iter(label.values())): [] for label in labels.values()}
        query = (
            select(Note.id, ThemeNote.theme_id)
            .join(Meeting, Meeting.id == Note.meeting_id)
            .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
            .where(Meeting.consultation_id == consultation_id)
            .order_by(Note.id)
        )
        for note_id, theme_id in db.session.execute(query):
            name = "" if theme_id is None else next(iter(labels[theme_id].values()))
            found.setdefault(name, []).append(note_id)
        return found


def marks(server: Server, note_id: int) -> NoteMark | None:
    """What people have decided about a note."""
    with beside(server):
        found = db.session.get(NoteMark, note_id)
        db.session.expunge_all()
        return found


def suggest(server: Server, consultation_id: int, moves: Sequence[tuple[int, str, str]], new: str) -> None:
    """As if a run of the analysis would move these notes (note, from, to); "new" is a theme of this name."""
    with beside(server):
        themes = db.session.scalars(select(Theme).where(Theme.consultation_id == consultation_id))
        ids: dict[str, int | str] = {next(iter(theme.label.values())): theme.id for theme in themes}
        ids["new"] = "new 1"
        wire = [[note, ids[seen], ids[target]] for note, seen, target in moves]
        made = {"moves": wire, "new_themes": {"new 1": {"en": new}}, "gone": [], "share": 0.1}
        run = AnalysisRun(consultation_id=consultation_id, state="done", started_at=0.0, suggestion=made)
        db.session.add(run)
        db.session.commit()


def _people(meeting: Meeting) -> Sequence[Participant]:
    people = [
        Participant(
            meeting_id=meeting.id,
            token_hash=f"hash {meeting.id} {number}",
            nickname="",
            language="en",
            languages=["en"],
            joined_at=0.0,
        )
        for number in range(20)
    ]
    db.session.add_all(people)
    db.session.flush()
    for number, person in enumerate(people):
        seat = Seat(
            meeting_id=meeting.id, round_number=1, participant_id=person.id, table_number=number // 5 + 1
        )
        db.session.add(seat)
    return people


def _theme(own: Consultation, number: int) -> Theme:
    name = LABELS[number % len(LABELS)] + (f" {number // len(LABELS) + 1}" if number >= len(LABELS) else "")
    theme = Theme(
        consultation_id=own.id,
        label={"en": name},
        commitment=str(number % 10 + 1),
        track=str(number % 4 + 1),
        confidence=0.6,
    )
    db.session.add(theme)
    db.session.flush()
    return theme


def _note(meeting: Meeting, person: Participant, number: int, theme: Theme | None) -> None:
    language, kind, text = TEXTS[number % len(TEXTS)]
    note = Note(
        meeting_id=meeting.id,
        participant_id=person.id,
        client_key=f"note {number}",
        round_number=1,
        table_number=(person.id - 1) % 20 // 5 + 1,
        kind=kind,
        text=f"{text} ({number + 1})",
        language=language,
        main_point=number % 9 == 0,
        written_at=float(number),
    )
    db.session.add(note)
    db.session.flush()
    proposals = {
        "commitments": [[str(number % 10 + 1), 0.71, []], [str((number + 3) % 10 + 1), 0.2, []]],
        "tracks": [[str(number % 4 + 1), 0.64, []]],
        "sure": number % 2 == 0,
    }
    db.session.add(NoteMeaning(note_id=note.id, engine="test", vector=None, proposals=proposals))
    if language != "fr":
        made = NoteTranslation(
            note_id=note.id, language="fr", text=f"En français : {text}", engine="test", reasons=[]
        )
        db.session.add(made)
    if theme is not None:
        db.session.add(ThemeNote(note_id=note.id, theme_id=theme.id))

"""One run of the analysis from stored notes to stored themes. Loaded only in the process that does it.

What a person did wins, also when it was done while the run was at work: pinned themes, notes put somewhere
by hand and confirmed places stay as they are now. Everything is stored in one transaction, and a short one: on SQLite
nobody else can store a note meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import current_app
from sqlalchemy import Row, delete, insert, select, update

from consult.analysis.assess import Assessment, Cancelled, NoteIn, ThemeIn, ThemeOut, assess
from consult.extensions import db
from consult.frameworks import framework
from consult.models import AnalysisRun, Consultation, Meeting, Note, Theme, ThemeChange, ThemeNote
from consult.services import engines, evidence, translate
from consult.services.clock import now
from consult.services.evidence import NoteRow

__all__ = ["Cancelled", "carry_out"]

# The share of the progress that the languages take before the themes.
LANGUAGE_SHARE = 0.3
SEED = 1
# Table 3 of one meeting is not table 3 of another.
PLACES = 10_000

Report = Callable[[float, str], None]
# Of a note: its theme, whether a person put it there, its commitment and its track.
Place = Row[int, int, bool, str | None, str | None]


def carry_out(run_id: int, report: Report, cancelled: Callable[[], bool]) -> None:
    """Find the themes of the run's consultation and store them; raise Cancelled when asked to stop."""
    run = db.session.get_one(AnalysisRun, run_id)
    consultation = db.session.get_one(Consultation, run.consultation_id)
    consultation_id, plan = consultation.id, framework(consultation.framework_id)
    notes = evidence.notes(consultation_id)
    places = {place.note_id: place for place in _places(consultation_id)}
    placed = {note_id: (place.theme_id, place.fixed) for note_id, place in places.items()}
    stored = [ThemeIn(theme.id, dict(theme.label), theme.pinned) for theme in _themes(consultation_id)]
    db.session.commit()

    def translating(share: float) -> None:
        if cancelled():
            raise Cancelled
        report(LANGUAGE_SHARE * share, "translating")

    pivots = translate.pivots(notes, translating)
    given = [_note(note, pivots.texts.get(note.id), *placed.get(note.id, (None, False))) for note in notes]
    assessment = assess(
        given,
        stored,
        plan,
        seed=SEED,
        engine=current_app.config.get("ANALYSIS_ENGINE"),
        progress=lambda share, stage: report(LANGUAGE_SHARE + (1 - LANGUAGE_SHARE) * share, stage),
        cancelled=cancelled,
        most_moves=1.0,
    )
    if cancelled():
        raise Cancelled
    engine = engines.code(assessment.engine, pivots.engine, complete=not pivots.missing)
    _store(run_id, consultation_id, assessment, len(notes), engine)


def _store(run_id: int, consultation_id: int, assessment: Assessment, notes: int, engine: str) -> None:
    instant = now()
    # Written first: from here on nobody edits a theme until all of it is stored.
    taken = db.session.execute(
        update(AnalysisRun)
        .where(AnalysisRun.id == run_id, AnalysisRun.state == "running")
        .values(
            state="done",
            progress=1.0,
            stage="done",
            engine=engine,
            notes=notes,
            finished_at=instant,
            seen_at=instant,
        )
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        # Taken for dead: another run may be at it already.
        raise Cancelled
    themes = {theme.id: theme for theme in _themes(consultation_id)}
    places = {place.note_id: place for place in _places(consultation_id)}
    visible = _visible(consultation_id, max(assessment.places, default=0))
    kept = {note_id for note_id, place in places.items() if place.fixed or themes[place.theme_id].pinned}
    placed = {note_id: place.theme_id for note_id, place in places.items()}
    for found in assessment.themes:
        free = [note_id for note_id in found.note_ids if note_id in visible and note_id not in kept]
        theme = themes.get(found.id) if found.id is not None else None
        if theme is None and free:
            theme = _new_theme(consultation_id, found)
        if theme is not None:
            _propose(theme, found)
            placed |= dict.fromkeys(free, theme.id)
    _put(placed, places, assessment)
    _remove_left_over(consultation_id)
    detail: dict[str, object] = {"notes": notes, "themes": len(assessment.themes)}
    change = ThemeChange(consultation_id=consultation_id, what="analysed", detail=detail, made_at=instant)
    db.session.add(change)
    db.session.commit()


def _new_theme(consultation_id: int, found: ThemeOut) -> Theme:
    theme = Theme(consultation_id=consultation_id, label=dict(found.label))
    db.session.add(theme)
    db.session.flush()
    return theme


def _propose(theme: Theme, found: ThemeOut) -> None:
    """Words and a place for what no person has named or confirmed."""
    if not theme.pinned:
        theme.label = dict(found.label)
    if not theme.confirmed:
        theme.commitment, theme.track, theme.confidence = found.commitment, found.track, found.confidence


def _put(placed: Mapping[int, int], places: Mapping[int, Place], assessment: Assessment) -> None:
    """Store the theme of each note, and what of the framework it speaks of: whatever differs from `places`."""
    new, changed = [], []
    for note_id, theme_id in placed.items():
        commitment, track = assessment.places.get(note_id, (None, None))
        row = {"note_id": note_id, "theme_id": theme_id, "commitment": commitment, "track": track}
        before = places.get(note_id)
        if before is None:
            new.append(row)
        elif (before.theme_id, before.commitment, before.track) != (theme_id, commitment, track):
            changed.append(row)
    db.session.flush()
    if new:
        db.session.execute(insert(ThemeNote), new)
    if changed:
        db.session.execute(update(ThemeNote), changed)


def _remove_left_over(consultation_id: int) -> None:
    """Remove themes without notes, unless a person made them what they are."""
    inhabited = select(ThemeNote.theme_id)
    db.session.execute(
        delete(Theme).where(
            Theme.consultation_id == consultation_id, Theme.pinned.is_(False), Theme.id.not_in(inhabited)
        )
    )


def _note(note: NoteRow, pivot: str | None, theme: int | None, fixed: bool) -> NoteIn:
    return NoteIn(
        id=note.id,
        text=note.text,
        language=note.language,
        kind=note.kind,
        table=note.meeting_id * PLACES + note.table,
        round=note.meeting_id * PLACES + note.round,
        author=note.participant_id,
        votes=note.votes or 0,
        pivot=pivot,
        theme=theme,
        fixed=fixed,
    )


def _themes(consultation_id: int) -> list[Theme]:
    query = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    return list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def _places(consultation_id: int) -> Sequence[Place]:
    query = select(
        ThemeNote.note_id, ThemeNote.theme_id, ThemeNote.fixed, ThemeNote.commitment, ThemeNote.track
    )
    query = query.join(Theme, Theme.id == ThemeNote.theme_id).where(Theme.consultation_id == consultation_id)
    return db.session.execute(query.with_for_update()).all()


def _visible(consultation_id: int, newest: int) -> set[int]:
    """The notes up to `newest` that nobody has hidden or taken back."""
    query = select(Note.id).join(Meeting, Meeting.id == Note.meeting_id)
    query = query.where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
    return set(db.session.scalars(query.where(Note.id <= newest)))

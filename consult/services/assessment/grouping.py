"""One run of the analysis from stored notes to stored themes. Loaded only in the process that does it.

What a person did wins, also when it was done while the run was at work: pinned themes, notes put somewhere
by hand, confirmed places and what was set aside stay as they are now. Notes that stand in a theme are moved only as long
as nobody has touched the themes and a meeting goes on; later a run says how it would regroup them, and a person takes
it or leaves it (`understanding.suggesting`). Everything is stored in one transaction, and a short one: on SQLite
nobody else can store a note meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import current_app
from sqlalchemy import Select, select

from consult.analysis.assess import Assessment, Cancelled, NoteIn, ThemeIn, assess
from consult.analysis.grouping import MOST_MOVES
from consult.analysis.proposals import Evidence
from consult.domain.words import Phase
from consult.extensions import db
from consult.frameworks import framework
from consult.models import AnalysisRun, Consultation, Meeting, Need
from consult.services import board, translate
from consult.services.assessment import evidence
from consult.services.assessment.evidence import NoteRow
from consult.services.assessment.grouped import Found, places_of, store, themes_of
from consult.services.understanding import meanings, proposing, reading
from consult.services.understanding.teaching import Place as Proposed
from consult.services.understanding.teaching import theme_proposals

__all__ = ["Cancelled", "carry_out"]

# The share of the progress that the languages take before the themes, and the reasons after them.
LANGUAGE_SHARE, REASONS_SHARE = 0.3, 0.1
SEED = 1
# Table 3 of one meeting is not table 3 of another.
PLACES = 10_000

Report = Callable[[float, str], None]


def carry_out(run_id: int, report: Report, cancelled: Callable[[], bool]) -> None:
    """Find the themes of the run's consultation and store them; raise Cancelled when asked to stop."""
    run = db.session.get_one(AnalysisRun, run_id)
    consultation = db.session.get_one(Consultation, run.consultation_id)
    consultation_id, plan = consultation.id, framework(consultation.framework_id)
    notes = evidence.notes(consultation_id)
    places = {place.note_id: place for place in places_of(consultation_id)}
    placed = {note_id: (place.theme_id, place.fixed) for note_id, place in places.items()}
    stored = [
        ThemeIn(theme.id, dict(theme.label), theme.pinned)
        for theme in themes_of(consultation_id)
        if theme.set_aside is None
    ]
    free = not places or _may_move(consultation_id)
    known = reading.vectors(consultation_id, meanings.engine())
    db.session.commit()

    def translating(share: float) -> None:
        if cancelled():
            raise Cancelled
        report(LANGUAGE_SHARE * share, "translating")

    pivots = translate.pivots(notes, translating)
    given = [_note(note, pivots.texts.get(note.id), *placed.get(note.id, (None, False))) for note in notes]
    share = 1 - LANGUAGE_SHARE - REASONS_SHARE
    assessment = assess(
        given,
        stored,
        plan,
        seed=SEED,
        engine=current_app.config.get("ANALYSIS_ENGINE"),
        vectors={note_id: meanings.from_bytes(vector) for note_id, vector in known.items()},
        progress=lambda done, stage: report(LANGUAGE_SHARE + share * done, stage),
        cancelled=cancelled,
        most_moves=1.0 if free else MOST_MOVES,
    )
    weighed = _weighed(consultation_id, notes, assessment)
    proposals = {}
    for place, note in enumerate(notes):
        if cancelled():
            raise Cancelled
        report(1 - REASONS_SHARE * (1 - place / len(notes)), "proposals")
        proposals[note.id] = proposing.one(weighed, place)
    themes = _theme_proposals(weighed, notes, assessment)
    store(run_id, consultation_id, Found(assessment, notes, pivots, proposals, themes, free))


def _may_move(consultation_id: int) -> bool:
    """Whether nobody has touched the themes, and a meeting goes on: then themes may still form by themselves."""
    going_on = select(Meeting.id).where(
        Meeting.consultation_id == consultation_id, Meeting.phase.not_in((Phase.WELCOME, Phase.CLOSED))
    )
    needs = select(Need.id).where(Need.consultation_id == consultation_id)
    return not board.edited(consultation_id) and _any(going_on) and not _any(needs)


def _any(query: Select[int]) -> bool:
    return db.session.scalar(query.limit(1)) is not None


def _weighed(consultation_id: int, notes: Sequence[NoteRow], assessment: Assessment) -> Evidence:
    """What each note says for the framework, after what people confirmed."""
    assert assessment.evidence is not None
    taught = reading.taught(consultation_id)
    db.session.commit()
    return proposing.learnt(assessment.evidence, [note.id for note in notes], taught)


def _theme_proposals(
    weighed: Evidence, notes: Sequence[NoteRow], assessment: Assessment
) -> dict[int, Proposed]:
    place_of = {note.id: place for place, note in enumerate(notes)}
    members = {place: found.note_ids for place, found in enumerate(assessment.themes)}
    return theme_proposals(weighed, place_of, members)


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

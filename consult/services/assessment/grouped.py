"""What a run of the analysis has found is stored, in one short transaction, around what people did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from consult.analysis.assess import Assessment, Cancelled, ThemeOut
from consult.extensions import db
from consult.models import AnalysisRun, Meeting, Need, Note, Theme, ThemeChange, ThemeNote
from consult.services import board, engines, translate
from consult.services.assessment.evidence import NoteRow
from consult.services.clock import now
from consult.services.translate import Pivots
from consult.services.understanding import meanings, storing
from consult.services.understanding.proposing import Stored
from consult.services.understanding.teaching import Place as Proposed

# Of a note: its theme, whether a person put it there, its commitment and its track.
Place = Row[int, int, bool, str | None, str | None]


@dataclass(frozen=True)
class Found:
    """What a run has found: the themes, and what is proposed for notes and (by place in `themes`) for themes.

    `free`: notes that stand somewhere may be moved without asking.
    """

    assessment: Assessment
    notes: Sequence[NoteRow]
    pivots: Pivots
    proposals: Mapping[int, Stored]
    themes: Mapping[int, Proposed]
    free: bool


@dataclass
class Outcome:
    """What is to be stored about places: the theme of each note, and what people are asked about."""

    placed: dict[int, int]
    moves: list[list[Any]] = field(default_factory=list)
    new: dict[str, dict[str, str]] = field(default_factory=dict)


def store(run_id: int, consultation_id: int, found: Found) -> None:
    """Store it; raise Cancelled where the run was taken for dead meanwhile."""
    with board.changed(consultation_id) as told:
        told.all = True
        # From here on nobody edits a theme or erases a note until all of it is stored. Notes first: so does whoever erases.
        visible = _visible(consultation_id, max(found.proposals, default=0))
        places = {place.note_id: place for place in places_of(consultation_id)}
        themes = {theme.id: theme for theme in themes_of(consultation_id)}
        outcome = _outcome(consultation_id, found, themes, places, visible)
        suggestion = _suggestion(outcome, places)
        _finish(run_id, found, suggestion)
        _put(outcome.placed, places, found.proposals)
        storing.keep_all(_understood(found), visible)
        _remove_left_over(consultation_id)
        moved = 0 if suggestion is None else len(suggestion["moves"])
        detail: dict[str, object] = {
            "notes": len(found.notes),
            "themes": len(found.assessment.themes),
            "suggested": moved,
        }
        db.session.add(
            ThemeChange(consultation_id=consultation_id, what="analysed", detail=detail, made_at=now())
        )


def _finish(run_id: int, found: Found, suggestion: dict[str, Any] | None) -> None:
    instant, engine = (
        now(),
        engines.code(found.assessment.engine, found.pivots.engine, complete=not found.pivots.missing),
    )
    taken = db.session.execute(
        update(AnalysisRun)
        .where(AnalysisRun.id == run_id, AnalysisRun.state == "running")
        .values(
            state="done",
            progress=1.0,
            stage="done",
            engine=engine,
            notes=len(found.notes),
            finished_at=instant,
            seen_at=instant,
            suggestion=suggestion,
        )
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        # Taken for dead: another run may be at it already.
        raise Cancelled


def _outcome(
    consultation_id: int,
    found: Found,
    themes: Mapping[int, Theme],
    places: Mapping[int, Place],
    visible: Collection[int],
) -> Outcome:
    """Where each note goes; with it themes are made and proposed for."""
    kept = {
        note_id
        for note_id, place in places.items()
        if place.fixed or themes[place.theme_id].pinned or themes[place.theme_id].set_aside is not None
    }
    outcome = Outcome(
        {note_id: place.theme_id for note_id, place in places.items() if note_id in found.proposals}
    )
    for number, group in enumerate(found.assessment.themes):
        loose = [note_id for note_id in group.note_ids if note_id in visible and note_id not in kept]
        goes = loose if found.free else [note_id for note_id in loose if note_id not in places]
        theme = themes.get(group.id) if group.id is not None else None
        if theme is not None and theme.set_aside is not None:
            # Set aside while the run was at work.
            continue
        if theme is None and goes:
            theme = _new_theme(consultation_id, group)
        if theme is not None:
            _propose(theme, group, found.themes.get(number))
            outcome.placed |= dict.fromkeys(goes, theme.id)
        target: int | str = theme.id if theme is not None else f"new-{number}"
        away = [
            note_id
            for note_id in loose
            if note_id not in goes
            and places[note_id].theme_id != target
            and note_id in found.assessment.moves
        ]
        if away and isinstance(target, str):
            outcome.new[target] = dict(group.label)
        outcome.moves += [[note_id, places[note_id].theme_id, target] for note_id in away]
    return outcome


def _suggestion(outcome: Outcome, places: Mapping[int, Place]) -> dict[str, Any] | None:
    """How the run would regroup notes that stand in a theme: see AnalysisRun.suggestion. None: it would not."""
    if not outcome.moves:
        return None
    left = Counter(outcome.placed.values())
    for _, seen, target in outcome.moves:
        left[seen] -= 1
        if isinstance(target, int):
            left[target] += 1
    return {
        "moves": outcome.moves,
        "new_themes": outcome.new,
        "gone": sorted(theme_id for theme_id, notes in left.items() if notes <= 0),
        "of": len(places),
        "share": round(len(outcome.moves) / len(places), 4),
    }


def _understood(found: Found) -> list[meanings.Understood]:
    """What was found out about each note, to be kept for the next time."""
    made_by = translate.english(note.id for note in found.notes if note.language != translate.PIVOT_LANGUAGE)
    sentences, name = found.assessment.sentences, found.assessment.engine
    return [
        meanings.Understood(
            note_id=note.id,
            meeting_id=note.meeting_id,
            language=note.language,
            english=found.pivots.texts.get(note.id),
            engine=meanings.engine_code(name, note.language, *made_by.get(note.id, (None, ""))),
            vector=meanings.as_bytes(sentences[note.id]) if note.id in sentences else None,
            proposals=found.proposals[note.id],
        )
        for note in found.notes
    ]


def _new_theme(consultation_id: int, found: ThemeOut) -> Theme:
    theme = Theme(consultation_id=consultation_id, label=dict(found.label))
    db.session.add(theme)
    db.session.flush()
    return theme


def _propose(theme: Theme, found: ThemeOut, proposed: Proposed | None) -> None:
    """Words and a place for what no person has named or confirmed."""
    if not theme.pinned:
        theme.label = dict(found.label)
    if not theme.confirmed and proposed is not None:
        theme.commitment, theme.track, theme.confidence = proposed


def _put(placed: Mapping[int, int], places: Mapping[int, Place], proposals: Mapping[int, Stored]) -> None:
    """Store the theme of each note, and what of the framework it speaks of: whatever differs from `places`."""
    new, changed = [], []
    for note_id, theme_id in placed.items():
        commitment, track = _first(proposals.get(note_id))
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


def _first(proposals: Stored | None) -> tuple[str | None, str | None]:
    """The commitment and the track that are proposed before all others."""
    if proposals is None:
        return None, None
    first = [
        choices[0][0] if choices else None for choices in (proposals["commitments"], proposals["tracks"])
    ]
    return first[0], first[1]


def _remove_left_over(consultation_id: int) -> None:
    """Remove themes without notes, unless a person made them what they are, or wrote a need that rests on them."""
    inhabited, needed = select(ThemeNote.theme_id), select(Need.theme_id)
    db.session.execute(
        delete(Theme).where(
            Theme.consultation_id == consultation_id,
            Theme.pinned.is_(False),
            Theme.confirmed.is_(False),
            Theme.set_aside.is_(None),
            Theme.id.not_in(inhabited),
            Theme.id.not_in(needed),
        )
    )


def themes_of(consultation_id: int) -> list[Theme]:
    """The themes, which nobody else changes until the end of the transaction."""
    query = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    return list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def places_of(consultation_id: int) -> Sequence[Place]:
    """Where notes stand; nobody else moves them until the end of the transaction."""
    query = select(
        ThemeNote.note_id, ThemeNote.theme_id, ThemeNote.fixed, ThemeNote.commitment, ThemeNote.track
    )
    query = query.join(Theme, Theme.id == ThemeNote.theme_id).where(Theme.consultation_id == consultation_id)
    return db.session.execute(query.with_for_update()).all()


def _visible(consultation_id: int, newest: int) -> set[int]:
    """The notes up to `newest` that nobody has hidden or taken back."""
    query = select(Note.id).join(Meeting, Meeting.id == Note.meeting_id)
    query = query.where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
    # They stay until the commit.
    return set(
        db.session.scalars(query.where(Note.id <= newest).with_for_update(read=True, key_share=True, of=Note))
    )

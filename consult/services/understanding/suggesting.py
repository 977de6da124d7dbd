"""How the last run would regroup notes that stood in a theme already: a person takes it or leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from consult.domain.board import NEW_THEME, Regroup
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import AnalysisRun, Note, Theme, ThemeNote
from consult.services import board

# (note, the theme it is in, the theme it would go to; a text names a new one)
Move = tuple[int, int, int | str]


@dataclass(frozen=True)
class Suggestion:
    """What has not been overtaken by people yet: `moves`, the labels of `new` themes, and of how many notes they are.

    `gone` are the themes that would have no note any more.
    """

    run_id: int
    moves: tuple[Move, ...]
    new: Mapping[str, Mapping[str, str]]
    gone: tuple[int, ...]
    of: int

    @property
    def notes(self) -> int:
        """How many notes would be moved."""
        return len(self.moves)


@dataclass(frozen=True)
class Moved:
    """A note that would go to another theme, which is perhaps a `new` one; names by language."""

    text: str
    language: str
    seen: Mapping[str, str]
    target: Mapping[str, str]
    new: bool


def suggestion(consultation_id: int) -> Suggestion | None:
    """What the last finished run would change, as far as people have not decided otherwise since; None: nothing."""
    run: AnalysisRun | None = db.session.scalar(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "done")
        .order_by(AnalysisRun.id.desc())
        .limit(1)
    )
    if run is None or not run.suggestion:
        return None
    themes = _themes(consultation_id)
    places = _movable(themes)
    moves = tuple(
        (note_id, seen, target)
        for note_id, seen, target in run.suggestion["moves"]
        if places.get(note_id) == seen and (isinstance(target, str) or target in themes)
    )
    if not moves:
        return None
    wanted = {target for _, _, target in moves}
    new = {key: label for key, label in run.suggestion["new_themes"].items() if key in wanted}
    return Suggestion(run.id, moves, new, _gone(moves, places), len(places))


def moved(found: Suggestion) -> list[Moved]:
    """What would be moved, in the words of its authors, in the order of the suggestion."""
    note_ids = [note_id for note_id, _, _ in found.moves]
    query = select(Note.id, Note.text, Note.language).where(Note.id.in_(note_ids))
    notes = {row.id: row for row in db.session.execute(query)}
    themes = {one for _, seen, target in found.moves for one in (seen, target) if isinstance(one, int)}
    named = dict(db.session.execute(select(Theme.id, Theme.label).where(Theme.id.in_(themes))).all())
    return [
        Moved(
            notes[note_id].text,
            notes[note_id].language,
            named[seen],
            found.new.get(target, NEW_THEME) if isinstance(target, str) else named[target],
            isinstance(target, str),
        )
        for note_id, seen, target in found.moves
    ]


def emptied(found: Suggestion) -> list[Mapping[str, str]]:
    """The names of the themes that would have no note any more."""
    return list(db.session.scalars(select(Theme.label).where(Theme.id.in_(found.gone)).order_by(Theme.id)))


def take(consultation_id: int, by: int | None) -> int:
    """Regroup the notes so: one step of the board, which can be undone. The version of the board.

    Raises Refused("nothing_to_regroup") where people have overtaken all of it.
    """
    found = suggestion(consultation_id)
    if found is None:
        raise Refused("nothing_to_regroup")
    new = {key: dict(label) for key, label in found.new.items()}
    done = board.change(consultation_id, by, Regroup(found.moves, new))
    _forget(found.run_id)
    return done.version


def leave(consultation_id: int) -> None:
    """Let the themes be as they are; nothing is suggested until the next run."""
    found = suggestion(consultation_id)
    if found is not None:
        _forget(found.run_id)


def _forget(run_id: int) -> None:
    db.session.execute(update(AnalysisRun).where(AnalysisRun.id == run_id).values(suggestion=None))
    db.session.commit()


def _themes(consultation_id: int) -> dict[int, bool]:
    """The themes that count, and whether a person has touched them, by id."""
    query = select(Theme.id, Theme.pinned).where(
        Theme.consultation_id == consultation_id, Theme.set_aside.is_(None)
    )
    return dict(db.session.execute(query).all())


def _movable(themes: Mapping[int, bool]) -> dict[int, int]:
    """The theme of each visible note that no person has put there."""
    free = [theme_id for theme_id, pinned in themes.items() if not pinned]
    query = (
        select(ThemeNote.note_id, ThemeNote.theme_id)
        .join(Note, Note.id == ThemeNote.note_id)
        .where(ThemeNote.theme_id.in_(free), ThemeNote.fixed.is_(False), Note.hidden_at.is_(None))
    )
    return dict(db.session.execute(query).all())


def _gone(moves: tuple[Move, ...], places: Mapping[int, int]) -> tuple[int, ...]:
    after = {**places, **{note_id: target for note_id, _, target in moves}}
    return tuple(sorted({seen for _, seen, _ in moves} - set(after.values())))

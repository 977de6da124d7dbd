"""Carry out what is asked of a board: in turn, recorded, committed, told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from consult.domain.board import (
    Command,
    NoteConfirm,
    NoteWithdraw,
    StepUndo,
    ThemeConfirm,
    ThemeWithdraw,
)
from consult.extensions import db
from consult.models import Consultation, ThemeChange
from consult.services.board import images, reading, telling
from consult.services.board.doing import do
from consult.services.board.images import Image
from consult.services.board.step import Step
from consult.services.board.turn import turn
from consult.services.clock import now

# What changes what others can learn from.
TEACHES = (ThemeConfirm, NoteConfirm, ThemeWithdraw, NoteWithdraw, StepUndo)
# What is sent at once about what a machine has changed; screens fetch the whole board where it is more.
MOST_TOLD = 600


@dataclass(frozen=True)
class Done:
    """What has come of a command: the version of the board, the step (None: nothing was different), its theme."""

    version: int
    change: int | None
    theme: int | None


@dataclass
class Found:
    """What a machine has changed: whoever stores it names it, so that screens hear of it; `all`: too much to name."""

    version: int
    themes: set[int] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    all: bool = False


def change(consultation_id: int, by: int | None, command: Command, key: str = "") -> Done:
    """Carry out a command of `by` (the id of a user); the same `key` of the same person again changes nothing.

    The caller has looked whether they may. Raises Refused; nothing is stored then.
    """
    with turn(consultation_id) as version:
        if key and (known := _known(consultation_id, by, key)) is not None:
            db.session.rollback()
            return known
        step = Step(consultation_id, by)
        what = do(step, command)
        was, made = step.images()
        if not made:
            db.session.rollback()
            return Done(version - 1, None, step.theme)
        row = _record(step, what, version, key, was, made)
        told = telling.prepared(row, made, key, step.turned)
        done = Done(version, row.id, step.theme)
        db.session.commit()
        telling.tell(consultation_id, told)
    if isinstance(command, TEACHES):
        telling.learn(consultation_id)
    return done


def undo(consultation_id: int, by: int | None, change_id: int, key: str = "") -> Done:
    """Put back what a step has changed, whoever's it was."""
    return change(consultation_id, by, StepUndo(change_id), key)


@contextmanager
def changed(consultation_id: int) -> Iterator[Found]:
    """Store what a machine has found while nobody else changes the board; commits at the end, and tells."""
    with turn(consultation_id) as version:
        found = Found(version)
        yield found
        db.session.flush()
        few = not found.all and len(found.notes) + len(found.themes) <= MOST_TOLD
        told = reading.changes(consultation_id, found.themes, found.gone, found.notes) if few else None
        db.session.commit()
        if told is None:
            telling.tell_version(consultation_id, version)
        else:
            telling.tell(
                consultation_id, {"version": version, "key": None, "step": None, "turned": [], **told}
            )


def edited(consultation_id: int) -> bool:
    """Whether people have changed anything of the board, also before its versions were counted."""
    by_people = ThemeChange.board_version.is_not(None) | ThemeChange.user_id.is_not(None)
    query = select(ThemeChange.id).where(ThemeChange.consultation_id == consultation_id, by_people)
    return db.session.scalar(query.limit(1)) is not None


def version_of(consultation_id: int) -> int:
    """The version of a board as it is stored."""
    query = select(Consultation.board_version).where(Consultation.id == consultation_id)
    return db.session.scalar(query) or 0


def _known(consultation_id: int, by: int | None, key: str) -> Done | None:
    """What came of this command when it was sent before."""
    row: ThemeChange | None = db.session.scalar(
        select(ThemeChange).where(
            ThemeChange.consultation_id == consultation_id,
            ThemeChange.user_id == by,
            ThemeChange.client_key == key,
        )
    )
    return None if row is None else Done(row.board_version or 0, row.id, row.theme_id)


def _record(step: Step, what: str, version: int, key: str, was: Image, made: Image) -> ThemeChange:
    before: dict[str, Any] = {"was": images.as_json(was), "made": images.as_json(made)}
    row = ThemeChange(
        consultation_id=step.consultation_id,
        theme_id=step.theme,
        user_id=step.by,
        what=what,
        detail=step.detail,
        made_at=now(),
        board_version=version,
        before=before,
        client_key=key or None,
    )
    db.session.add(row)
    db.session.flush()
    return row

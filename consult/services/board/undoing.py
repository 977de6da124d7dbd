"""Putting back what a step has changed. That is a step too, and can be undone in its turn."""

from __future__ import annotations

from sqlalchemy import select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import ThemeChange
from consult.services.board import images
from consult.services.board.step import Step
from consult.services.clock import now


def undo(step: Step, change_id: int) -> str:
    """Refused "step_not_there" or "step_overtaken"."""
    change = db.session.get(ThemeChange, change_id, populate_existing=True)
    if change is None or change.consultation_id != step.consultation_id:
        raise Refused("step_not_there")
    if change.before is None or change.undone_at is not None:
        raise Refused("step_not_there")
    was, made = images.from_json(change.before["was"]), images.from_json(change.before["made"])
    back = images.still(was, made)
    if back is None:
        raise Refused("step_overtaken")
    for kind, rows in made.items():
        step.keep(kind, list(rows))
    images.put_back(back)
    step.theme = change.theme_id
    step.detail = {**change.detail, "change": change.id, "of": change.what}
    step.turned = _turn_over(change)
    return "undone"


def _turn_over(change: ThemeChange) -> list[int]:
    """This step no longer holds. If it was an undoing itself, what it had undone holds again, and so on; all of them."""
    holds, turned = False, []
    current: ThemeChange | None = change
    while current is not None:
        current.undone_at = None if holds else now()
        holds = not holds
        turned.append(current.id)
        undone = current.detail.get("change") if current.what == "undone" else None
        current = (
            db.session.scalar(select(ThemeChange).where(ThemeChange.id == undone))
            if undone is not None
            else None
        )
    return turned

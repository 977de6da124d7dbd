"""Words that people give: names of themes, the sentence of what is missing, tags."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from consult.domain import board as b
from consult.domain.errors import Refused
from consult.domain.texts import clean_line
from consult.extensions import db
from consult.frameworks import tag_kinds
from consult.models import NoteMark, ThemeChange
from consult.services.board.step import Step


def rename(step: Step, command: b.ThemeRename) -> str:
    """The first name given by hand replaces the proposed words in all languages."""
    before = step.themes([command.theme])[command.theme]["label"]
    name = clean_line(command.label)[: b.LABEL_LENGTH].strip()
    if not name:
        raise Refused("theme_name_missing")
    named = db.session.scalar(
        select(func.count())
        .select_from(ThemeChange)
        .filter_by(theme_id=command.theme, what="renamed", undone_at=None)
    )
    label = {**before, command.language: name} if named else {command.language: name}
    step.theme, step.detail = command.theme, {"label": label, "from": before}
    if label != before:
        step.change_theme(command.theme, label=label)
        step.fix(command.theme)
    return "renamed"


def tag(step: Step, note_id: int, kind: str, values: Sequence[str]) -> None:
    """What a person says of a note, besides its place in the framework. Refused "unknown_tag"."""
    offered = next((row for row in tag_kinds() if row.id == kind), None)
    if offered is None or not set(values) <= {row.id for row in offered.values}:
        raise Refused("unknown_tag")
    if len(set(values)) > 1 and not offered.several:
        raise Refused("unknown_tag")
    stored = db.session.scalar(select(NoteMark.tags).where(NoteMark.note_id == note_id)) or {}
    others = {name: list(kept) for name, kept in stored.items() if name != kind}
    chosen = list(dict.fromkeys(values))
    step.mark([note_id], tags={**others, kind: chosen} if chosen else others)

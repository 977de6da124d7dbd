"""What a needs assessment waits for: themes that nobody has confirmed, then themes without a need in words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from consult.extensions import db
from consult.models import Need, Theme, ThemeNote

CONFIRM, WRITE = "confirm", "write"


@dataclass(frozen=True)
class NextStep:
    """`what` is to be done (CONFIRM or WRITE), with `count` of `total` themes."""

    what: str
    count: int
    total: int


def next_step(consultation_id: int) -> NextStep | None:
    """The next step with the themes that count, or None where there are none or all of it is done."""
    inhabited = select(ThemeNote.theme_id)
    written = select(Need.theme_id).where(Need.consultation_id == consultation_id)
    total, unconfirmed, unwritten = db.session.execute(
        select(
            func.count(),
            func.count().filter(Theme.confirmed.is_(False)),
            func.count().filter(Theme.id.not_in(written)),
        ).where(Theme.consultation_id == consultation_id, Theme.set_aside.is_(None), Theme.id.in_(inhabited))
    ).one()
    if unconfirmed:
        return NextStep(CONFIRM, unconfirmed, total)
    return NextStep(WRITE, unwritten, total) if unwritten else None


def has_themes(consultation_id: int) -> bool:
    """Whether anything has been sorted into themes yet."""
    return bool(db.session.scalar(select(exists().where(Theme.consultation_id == consultation_id))))

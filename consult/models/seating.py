"""What the facilitator wants of the seating, what planning ahead has found, and what can be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class SeatingWish(Model):
    """Two people to keep apart, or together; `one_id` is the smaller id."""

    __tablename__ = "seating_wish"
    __table_args__ = (UniqueConstraint("meeting_id", "one_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    together: Mapped[bool]


class SeatingReview(Model):
    """What planning ahead has found for the seating as it was when its `fingerprint` was taken.

    `plan`: round number → {participant id: table number} for the rounds to come, keys as texts; `found`:
    measures, bounds and advice; `dismissed`: the facilitator keeps the seats as they are.
    """

    __tablename__ = "seating_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    plan: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
    dismissed: Mapped[bool] = mapped_column(default=False)
    worked_at: Mapped[float]


class SeatingStep(Model):
    """A change to the seating that can be taken back until the phase changes: how everything was `before`."""

    __tablename__ = "seating_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[float]

"""What a meeting has told about its people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class ToldFigures(Model):
    """Figures of a meeting as everybody may read them, from the moment when nothing can be added to them any more.

    `what` is one of `consult.services.meeting.told.WHAT`. They never hold a count that is too small to be told.
    """

    __tablename__ = "told_figures"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)

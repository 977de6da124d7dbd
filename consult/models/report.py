"""What a person wrote into a report, beside what the software fills in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class ReportDraft(Model):
    """One form of report in one language: section → what is switched off or written by hand.

    `version` is the row's optimistic lock: of two people who edit, the second is told.
    """

    __tablename__ = "report_draft"
    __table_args__ = (UniqueConstraint("consultation_id", "form", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    form: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    sections: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    changed_at: Mapped[float]
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}

"""What people wrote, in other languages: by machine until a person has corrected it. It never replaces the original."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class NoteTranslation(Model):
    """A note in another language. `reasons` are codes of why it is doubtful (consult/translation/base.py).

    Once `corrected_at` is set, by somebody in the `corrected_role`, no engine overwrites it. Who it was is not kept.
    """

    __tablename__ = "note_translation"
    __table_args__ = (UniqueConstraint("note_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(40))
    doubtful: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]] = mapped_column(JSON)
    corrected_at: Mapped[float | None]
    corrected_role: Mapped[str | None] = mapped_column(String(20))


class HandOverTranslation(Model):
    """A hand-over in another language, by machine; gone as soon as the table host writes something else."""

    __tablename__ = "hand_over_translation"
    __table_args__ = (UniqueConstraint("hand_over_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_over.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(40))
    doubtful: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]] = mapped_column(JSON)

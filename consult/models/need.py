"""What the city should know after the notes: needs, and the resources that are there already."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class Need(Model):
    """A gap between how things are and how they should be, in the sentence of a person ({language: text}).

    It rests on a theme and on `chosen` notes (`NeedNote`), or on all of the theme's. `taken_from`: its words are those
    of this note, and go when the note does.
    """

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    sentence: Mapped[dict[str, str]] = mapped_column(JSON)
    chosen: Mapped[bool] = mapped_column(default=False)
    taken_from: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    written_at: Mapped[float]


class NeedNote(Model):
    """A note that a need rests on."""

    __tablename__ = "need_note"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), primary_key=True)
    note_id: Mapped[int] = mapped_column(
        ForeignKey("note.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Resource(Model):
    """An initiative, a good practice or an offer of cooperation, as the register of resources lists it.

    `taken_from`: its name is in the words of this note, and it goes when the note does.
    """

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    holder: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    taken_from: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    written_at: Mapped[float]


class ResourceNote(Model):
    """A note in which a resource was raised."""

    __tablename__ = "resource_note"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    note_id: Mapped[int] = mapped_column(
        ForeignKey("note.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ResourceDismissal(Model):
    """A note that a person does not want in the register of resources; it can be offered again."""

    __tablename__ = "resource_dismissal"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    dismissed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    dismissed_at: Mapped[float]

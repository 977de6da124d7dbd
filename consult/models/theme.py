"""Themes of a consultation, the analysis runs that found them, and what people changed by hand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model

AT_WORK = text("state IN ('waiting', 'running')")


class AnalysisRun(Model):
    """One run of the analysis in its own process. State: waiting, running, done, failed, cancelled.

    Of a consultation one at a time is at work. `seen_at` says when it came further last; `code` why it failed.
    """

    __tablename__ = "analysis_run"
    __table_args__ = (
        Index(
            "ix_analysis_run_at_work",
            "consultation_id",
            unique=True,
            sqlite_where=AT_WORK,
            postgresql_where=AT_WORK,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    progress: Mapped[float] = mapped_column(default=0.0)
    stage: Mapped[str] = mapped_column(String(40), default="")
    engine: Mapped[str] = mapped_column(String(60), default="")
    notes: Mapped[int] = mapped_column(default=0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[float]
    finished_at: Mapped[float | None]
    seen_at: Mapped[float | None]
    code: Mapped[str | None] = mapped_column(String(40))
    # How the run would regroup notes that stood in a theme already; a person takes it or leaves it.
    suggestion: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Theme(Model):
    """Notes that belong together. `pinned` once a person named, merged or split it: analysis then keeps it.

    Commitment and track are proposed by the analysis and become facts when a person confirms them; `also` holds further
    commitments that it speaks of, said by a person, under which it is listed but not counted. With a `set_aside` reason it
    is kept, but counts nowhere.
    """

    __tablename__ = "theme"
    # The number of a theme that is gone is never given again: a screen that is late would mean another one.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    pinned: Mapped[bool] = mapped_column(default=False)
    commitment: Mapped[str | None] = mapped_column(String(10))
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    track: Mapped[str | None] = mapped_column(String(10))
    confidence: Mapped[float] = mapped_column(default=0.0)
    confirmed: Mapped[bool] = mapped_column(default=False)
    set_aside: Mapped[str | None] = mapped_column(String(200))


class ThemeNote(Model):
    """A note's place in a theme; `fixed` when a person put it there.

    Commitment and track are proposed for the note alone: a theme may speak of more than one track.
    """

    __tablename__ = "theme_note"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    fixed: Mapped[bool] = mapped_column(default=False)
    commitment: Mapped[str | None] = mapped_column(String(10))
    track: Mapped[str | None] = mapped_column(String(10))


class NotePivot(Model):
    """A machine translation into English for grouping only, never shown."""

    __tablename__ = "note_pivot"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(40))


class NoteMeaning(Model):
    """What the analysis understood of a note: its sentence vector (384 × float32) and what it proposes.

    `proposals`: {"commitments": [[id, share, reasons], …], "tracks": […], "sure": bool}, best first, at most three.
    """

    __tablename__ = "note_meaning"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    engine: Mapped[str] = mapped_column(String(60))
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposals: Mapped[dict[str, Any]] = mapped_column(JSON)


class NoteMark(Model):
    """What people decided about a note, beside the theme it is in.

    `commitments` (the main one first) and `track` are facts once `confirmed_at` is set; an empty list and None mean
    that a person found none that fits. `tags` maps a kind of tag to its values. With a `set_aside` reason the note is kept,
    but counts nowhere. `dissent`: it disagrees with its theme and is always told beside it.
    """

    __tablename__ = "note_mark"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    commitments: Mapped[list[str]] = mapped_column(JSON, default=list)
    track: Mapped[str | None] = mapped_column(String(10))
    confirmed_at: Mapped[float | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    tags: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    set_aside: Mapped[str | None] = mapped_column(String(200))
    dissent: Mapped[bool] = mapped_column(default=False)


class ThemeChange(Model):
    """The paper trail: who changed what about the themes, and when.

    `before` holds what can be put back, None where a step cannot be undone; `board_version` what it made of the board.
    """

    __tablename__ = "theme_change"
    # Made on the screen, so that a command sent twice over a bad line is carried out once.
    __table_args__ = (
        Index("ix_theme_change_client_key", "consultation_id", "user_id", "client_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    theme_id: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
    made_at: Mapped[float]
    board_version: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    undone_at: Mapped[float | None]
    client_key: Mapped[str | None] = mapped_column(String(64))

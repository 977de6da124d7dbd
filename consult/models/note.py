"""What people contributed: notes, hand-overs, votes; and what the facilitator told them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class Note(Model):
    """One contribution, kept exactly as written. Translations never overwrite it."""

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("participant_id", "client_key"),
        Index("ix_note_place", "meeting_id", "round_number", "table_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    # Made on the phone, so a note sent twice over bad Wi-Fi is kept once.
    client_key: Mapped[str] = mapped_column(String(64))
    round_number: Mapped[int]
    table_number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    # A facilitator has said so: nothing that recognises languages knows better.
    language_by_person: Mapped[bool] = mapped_column(default=False)
    by_proxy: Mapped[bool] = mapped_column(default=False)
    main_point: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[float]
    hidden_at: Mapped[float | None]
    hidden_reason: Mapped[str | None] = mapped_column(String(200))


class HandOver(Model):
    """What the table host tells the next group, one text per table and round."""

    __tablename__ = "hand_over"
    __table_args__ = (UniqueConstraint("meeting_id", "round_number", "table_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    round_number: Mapped[int]
    table_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))


class Vote(Model):
    """A participant finds a main point important."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("participant_id", "note_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)


class Stance(Model):
    """Whether a participant can live with a main point (its proposal), and what they object to.

    A hidden objection counts on, but its words are read by nobody but its author and the facilitation.
    """

    __tablename__ = "stance"
    __table_args__ = (UniqueConstraint("participant_id", "note_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    acceptable: Mapped[bool]
    objection: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2))
    given_at: Mapped[float]
    hidden_at: Mapped[float | None]
    hidden_reason: Mapped[str | None] = mapped_column(String(200))


class Announcement(Model):
    """A line from the facilitator to all, or to the group at one table (`table_number`) in a round.

    With a `prompt` (its key) it is a question for table hosts alone, read in the language of each; `text` is empty.
    """

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    table_number: Mapped[int | None]
    round_number: Mapped[int]
    text: Mapped[str] = mapped_column(String(400))
    prompt: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[float]

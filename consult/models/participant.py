"""Whoever joined a meeting, where they sat, and what they said about it."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.words import Mode
from consult.extensions import Model


class Participant(Model):
    """A nickname or none, the languages they speak; no account. Only the hash of their token is stored.

    `group_key` is None for "prefer not to say". `host_table` is set while they are the table host there;
    `kept_table` while they stay at one table for another reason, such as a lift, a loop or an interpreter.
    """

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nickname: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(2))
    languages: Mapped[list[str]] = mapped_column(JSON)
    group_key: Mapped[str | None] = mapped_column(String(60))
    mode: Mapped[str] = mapped_column(String(10), default=Mode.ONSITE)
    host_table: Mapped[int | None]
    kept_table: Mapped[int | None]
    sits_out: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[float]
    consented_at: Mapped[float | None]
    # Of the words they agreed to (services/preparation/consent.py); "" where the city had none of its own.
    consent_mark: Mapped[str] = mapped_column(String(16), default="")
    left_at: Mapped[float | None]


class Seat(Model):
    """Where a participant sits in a round; a row for the coming round is the plan already shown."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("meeting_id", "round_number", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    round_number: Mapped[int]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    table_number: Mapped[int]
    is_host: Mapped[bool] = mapped_column(default=False)
    # A facilitator put them there: planning respects it.
    pinned: Mapped[bool] = mapped_column(default=False)


class HeadCount(Model):
    """How many people a table host counted at the table, phones or not."""

    __tablename__ = "head_count"
    __table_args__ = (UniqueConstraint("meeting_id", "round_number", "table_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    round_number: Mapped[int]
    table_number: Mapped[int]
    people: Mapped[int]


class SlowerRequest(Model):
    """Somebody asked for slower speech: how often in this round, at their table (0: in plenary), and when last."""

    __tablename__ = "slower_request"
    __table_args__ = (UniqueConstraint("participant_id", "round_number", "table_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    round_number: Mapped[int]
    table_number: Mapped[int]
    times: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[float]

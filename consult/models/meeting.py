"""One live gathering: its clock, its rounds and its café tables."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.words import (
    VOTES_EACH,
    Format,
    HostPolicy,
    Phase,
    QuestionPolicy,
    Seating,
    TableMode,
    View,
    Voting,
)
from consult.extensions import Model
from consult.models.consultation import Consultation, Question


class Meeting(Model):
    """A World Café or focus group. Instants are Unix seconds; the clock is `ends_at` or, paused, `remaining`.

    `planned_start` is the exception: what the clock on the wall of the city will show ("2027-03-28T15:00"), because
    that is what people agree on, whatever happens to the rules of daylight saving until then. `agenda` maps a
    language to a text. `interpretation` lists who is interpreted for in plenary: {"language": code, "how": a link or
    what to set the receiver to}.
    """

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    format: Mapped[str] = mapped_column(String(20), default=Format.WORLD_CAFE)
    place: Mapped[str] = mapped_column(String(120), default="")
    planned_start: Mapped[str | None] = mapped_column(String(16))
    planned_minutes: Mapped[int | None]
    # For a meeting of people from elsewhere; "" for the second zone of the consultation.
    second_zone: Mapped[str] = mapped_column(String(60), default="")
    agenda: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    interpretation: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    expected_people: Mapped[int] = mapped_column(default=20)
    host_policy: Mapped[str] = mapped_column(String(20), default=HostPolicy.FIXED)
    question_policy: Mapped[str] = mapped_column(String(20), default=QuestionPolicy.ROUND)
    # A question per table: rather meet somebody again than return to a table. Otherwise the other way round.
    fresh_tables: Mapped[bool] = mapped_column(default=True)
    mix_groups: Mapped[bool] = mapped_column(default=True)
    # From then on people hold their routes in their hands: planning again changes as few as possible.
    cards_printed_at: Mapped[float | None]
    created_at: Mapped[float]

    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    join_secret: Mapped[str] = mapped_column(String(40), unique=True)
    projector_key: Mapped[str] = mapped_column(String(40), unique=True)

    phase: Mapped[str] = mapped_column(String(10), default=Phase.WELCOME)
    round_number: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[float | None]
    remaining: Mapped[float | None]
    running_since: Mapped[float | None]
    promised_end: Mapped[float | None]
    opened_at: Mapped[float | None]
    round_closed_at: Mapped[float | None]
    closed_at: Mapped[float | None]

    projector_view: Mapped[str] = mapped_column(String(10), default=View.AUTO)
    voting: Mapped[str] = mapped_column(String(10), default=Voting.NOT_YET)
    votes_each: Mapped[int] = mapped_column(default=VOTES_EACH)
    acceptability: Mapped[str] = mapped_column(String(10), default=Voting.NOT_YET)
    # The main points (ids of notes) that people were asked about: "Can you live with it?"
    asked_points: Mapped[list[int]] = mapped_column(JSON, default=list)
    speaking_table: Mapped[int | None]
    speaking_ends_at: Mapped[float | None]
    tables_heard: Mapped[list[int]] = mapped_column(JSON, default=list)

    # Two facilitators at once, or two processes: one of them wins, the other is told.
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    consultation: Mapped[Consultation] = relationship(lazy="joined")
    rounds: Mapped[list[Round]] = relationship(
        order_by="Round.number", cascade="all, delete-orphan", lazy="selectin"
    )
    tables: Mapped[list[CafeTable]] = relationship(
        order_by="CafeTable.number", cascade="all, delete-orphan", lazy="selectin"
    )


class Round(Model):
    """One timed conversation of a meeting; numbers start at 1."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=20)
    seating: Mapped[str] = mapped_column(String(10), default=Seating.ROTATE)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))

    question: Mapped[Question | None] = relationship(lazy="joined")


class CafeTable(Model):
    """Where people sit, on site or remote; numbers start at 1. `interpretation` as of a meeting, for this table."""

    __tablename__ = "cafe_table"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    seats: Mapped[int] = mapped_column(default=5)
    mode: Mapped[str] = mapped_column(String(10), default=TableMode.MIXED)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    calls_help: Mapped[bool] = mapped_column(default=False)
    interpretation: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)

    question: Mapped[Question | None] = relationship(lazy="joined")

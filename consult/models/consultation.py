"""A city's consultation, the stakeholder groups it invites and the questions it asks."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.extensions import Model


class Consultation(Model):
    """The whole engagement: purpose, framework, languages, stakeholders, meetings, needs assessment.

    `title`, `purpose` and `consent` map a language to a text; without any consent text of its own, participants
    read the product's. `languages` lists the languages offered to participants. Instants of meetings are told in
    the `time_zone` (IANA) of the city, and in a second one, or none ("").
    """

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    purpose: Mapped[dict[str, str]] = mapped_column(JSON)
    consent: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    city: Mapped[str] = mapped_column(String(120), default="")
    languages: Mapped[list[str]] = mapped_column(JSON)
    field: Mapped[str] = mapped_column(String(40), default="general")
    framework_id: Mapped[str] = mapped_column(String(40), default="eccar-2017")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    second_zone: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[float]
    # How often people have changed its themes: whoever follows the board knows by it whether they missed something.
    board_version: Mapped[int] = mapped_column(default=0)

    groups: Mapped[list[StakeholderGroup]] = relationship(
        order_by="StakeholderGroup.position", cascade="all, delete-orphan", lazy="selectin"
    )
    questions: Mapped[list[Question]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan", lazy="selectin"
    )


class StakeholderGroup(Model):
    """A group that is invited, such as the migrant council; `invited` is how many people."""

    __tablename__ = "stakeholder_group"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    invited: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)


class Question(Model):
    """What a round or a table is asked; `text` maps a language to the sentence."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[dict[str, str]] = mapped_column(JSON)
    bank_key: Mapped[str | None] = mapped_column(String(40))
    slot: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)

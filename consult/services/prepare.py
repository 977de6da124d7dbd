"""Preparing: consultations, their groups and questions, and the meetings they hold."""

from __future__ import annotations

import math
import secrets

from flask import current_app
from sqlalchemy import func, select

from consult import frameworks
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.words import Format, Phase, QuestionPolicy, Role, Seating
from consult.extensions import db
from consult.models import (
    CafeTable,
    Consultation,
    Meeting,
    Membership,
    Participant,
    Question,
    Round,
    Seat,
    StakeholderGroup,
    User,
)
from consult.services import sign_in
from consult.services.drafts import (
    CHAIRS,
    TABLES,
    ConsultationDraft,
    GroupDraft,
    MeetingDraft,
    QuestionDraft,
    RoundDraft,
)
from consult.services.tokens import new_token

# No look-alikes: no I, L, O, 0, 1.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6

HOUSING_TITLE = {"en": "Housing", "fr": "Logement", "es": "Vivienda", "pt": "Habitação"}
HOUSING_PURPOSE = {
    "en": "We want to learn from you where people meet racial discrimination when they look for a home "
    "or live in one, what already helps, and what the city should do next.",
    "fr": "Nous voulons apprendre de vous où les personnes rencontrent la discrimination raciale "
    "lorsqu'elles cherchent un logement ou y vivent, ce qui aide déjà, et ce que la ville devrait faire "
    "ensuite.",
    "es": "Queremos conocer por ustedes dónde se da la discriminación racial al buscar una vivienda o al "
    "vivir en ella, qué ayuda ya y qué debería hacer la ciudad a continuación.",
    "pt": "Queremos saber, por quem participa, onde existe discriminação racial quando se procura casa ou "
    "se vive nela, o que já ajuda e o que a cidade deve fazer a seguir.",
}
CAFE_TITLE = {"en": "World Café", "fr": "World Café", "es": "World Café", "pt": "World Café"}


def number_of_tables(expected_people: int, seats: int = CHAIRS) -> int:
    """Tables for a World Café with 4–5 chairs each: as few as fit everybody, and at least two.

    >>> number_of_tables(43)
    9
    """
    return min(max(math.ceil(expected_people / seats), 2), TABLES)


def ready_made() -> Consultation:
    """The consultation "Housing" with one World Café that waits for people; made once, then found again."""
    user = sign_in.first_facilitator()
    found: Consultation | None = db.session.scalar(
        select(Consultation)
        .join(Membership, Membership.consultation_id == Consultation.id)
        .where(Membership.user_id == user.id, Membership.role == Role.COORDINATOR)
        .order_by(Consultation.id)
        .limit(1)
    )
    if found is not None:
        return found
    consultation = create_consultation(
        user,
        ConsultationDraft(
            title=HOUSING_TITLE,
            purpose=HOUSING_PURPOSE,
            field="housing",
            groups=suggested_group_drafts("housing"),
            questions=bank_questions("housing"),
        ),
    )
    questions = [question.id for question in consultation.questions]
    rounds = [RoundDraft(minutes=20, question_id=question) for question in questions[:3]]
    create_meeting(consultation, MeetingDraft(title=CAFE_TITLE, expected_people=20, rounds=rounds))
    return consultation


def first_meeting(consultation: Consultation) -> Meeting:
    """The oldest meeting of a consultation; NoResultFound when there is none."""
    return db.session.scalars(
        select(Meeting).where(Meeting.consultation_id == consultation.id).order_by(Meeting.id).limit(1)
    ).one()


def suggested_group_drafts(field: str) -> list[GroupDraft]:
    """The groups the product suggests to invite for a field; raise KeyError for an unknown field."""
    return [GroupDraft(key=group.id, name=dict(group.names)) for group in frameworks.suggested_groups(field)]


def bank_questions(field: str) -> list[QuestionDraft]:
    """The five questions of the bank, slots filled in four languages with what fits the field."""
    drafts = []
    for question in frameworks.question_bank():
        slot = next((slot.id for slot in question.slots if slot.field == field), None)
        if slot is None and question.slots:
            slot = question.slots[0].id
        drafts.append(QuestionDraft(text=question.filled(slot), bank_key=question.key, slot=slot))
    return drafts


def create_consultation(user: User, draft: ConsultationDraft) -> Consultation:
    """Store a new consultation; its creator becomes coordinator and facilitator."""
    consultation = Consultation(created_at=_now(), title={}, purpose={}, languages=[])
    db.session.add(consultation)
    _fill_consultation(consultation, draft)
    db.session.flush()
    for role in (Role.COORDINATOR, Role.FACILITATOR):
        db.session.add(Membership(user_id=user.id, consultation_id=consultation.id, role=role))
    db.session.commit()
    return consultation


def update_consultation(consultation: Consultation, draft: ConsultationDraft) -> None:
    """Store what was changed. Kept questions keep their id, so that rounds and notes still point to them."""
    _fill_consultation(consultation, draft)
    db.session.commit()


def create_meeting(consultation: Consultation, draft: MeetingDraft) -> Meeting:
    """Store a new meeting that waits for its participants; raises Refused("not_your_question")."""
    meeting = Meeting(
        consultation_id=consultation.id,
        title={},
        created_at=_now(),
        join_code=_free_code(),
        join_secret=new_token(),
        projector_key=new_token(),
        tables_heard=[],
        version=0,
    )
    _fill_meeting(meeting, consultation, draft)
    db.session.add(meeting)
    db.session.commit()
    return meeting


def update_meeting(meeting: Meeting, draft: MeetingDraft) -> None:
    """Change a meeting that has not begun; raises Refused("meeting_has_begun") after round one opened.

    When tables are taken away, the seats already shown for round one are given up and planned anew.
    """
    if meeting.phase != Phase.WELCOME:
        raise Refused("meeting_has_begun")
    tables_before = len(meeting.tables)
    _fill_meeting(meeting, meeting.consultation, draft)
    if len(meeting.tables) < tables_before:
        _give_up_seats(meeting)
    meeting.version += 1
    db.session.commit()


def _fill_consultation(consultation: Consultation, draft: ConsultationDraft) -> None:
    consultation.title = dict(draft.title)
    consultation.purpose = dict(draft.purpose)
    consultation.city = draft.city
    consultation.languages = [code for code in LANGUAGES if code in draft.languages]
    consultation.field = draft.field
    consultation.framework_id = draft.framework_id
    _fill_groups(consultation, draft.groups)
    _fill_questions(consultation, draft.questions)


def _fill_groups(consultation: Consultation, drafts: list[GroupDraft]) -> None:
    existing = {group.key: group for group in consultation.groups}
    taken: set[str] = set()
    kept = []
    for position, draft in enumerate(drafts):
        key = draft.key if draft.key and draft.key not in taken else _own_key(existing.keys() | taken)
        taken.add(key)
        group = existing.get(key) or StakeholderGroup(key=key)
        group.name, group.invited, group.position = dict(draft.name), draft.invited, position
        kept.append(group)
    consultation.groups = kept


def _own_key(taken: set[str]) -> str:
    number = 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def _fill_questions(consultation: Consultation, drafts: list[QuestionDraft]) -> None:
    existing = {question.id: question for question in consultation.questions}
    kept = []
    for position, draft in enumerate(drafts):
        # An id of another consultation is not found here and makes a new question.
        question = (existing.pop(draft.id, None) if draft.id else None) or Question()
        question.text, question.position = dict(draft.text), position
        question.bank_key, question.slot = draft.bank_key, draft.slot
        kept.append(question)
    consultation.questions = kept


def _fill_meeting(meeting: Meeting, consultation: Consultation, draft: MeetingDraft) -> None:
    own = [question.id for question in consultation.questions]
    _refuse_strange_questions(draft, own)
    meeting.title = dict(draft.title)
    meeting.format = draft.format
    meeting.place = draft.place
    meeting.expected_people = draft.expected_people
    meeting.host_policy = draft.host_policy
    meeting.question_policy = draft.question_policy
    _fill_rounds(meeting, draft)
    _fill_tables(meeting, draft, own)


def _refuse_strange_questions(draft: MeetingDraft, own: list[int]) -> None:
    asked = [row.question_id for row in draft.rounds] + list(draft.table_questions)
    if any(question is not None and question not in own for question in asked):
        raise Refused("not_your_question")


def _fill_rounds(meeting: Meeting, draft: MeetingDraft) -> None:
    seating = Seating.ROTATE if draft.format is Format.WORLD_CAFE else Seating.STAY
    existing = {row.number: row for row in meeting.rounds}
    rounds = []
    for number, wanted in enumerate(draft.rounds, start=1):
        row = existing.get(number) or Round(number=number)
        row.minutes, row.seating = wanted.minutes, seating
        row.question_id = wanted.question_id if draft.question_policy is QuestionPolicy.ROUND else None
        rounds.append(row)
    meeting.rounds = rounds


def _fill_tables(meeting: Meeting, draft: MeetingDraft, own: list[int]) -> None:
    if draft.format is Format.FOCUS_GROUP:
        count = draft.tables or 1
    else:
        count = draft.tables or number_of_tables(draft.expected_people)
    seats = max(math.ceil(draft.expected_people / count), CHAIRS)
    existing = {table.number: table for table in meeting.tables}
    tables = []
    for number in range(1, count + 1):
        table = existing.get(number) or CafeTable(number=number)
        table.seats = seats
        table.question_id = _table_question(number, draft, own)
        tables.append(table)
    meeting.tables = tables


def _table_question(number: int, draft: MeetingDraft, own: list[int]) -> int | None:
    if draft.question_policy is not QuestionPolicy.TABLE:
        return None
    if number <= len(draft.table_questions):
        return draft.table_questions[number - 1]
    return own[(number - 1) % len(own)] if own else None


def _give_up_seats(meeting: Meeting) -> None:
    gone = max(table.number for table in meeting.tables)
    for seat in db.session.scalars(
        select(Seat).where(Seat.meeting_id == meeting.id, Seat.table_number > gone)
    ):
        db.session.delete(seat)
    for host in db.session.scalars(
        select(Participant).where(Participant.meeting_id == meeting.id, Participant.host_table > gone)
    ):
        host.host_table = None


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if not db.session.scalar(select(func.count()).where(Meeting.join_code == code)):
            return code


def _now() -> float:
    return float(current_app.config["CLOCK"]())

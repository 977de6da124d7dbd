"""Preparing: consultations, their groups and questions, and the meetings they hold."""

from __future__ import annotations

import secrets

from flask import current_app
from sqlalchemy import func, select

from consult import frameworks
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.words import Phase, Role
from consult.extensions import db
from consult.models import (
    Consultation,
    Meeting,
    Membership,
    Question,
    StakeholderGroup,
    User,
)
from consult.services.accounts import sign_in
from consult.services.accounts.tokens import new_token
from consult.services.clock import now
from consult.services.meeting import announce
from consult.services.meeting.conduct import deciding
from consult.services.preparation.arrange import fill_meeting, outline, seat_again
from consult.services.preparation.drafts import (
    ConsultationDraft,
    GroupDraft,
    MeetingDraft,
    QuestionDraft,
    RoundDraft,
)

# No look-alikes: no I, L, O, 0, 1.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6

HOUSING_TITLE = {"en": "Housing", "fr": "Logement", "es": "Vivienda", "pt": "Habitação"}
HOUSING_PURPOSE = {
    "en": "We want to learn from you where people meet racial discrimination when they look for a home "
    "or live in one, what already helps, and what the city should do next.",
    "fr": "Nous voulons apprendre de vous où les personnes rencontrent la discrimination raciale "
    "lorsqu’elles cherchent un logement ou y vivent, ce qui aide déjà, et ce que la ville devrait faire "
    "ensuite.",
    "es": "Queremos conocer por ustedes dónde se da la discriminación racial al buscar una vivienda o al "
    "vivir en ella, qué ayuda ya y qué debería hacer la ciudad a continuación.",
    "pt": "Queremos saber, por quem participa, onde existe discriminação racial quando se procura casa ou "
    "se vive nela, o que já ajuda e o que a cidade deve fazer a seguir.",
}
CAFE_TITLE = {"en": "World Café", "fr": "World Café", "es": "World Café", "pt": "World Café"}


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
            time_zone=current_app.config["SETTINGS"].time_zone,
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
    consultation = Consultation(created_at=now(), title={}, purpose={}, languages=[])
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
        created_at=now(),
        join_code=_free_code(),
        join_secret=new_token(),
        projector_key=new_token(),
        tables_heard=[],
        version=0,
    )
    fill_meeting(meeting, consultation, draft)
    db.session.add(meeting)
    db.session.commit()
    return meeting


def update_meeting(meeting: Meeting, draft: MeetingDraft) -> None:
    """Change a meeting that has not begun; raises Refused("meeting_has_begun") after round one opened.

    Whoever already had a seat at a table that is taken away, or that no longer takes people who come the way they
    do, gets another one, and every screen asks again.
    """
    with deciding(meeting.id):
        if meeting.phase != Phase.WELCOME:
            raise Refused("meeting_has_begun")
        before, old_format = outline(meeting), meeting.format
        fill_meeting(meeting, meeting.consultation, draft)
        meeting.version += 1
        db.session.flush()
        changed = outline(meeting) != before
        moved = seat_again(meeting, anew=meeting.format != old_format) if changed else []
        db.session.commit()
    announce.meeting_prepared(meeting.id, meeting.version)
    announce.seat_changed(moved)


def _fill_consultation(consultation: Consultation, draft: ConsultationDraft) -> None:
    consultation.title = dict(draft.title)
    consultation.purpose = dict(draft.purpose)
    consultation.consent = dict(draft.consent)
    consultation.city = draft.city
    consultation.time_zone, consultation.second_zone = draft.time_zone, draft.second_zone
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


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if not db.session.scalar(select(func.count()).where(Meeting.join_code == code)):
            return code

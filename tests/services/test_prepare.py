"""Consultations and meetings: the ready-made one, the rule for tables, and what may not be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from consult.domain.errors import Refused
from consult.domain.words import Format, Phase, QuestionPolicy, Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Membership, Participant, Seat, User
from consult.services.accounts import members
from consult.services.preparation import gaps, prepare
from consult.services.preparation.drafts import (
    ConsultationDraft,
    GroupDraft,
    MeetingDraft,
    QuestionDraft,
    RoundDraft,
)
from consult.services.preparation.tables import number_of_tables

CAFE = {"en": "World Café"}


@pytest.mark.parametrize(
    ("people", "tables"), [(2, 2), (10, 2), (11, 3), (20, 4), (43, 9), (100, 20), (1000, 200), (2000, 400)]
)
def test_tables_follow_the_people_expected(people: int, tables: int) -> None:
    assert number_of_tables(people) == tables


@given(st.integers(min_value=12, max_value=2000))
def test_tables_have_four_or_five_people(people: int) -> None:
    tables = number_of_tables(people)

    assert people <= tables * 5
    assert people // tables >= 4


def test_ready_made_consultation_is_on_housing_in_four_languages(consultation: Consultation) -> None:
    assert consultation.title == {"en": "Housing", "fr": "Logement", "es": "Vivienda", "pt": "Habitação"}
    assert sorted(consultation.purpose) == ["en", "es", "fr", "pt"]
    assert [question.slot for question in consultation.questions] == ["housing", "housing", None, None, None]
    assert gaps.missing_translations(consultation) == []
    assert gaps.missing_groups(consultation) == []


def test_ready_made_consultation_invites_housing_agency_and_estate_agents(consultation: Consultation) -> None:
    assert [group.key for group in consultation.groups][:2] == ["housing_agency", "estate_agents"]


def test_ready_made_consultation_is_made_once(consultation: Consultation) -> None:
    again = prepare.ready_made()

    assert again.id == consultation.id
    assert db.session.query(Meeting).count() == 1


def test_ready_made_meeting_waits_for_twenty_people(meeting: Meeting) -> None:
    assert (meeting.phase, meeting.format, meeting.host_policy) == (Phase.WELCOME, Format.WORLD_CAFE, "fixed")
    assert [row.minutes for row in meeting.rounds] == [20, 20, 20]
    assert [row.question_id for row in meeting.rounds] == [
        question.id for question in meeting.consultation.questions[:3]
    ]
    assert [table.seats for table in meeting.tables] == [5, 5, 5, 5]


def test_join_code_has_six_letters_without_look_alikes(meeting: Meeting) -> None:
    assert len(meeting.join_code) == 6
    assert set(meeting.join_code) <= set(prepare.CODE_LETTERS)
    assert not set("IL10O") & set(prepare.CODE_LETTERS)
    assert len(prepare.CODE_LETTERS) == 31


def test_secrets_of_meetings_differ(consultation: Consultation, meeting: Meeting) -> None:
    other = prepare.create_meeting(consultation, MeetingDraft(title=CAFE))
    secrets = {meeting.join_secret, meeting.projector_key, other.join_secret, other.projector_key}

    assert len(secrets) == 4
    assert min(len(secret) for secret in secrets) >= 22


def test_creator_is_coordinator_and_facilitator(facilitator: User, consultation: Consultation) -> None:
    held = db.session.query(Membership.role).filter_by(
        user_id=facilitator.id, consultation_id=consultation.id
    )

    assert sorted(role for (role,) in held) == ["coordinator", "facilitator"]


def test_meeting_for_43_people_gets_nine_tables(consultation: Consultation) -> None:
    meeting = prepare.create_meeting(consultation, MeetingDraft(title=CAFE, expected_people=43))

    assert len(meeting.tables) == 9
    assert {table.seats for table in meeting.tables} == {5}


def test_number_of_tables_can_be_chosen(consultation: Consultation) -> None:
    meeting = prepare.create_meeting(consultation, MeetingDraft(title=CAFE, expected_people=43, tables=7))

    assert [table.seats for table in meeting.tables] == [7] * 7


def test_all_five_questions_can_be_given_to_tables(consultation: Consultation) -> None:
    draft = MeetingDraft(title=CAFE, expected_people=30, question_policy=QuestionPolicy.TABLE)
    meeting = prepare.create_meeting(consultation, draft)

    numbers = [question.id for question in consultation.questions]
    assert [table.question_id for table in meeting.tables] == [*numbers, numbers[0]]
    assert [row.question_id for row in meeting.rounds] == [None, None, None]


def test_focus_group_stays_at_one_table(consultation: Consultation) -> None:
    draft = MeetingDraft(
        title=CAFE, format=Format.FOCUS_GROUP, expected_people=9, rounds=[RoundDraft(minutes=30)]
    )
    meeting = prepare.create_meeting(consultation, draft)

    assert [table.seats for table in meeting.tables] == [9]
    assert [(row.minutes, row.seating) for row in meeting.rounds] == [(30, "stay")]


def test_question_of_another_consultation_is_refused(consultation: Consultation, facilitator: User) -> None:
    other = prepare.create_consultation(facilitator, ConsultationDraft(title={"en": "Elsewhere"}))
    strange = consultation.questions[0].id

    with pytest.raises(Refused) as refused:
        prepare.create_meeting(other, MeetingDraft(title=CAFE, rounds=[RoundDraft(question_id=strange)] * 3))

    assert refused.value.code == "not_your_question"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {}},
        {"title": {"en": "x" * 161}},
        {"expected_people": 1},
        {"expected_people": 2001},
        {"expected_people": 2000, "tables": 401},
        {"tables": 1},
        {"expected_people": 6, "tables": 4},
        {"rounds": [{"minutes": 20}] * 2},
        {"rounds": [{"minutes": 20}] * 9},
        {"rounds": [{"minutes": 0}] * 3},
        {"rounds": [{"minutes": 121}] * 3},
        {"format": "focus_group", "rounds": [{"minutes": 20}] * 13},
        {"format": "lecture"},
    ],
)
def test_limits_of_a_meeting(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MeetingDraft.model_validate({"title": CAFE, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"en": " \u202e "}},
        {"purpose": {"en": "x" * 1001}},
        {"languages": []},
        {"languages": ["en", "de"]},
        {"field": "astronomy"},
        {"framework_id": "unknown"},
        {"groups": [{"key": "ngo", "name": {"en": "NGO"}, "invited": -1}]},
        {"groups": [{"key": "Not a key", "name": {"en": "NGO"}}]},
        {"questions": [{"text": {}}]},
    ],
)
def test_limits_of_a_consultation(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConsultationDraft.model_validate({"title": {"en": "Housing"}, **wrong})


def test_control_and_direction_characters_are_dropped() -> None:
    draft = ConsultationDraft(title={"en": " Housing\u202e\x07 for e\u0301veryone "})

    assert draft.title == {"en": "Housing for éveryone"}


def test_changed_question_keeps_its_id(consultation: Consultation, meeting: Meeting) -> None:
    numbers = [question.id for question in consultation.questions]
    kept = [QuestionDraft(id=number, text={"en": f"Question {number}?"}) for number in reversed(numbers[:2])]

    prepare.update_consultation(consultation, ConsultationDraft(title={"en": "Housing"}, questions=kept))

    assert [question.id for question in consultation.questions] == [numbers[1], numbers[0]]
    db.session.refresh(meeting)
    assert [row.question_id for row in meeting.rounds] == [numbers[0], numbers[1], None]


def test_own_groups_get_keys_of_their_own(consultation: Consultation) -> None:
    own = [GroupDraft(name={"en": "Book club"}), GroupDraft(name={"en": "Choir"}, invited=4)]
    prepare.update_consultation(consultation, ConsultationDraft(title={"en": "Housing"}, groups=own))

    assert [(group.key, group.invited) for group in consultation.groups] == [("own-1", 0), ("own-2", 4)]


def test_missing_translations_and_groups_are_named(facilitator: User) -> None:
    draft = ConsultationDraft(
        title={"fr": "Logement"},
        languages=["fr", "es"],
        field="housing",
        groups=prepare.suggested_group_drafts("housing")[2:],
    )
    consultation = prepare.create_consultation(facilitator, draft)

    missing = [(one.kind, one.languages) for one in gaps.missing_translations(consultation)]
    assert missing == [("title", ("es",)), ("purpose", ("fr", "es"))]
    assert [group.id for group in gaps.missing_groups(consultation)] == ["housing_agency", "estate_agents"]


def test_everything_participants_read_is_looked_at_for_missing_translations(facilitator: User) -> None:
    draft = ConsultationDraft(
        title={"en": "Housing", "fr": "Logement"},
        purpose={"fr": "Apprendre"},
        consent={"fr": "Nous demandons."},
        languages=["en", "fr"],
        groups=[*prepare.suggested_group_drafts("housing")[:1], GroupDraft(name={"en": "Choir"})],
        questions=[QuestionDraft(text={"en": "Where?", "fr": "Où ?"}), QuestionDraft(text={"fr": "Quoi ?"})],
    )
    consultation = prepare.create_consultation(facilitator, draft)
    waits = prepare.create_meeting(consultation, MeetingDraft(title={"fr": "Café"}))
    begun = prepare.create_meeting(consultation, MeetingDraft(title={"fr": "Autre"}))
    waits.agenda, begun.phase = {"en": "15:00 Welcome"}, Phase.ROUND

    found = gaps.missing_translations(consultation, [waits, begun])

    assert [(one.kind, one.number, one.field, one.languages, one.meeting) for one in found] == [
        ("purpose", 0, "purpose", ("en",), None),
        ("consent", 0, "consent", ("en",), None),
        ("group", 1, "own-0-name", ("fr",), None),
        ("question", 2, "question-1-text", ("en",), None),
        ("meeting", 0, "title", ("en",), waits),
        ("agenda", 0, "agenda", ("fr",), waits),
    ]


def test_what_nobody_has_to_write_is_not_missing(facilitator: User) -> None:
    draft = ConsultationDraft(title=CAFE, purpose=CAFE, languages=["en"])
    consultation = prepare.create_consultation(facilitator, draft)
    held = prepare.create_meeting(consultation, MeetingDraft(title=CAFE))

    assert gaps.missing_translations(consultation, [held]) == []


def test_meeting_that_has_begun_is_not_changed(meeting: Meeting) -> None:
    meeting.phase = Phase.ROUND
    db.session.commit()

    with pytest.raises(Refused) as refused:
        prepare.update_meeting(meeting, MeetingDraft(title={"en": "Other"}))

    assert refused.value.code == "meeting_has_begun"


def test_people_of_a_table_that_is_taken_away_get_another_seat(
    meeting: Meeting, phone: Callable[..., Any]
) -> None:
    people = [phone(nickname=f"P{number}") for number in range(8)]
    for screen in people:
        screen.get_received()

    prepare.update_meeting(meeting, MeetingDraft(title=CAFE, expected_people=8))

    tables = [seat.table_number for seat in db.session.query(Seat)]
    assert sorted(tables) == [1, 1, 1, 1, 2, 2, 2, 2]
    assert all("meeting.changed" in screen.heard() for screen in people)
    assert db.session.query(Participant).count() == 8


def test_new_colleague_gets_a_link_and_a_known_one_does_not(
    consultation: Consultation, stranger: User
) -> None:
    _new, token = members.add_member(consultation, "Ines", [Role.FACILITATOR])
    known, none = members.add_member(consultation, "stranger", [Role.COORDINATOR])

    assert token is not None
    assert none is None
    assert known.id == stranger.id


def test_last_coordinator_stays(consultation: Consultation, facilitator: User) -> None:
    members.add_member(consultation, "ines", [Role.FACILITATOR])

    with pytest.raises(Refused) as refused:
        members.remove_member(consultation, facilitator.id)

    assert refused.value.code == "last_coordinator"


def test_somebody_without_a_role_gets_no_link(consultation: Consultation, stranger: User, app: Flask) -> None:
    with pytest.raises(Refused) as refused:
        members.new_link(consultation, stranger.id)

    assert refused.value.code == "no_such_member"

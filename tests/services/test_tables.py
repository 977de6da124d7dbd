"""Which tables take people online: from what the organiser chooses to the modes of the tables, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from consult.domain.words import RemotePolicy
from consult.models import Consultation, Meeting
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft
from consult.services.preparation.tables import RemoteChoice, choice_of, modes_for, most_remote_tables

CAFE = {"en": "World Café"}


def modes_of(meeting: Meeting) -> list[str]:
    return [str(table.mode) for table in meeting.tables]


@pytest.mark.parametrize(
    ("policy", "chosen", "modes"),
    [
        ("any", 0, ["mixed", "mixed", "mixed", "mixed"]),
        ("screens", 1, ["mixed", "onsite", "onsite", "onsite"]),
        ("screens", 4, ["mixed", "mixed", "mixed", "mixed"]),
        ("own", 1, ["onsite", "onsite", "onsite", "remote"]),
        ("own", 3, ["onsite", "remote", "remote", "remote"]),
    ],
)
def test_lowest_tables_have_screens_and_highest_are_online(
    policy: str, chosen: int, modes: list[str]
) -> None:
    assert modes_for(RemoteChoice(RemotePolicy(policy), chosen), 4) == modes


@given(st.data())
def test_choice_is_read_back_from_the_modes(data: st.DataObject) -> None:
    tables = data.draw(st.integers(2, 400))
    policy = data.draw(st.sampled_from(RemotePolicy))
    chosen = data.draw(st.integers(1, most_remote_tables(policy, tables)))

    found = choice_of(modes_for(RemoteChoice(policy, chosen), tables))

    at_every_table = policy is RemotePolicy.ANY or (policy is RemotePolicy.SCREENS and chosen == tables)
    assert found == (RemoteChoice() if at_every_table else RemoteChoice(policy, chosen))


def test_meeting_takes_people_online_at_any_table_unless_told_otherwise(consultation: Consultation) -> None:
    meeting = prepare.create_meeting(consultation, MeetingDraft(title=CAFE))

    assert (modes_of(meeting), meeting.fresh_tables, meeting.mix_groups) == (["mixed"] * 4, True, True)


def test_choice_is_stored_in_the_tables(consultation: Consultation) -> None:
    draft = MeetingDraft(title=CAFE, expected_people=20, tables=5, remote_policy="own", remote_tables=2)
    meeting = prepare.create_meeting(consultation, draft)
    first = modes_of(meeting)

    prepare.update_meeting(
        meeting, draft.model_copy(update={"remote_policy": RemotePolicy.SCREENS, "tables": 4})
    )

    assert first == ["onsite", "onsite", "onsite", "remote", "remote"]
    assert modes_of(meeting) == ["mixed", "mixed", "onsite", "onsite"]


def test_focus_group_asks_nothing_about_seating(consultation: Consultation) -> None:
    draft = MeetingDraft(title=CAFE, expected_people=9, format="focus_group", remote_policy="own")
    meeting = prepare.create_meeting(consultation, draft)

    assert (modes_of(meeting), meeting.fresh_tables) == (["mixed"], True)


def test_aims_survive_a_while_as_focus_group(consultation: Consultation) -> None:
    cafe = MeetingDraft(title=CAFE, fresh_tables=False, mix_groups=False)
    meeting = prepare.create_meeting(consultation, cafe)

    prepare.update_meeting(meeting, MeetingDraft(title=CAFE, format="focus_group"))

    assert (meeting.fresh_tables, meeting.mix_groups) == (False, False)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"remote_policy": "own", "remote_tables": 4}, "too_many_own"),
        ({"remote_policy": "screens", "remote_tables": 5}, "too_many_screens"),
        ({"remote_policy": "own", "tables": 2, "remote_tables": 2}, "too_many_own"),
        ({"remote_policy": "own", "remote_tables": 0}, "greater_than_equal"),
        ({"remote_policy": "screens", "remote_tables": 401}, "less_than_equal"),
        ({"remote_policy": "screens"}, "int_type"),
        ({"remote_policy": "own", "remote_tables": "many"}, "int_parsing"),
        ({"remote_policy": "elsewhere"}, "enum"),
        ({"fresh_tables": "perhaps"}, "bool_parsing"),
    ],
)
def test_limits_of_the_choice(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        MeetingDraft.model_validate({"title": CAFE, "expected_people": 20, **wrong})

    assert [one["type"] for one in error.value.errors()] == [code]

"""What a meeting's form stores: interpretation in plenary and at tables, agenda, planned start and length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError
from stage import Screen

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Consultation, Meeting, SeatingReview
from consult.services.meeting import news
from consult.services.preparation import prepare
from consult.services.preparation.arrange import outline
from consult.services.preparation.drafts import AGENDA_LENGTH, MeetingDraft

CAFE = {"en": "World Café"}


def draft(**changed: Any) -> MeetingDraft:
    return MeetingDraft.model_validate({"title": CAFE, **changed})


def at_tables(meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    return {table.number: table.interpretation for table in meeting.tables}


def test_meeting_has_none_unless_told_otherwise(consultation: Consultation) -> None:
    meeting = prepare.create_meeting(consultation, draft())

    assert (meeting.interpretation, meeting.agenda) == ([], {})
    assert (meeting.planned_start, meeting.planned_minutes) == (None, None)
    assert at_tables(meeting) == {1: [], 2: [], 3: [], 4: []}


def test_plenary_keeps_its_languages_in_order(consultation: Consultation) -> None:
    rows = [{"language": "pt", "how": " Canal  4 "}, {"language": "en", "how": "https://zoom.us/j/93"}]

    meeting = prepare.create_meeting(consultation, draft(interpretation=[*rows, {"language": "fr"}]))

    assert meeting.interpretation == [
        {"language": "en", "how": "https://zoom.us/j/93"},
        {"language": "fr", "how": ""},
        {"language": "pt", "how": "Canal 4"},
    ]


def test_table_may_be_named_once_for_each_channel(consultation: Consultation) -> None:
    rows = [
        {"number": 3, "languages": ["pt", "es"], "how": "Channel 2"},
        {"number": 1, "languages": ["fr"]},
        {"number": 3, "languages": ["en"], "how": "Channel 1"},
    ]

    meeting = prepare.create_meeting(consultation, draft(interpreted_tables=rows))

    assert at_tables(meeting) == {
        1: [{"language": "fr", "how": ""}],
        2: [],
        3: [
            {"language": "en", "how": "Channel 1"},
            {"language": "es", "how": "Channel 2"},
            {"language": "pt", "how": "Channel 2"},
        ],
        4: [],
    }


def test_interpretation_that_is_taken_away_is_gone(meeting: Meeting) -> None:
    rows = [{"number": 2, "languages": ["fr"]}]
    prepare.update_meeting(meeting, draft(interpreted_tables=rows, interpretation=[{"language": "fr"}]))

    prepare.update_meeting(meeting, draft())

    assert (meeting.interpretation, at_tables(meeting)) == ([], {1: [], 2: [], 3: [], 4: []})


def test_agenda_keeps_its_lines_and_planned_time_is_kept_as_the_clock_shows_it(
    consultation: Consultation,
) -> None:
    made = draft(
        agenda={"en": " 9:00 Welcome\r\n9:30 Round 1 \u202e", "fr": ""},
        planned_start="2027-03-28T15:00",
        planned_minutes="180",
    )

    meeting = prepare.create_meeting(consultation, made)

    assert meeting.agenda == {"en": "9:00 Welcome\n9:30 Round 1"}
    assert (meeting.planned_start, meeting.planned_minutes) == ("2027-03-28T15:00", 180)


@pytest.mark.parametrize(
    "wrong",
    [
        {"interpretation": [{"language": "de"}]},
        {"interpretation": [{"language": "fr", "how": "http://zoom.us/j/93"}]},
        {"interpretation": [{"language": "fr", "how": "x" * 81}]},
        {"interpretation": [{"language": "fr", "how": "https://zoom.us/" + "x" * 300}]},
        {"interpreted_tables": [{"number": 5, "languages": ["fr"]}]},
        {"interpreted_tables": [{"number": 0, "languages": ["fr"]}]},
        {"interpreted_tables": [{"number": 1, "languages": []}]},
        {
            "interpreted_tables": [
                {"number": 1, "languages": ["fr"]},
                {"number": 1, "languages": ["es", "fr"]},
            ]
        },
        {"agenda": {"en": "x" * (AGENDA_LENGTH + 1)}},
        {"planned_start": "2027-02-30T15:00"},
        {"planned_start": "2027-03-28T25:00"},
        {"planned_start": "2027-03-28"},
        {"planned_start": "T15:00"},
        {"planned_start": "1027-03-28T15:00"},
        {"planned_minutes": 0},
        {"planned_minutes": 1441},
    ],
)
def test_limits(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        draft(**wrong)


def test_time_that_clocks_skip_is_refused(consultation: Consultation) -> None:
    with pytest.raises(Refused) as refused:
        prepare.create_meeting(consultation, draft(planned_start="2027-03-28T02:30"))

    assert refused.value.code == "time_skipped"


def test_zone_of_the_consultation_says_which_time_is_skipped(consultation: Consultation) -> None:
    consultation.time_zone = "America/Sao_Paulo"

    meeting = prepare.create_meeting(consultation, draft(planned_start="2027-03-28T02:30"))

    assert meeting.planned_start == "2027-03-28T02:30"


def test_languages_at_a_table_belong_to_what_seats_depend_on(meeting: Meeting) -> None:
    plain = outline(meeting)

    prepare.update_meeting(meeting, draft(interpretation=[{"language": "fr"}]))
    in_plenary = outline(meeting)
    prepare.update_meeting(meeting, draft(interpreted_tables=[{"number": 1, "languages": ["fr"]}]))
    at_table = outline(meeting)
    rows = [{"number": 1, "languages": ["fr"], "how": "Channel 3"}]
    prepare.update_meeting(meeting, draft(interpreted_tables=rows))

    assert in_plenary == plain
    assert at_table != plain
    assert outline(meeting) == at_table


def test_interpreted_table_makes_seats_planned_again(meeting: Meeting, phone: Callable[..., Screen]) -> None:
    here = phone(table=1)
    found = SeatingReview(meeting_id=meeting.id, fingerprint="old", found={}, plan={}, worked_at=0.0)
    db.session.add(found)
    db.session.commit()
    here.get_received()
    news.to_plan()

    prepare.update_meeting(meeting, draft(interpreted_tables=[{"number": 1, "languages": ["fr"]}]))

    assert db.session.query(SeatingReview).count() == 0
    assert here.heard() == ["meeting.changed"]
    assert news.to_plan() == {meeting.id}


def test_phones_read_the_agenda_until_the_meeting_begins(
    meeting: Meeting, phone: Callable[..., Screen], open_round: Callable[[], None]
) -> None:
    reader, other = phone(languages=("fr",)), phone(languages=("pt",))

    def agendas() -> list[object]:
        return [screen.ask("catch_up")["meeting"]["agenda"] for screen in (reader, other)]

    before = agendas()
    prepare.update_meeting(meeting, draft(agenda={"fr": "15 h Accueil", "es": "15:00 Bienvenida"}))
    prepared = agendas()
    open_round()

    assert before == [None, None]
    assert prepared == [
        {"text": "15 h Accueil", "language": "fr"},
        {"text": "15 h Accueil", "language": "fr"},
    ]
    assert agendas() == [None, None]

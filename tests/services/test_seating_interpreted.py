"""An interpreter at a table is a language shared there: in planning, for latecomers, in every figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.people import join_one

from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingReview
from consult.rotation import Person, Table
from consult.rotation.measure import isolated_at, outside_language
from consult.services import catch_up, seating
from consult.services.catch_up.outlook import outlook
from consult.services.meeting.rows import taken_seats
from consult.services.seating import ahead
from consult.services.seating.problem import problem_from
from consult.services.seating.quality import alone_at, outside_at

SPOKEN = st.frozensets(st.sampled_from(LANGUAGES), min_size=1)
COMPANY = st.lists(SPOKEN, min_size=2, max_size=7)
PORTUGUESE = [{"language": "pt", "how": "Channel 4"}]


def people_with(company: list[frozenset[str]]) -> dict[int, Participant]:
    people = {i: SimpleNamespace(languages=sorted(spoken)) for i, spoken in enumerate(company)}
    return cast("dict[int, Participant]", people)


@given(COMPANY, st.frozensets(st.sampled_from(LANGUAGES)))
def test_whoever_is_interpreted_for_is_never_without_a_language(company, interpreted):
    people = people_with(company)
    ids = list(people)

    aided = {i for i, spoken in enumerate(company) if spoken & interpreted}

    assert aided & set(alone_at(ids, people, interpreted)) == set()
    assert aided & set(outside_at(ids, people, interpreted)) == set()


@given(COMPANY, st.frozensets(st.sampled_from(LANGUAGES)))
def test_screens_count_as_the_planning_does(company, interpreted):
    people = people_with(company)
    table = Table(1, seats=9, interpreted=interpreted)
    there = [Person(i, spoken) for i, spoken in enumerate(company)]

    assert alone_at(list(people), people, interpreted) == [one.id for one in isolated_at(table, there)]
    assert len(outside_at(list(people), people, interpreted)) == outside_language(table, there)


@given(COMPANY, st.frozensets(st.sampled_from(LANGUAGES)))
def test_an_interpreter_leaves_nobody_worse_off(company, interpreted):
    people = people_with(company)
    ids = list(people)

    assert set(alone_at(ids, people, interpreted)) <= set(alone_at(ids, people))
    assert len(outside_at(ids, people, interpreted)) <= len(outside_at(ids, people))


@pytest.fixture
def lone_speaker(meeting: Meeting) -> Participant:
    """Two who speak English at each table, and one more, who speaks Portuguese alone."""
    for _ in range(2 * len(meeting.tables)):
        join_one(meeting)
    return join_one(meeting, language="fr", languages=["pt"])


def interpret(meeting: Meeting, table: int, channels: list[dict[str, str]]) -> None:
    next(each for each in meeting.tables if each.number == table).interpretation = channels
    db.session.commit()


def test_planning_knows_what_is_interpreted_where(meeting):
    interpret(meeting, 2, [*PORTUGUESE, {"language": "fr", "how": ""}])

    tables = problem_from(meeting, 1).tables

    assert {table.number: table.interpreted for table in tables if table.interpreted} == {
        2: frozenset({"fr", "pt"})
    }


def test_plan_is_worked_out_again_when_an_interpreter_comes(meeting, lone_speaker):
    before = ahead.fingerprint_of(ahead.current_problem(meeting))

    interpret(meeting, 2, PORTUGUESE)

    assert ahead.fingerprint_of(ahead.current_problem(meeting)) != before


@pytest.mark.parametrize("number", [1, 2])
def test_latecomer_sits_where_they_are_interpreted_for(meeting, number):
    interpret(meeting, number, PORTUGUESE)
    for _ in range(6):
        join_one(meeting)

    late = join_one(meeting, language="fr", languages=["pt"])

    seats = {seat.participant_id: seat.table_number for seat in seating_rows(meeting)}
    assert seats[late.id] == number


def test_meeting_interpretation_does_not_count_for_tables(meeting, lone_speaker):
    meeting.interpretation = PORTUGUESE
    db.session.commit()

    assert without_language(meeting) == (1, 1, 1)


def test_every_figure_counts_the_interpreter(meeting, lone_speaker):
    seated = next(s.table_number for s in seating_rows(meeting) if s.participant_id == lone_speaker.id)
    before = without_language(meeting)

    interpret(meeting, seated, PORTUGUESE)

    assert (before, without_language(meeting)) == ((1, 1, 1), (0, 0, 0))


def seating_rows(meeting: Meeting) -> list[Seat]:
    db.session.expire_all()
    return taken_seats(meeting.id, 1)


def without_language(meeting: Meeting) -> tuple[int, int, int]:
    """On the console, at its tables, and in the seating."""
    found = seating.quality(meeting, 1)
    assert found is not None
    tables = catch_up.console(meeting)["tables"]
    shown = catch_up.seating(meeting, 1)
    alone = sum(person["alone"] for table in shown["tables"] for person in table["people"])
    assert alone == shown["rounds"][0]["without_language"] == shown["totals"]["without_language"]
    return found.without_language, sum(table["no_shared_language"] for table in tables), alone


def test_advice_to_send_an_interpreter_says_where_and_for_which_language(meeting):
    figures = {"repeat_pairs": 0, "repeat_tables": 0, "isolated": 3, "no_language": 3}
    advice = {
        "impossible": [],
        "suggestions": [
            {"code": "interpreter", "table": 1, "language": "pt", "before": figures, "after": figures},
            {"code": "more_chairs", "chairs": 30, "before": figures, "after": figures},
        ],
        "question": False,
        "outcomes": [],
    }
    review = SeatingReview(meeting_id=meeting.id, fingerprint="", plan={}, worked_at=0.0)
    review.found = {"advice": advice}

    told = outlook(meeting, review)

    assert told is not None
    assert [each["interpreter"] for each in told["suggestions"]] == [{"table": 2, "language": "pt"}, None]
    assert told["suggestions"][0]["sentence"] == "An interpreter (Português) at table 2 would help."

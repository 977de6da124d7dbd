"""The page on who met whom: groups and figures for those who run the consultation, names for nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import harvested
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.extensions import db
from consult.models import Consultation, Meeting, Participant, Seat


@pytest.fixture
def page(consultation: Consultation, reader: FlaskClient) -> Callable[[], str]:
    """What stands in the main part of the page."""

    def _page() -> str:
        answer = reader.get(f"/consultations/{consultation.id}/assessment/met")
        assert answer.status_code == 200
        return unescape(answer.get_data(as_text=True)).split("<main")[1].split("</main>")[0]

    return _page


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def in_groups(people: list[Participant], *sizes: int) -> None:
    """Give people the first groups of the consultation; the rest prefers not to say."""
    keys = [group.key for group in db.session.get_one(Meeting, people[0].meeting_id).consultation.groups]
    wanted = [key for key, size in zip(keys, sizes, strict=False) for _ in range(size)]
    for place, person in enumerate(people):
        person.group_key = wanted[place] if place < len(wanted) else None
    db.session.commit()


@pytest.fixture
def people(meeting: Meeting) -> list[Participant]:
    harvested.hold(meeting)
    return list(db.session.scalars(select(Participant).order_by(Participant.id)))


def test_page_before_the_first_round_says_when_there_will_be_something(page, meeting) -> None:
    shown = words(page())

    assert "Once at least five people have sat down in a round" in shown
    assert "<table" not in page()


def test_page_shows_the_matrix_with_row_and_column_headers(page, consultation, people) -> None:
    in_groups(people, 8, 8)

    html = page()
    matrix = html.split("<table")[1].split("</table>")[0]

    names = [consultation.groups[0].name["en"], consultation.groups[1].name["en"], "Group not stated"]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', matrix)
    columns = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', matrix)
    assert (rows, columns) == (names, ["Group", *names])
    cells = [int(number) for number in re.findall(r'met-pairs">(\d+)<', matrix)]
    assert [cells[row * 3 + column] for column in range(3) for row in range(3)] == cells
    assert "spot-empty" not in matrix
    assert "of these pairs, the two people came from different groups." in words(html)


def test_page_never_tells_small_groups_apart(page, consultation, people) -> None:
    in_groups(people, 3, 8, 2)

    shown = words(page())

    assert "Other groups" in shown
    assert "counted together as other groups" in shown
    assert consultation.groups[0].name["en"] not in shown
    assert consultation.groups[2].name["en"] not in shown


def test_page_shows_no_groups_where_all_are_too_small(page, people) -> None:
    in_groups(people, 24)

    shown = words(page())

    assert "Which groups met is not shown" in shown
    assert "People seated 24" in shown


def test_page_tells_the_mixing_of_each_round(page, people) -> None:
    in_groups(people, 12, 12)

    rounds = page().split('class="snug met-rounds"')[1].split("</table>")[0]

    assert re.findall(r'<th scope="row">(\d)</th>', rounds) == ["1", "2", "3"]
    assert len(re.findall(r'"number strong">\d\.\d\d<', rounds)) == 3
    assert len(re.findall(r'"number">\d+%<', rounds)) == 6


def test_groups_that_did_not_meet_are_listed(page, consultation, meeting, people) -> None:
    in_groups(people, 12, 12)
    places = {person.id: place for place, person in enumerate(people)}
    for seat in db.session.scalars(select(Seat)):
        seat.table_number = places[seat.participant_id] // 12 + 1
    db.session.commit()

    html = page()

    one, other = (consultation.groups[place].name["en"] for place in (0, 1))
    assert f"{one} – {other}" in words(html)
    assert html.count("spot-empty") == 2
    assert "0.00" in html


def test_page_names_nobody(page, people) -> None:
    in_groups(people, 12, 7)

    assert "Nickname" not in page()


def test_numbers_are_written_as_in_the_language(consultation, reader, people) -> None:
    in_groups(people, 12, 12)

    html = reader.get(f"/consultations/{consultation.id}/assessment/met?lang=fr").get_data(as_text=True)

    assert len(re.findall(r'"number strong">\d,\d\d<', html)) == 3
    assert len(re.findall(r'"number">\d+\u00a0%<', html)) == 6


def test_groups_of_different_meetings_are_marked_as_never_together(
    page, consultation, meeting, people
) -> None:
    in_groups(people, 12, 12)
    assert "not at the same meeting" not in page()
    second = harvested.another(meeting)
    harvested.hold(second)
    query = select(Participant).where(Participant.meeting_id == second.id).order_by(Participant.id)
    in_groups(list(db.session.scalars(query)), 0, 0, 24)

    html = page()

    # Of the second meeting there is one group only: it is not told by group at all.
    assert "not at the same meeting" not in html
    in_groups(list(db.session.scalars(query)), 0, 12, 12)
    assert page().count('visually-hidden">not at the same meeting') == 2
    assert "“–” means that these groups were not at the same meeting." in words(page())

"""No pair of exports gives back what a small group hides: not by language, form, format, meeting or subtraction."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import harvested
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.suppression import SMALLEST
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, Participant, Seat, ToldFigures, Vote
from consult.reports import FORMATS_OF
from consult.reports.writing import FORMS
from consult.services.assessment import by_group
from consult.services.reports import publish

LANGUAGES = ("en", "fr", "es", "pt")
GROUPS = 3
# People of each group and of none, in two meetings.
crowds = st.lists(
    st.lists(st.integers(0, 7), min_size=GROUPS + 1, max_size=GROUPS + 1), min_size=2, max_size=2
)


@pytest.fixture
def two_meetings(consultation: Consultation, meeting: Meeting) -> list[Meeting]:
    """Both held by nobody yet, with three invited groups."""
    for group in consultation.groups[GROUPS:]:
        db.session.delete(group)
    second = harvested.another(meeting)
    for one in (meeting, second):
        one.phase, one.round_number = "closed", 1
        one.opened_at = harvested.OPENED
    db.session.commit()
    db.session.refresh(consultation)
    return [meeting, second]


def fill(consultation: Consultation, meetings: list[Meeting], crowd: list[list[int]]) -> None:
    """People with their groups, one language each, and a seat at one of two tables."""
    keys = [*(group.key for group in consultation.groups), None]
    for model in (ToldFigures, Vote, Seat, Note, Participant):
        db.session.query(model).delete()
    for meeting, sizes in zip(meetings, crowd, strict=True):
        for key, size in zip(keys, sizes, strict=True):
            for place in range(size):
                person = Participant(
                    meeting_id=meeting.id,
                    token_hash=f"{meeting.id}-{key}-{place}",
                    nickname=f"Nickname {place}",
                    group_key=key,
                    language=LANGUAGES[place % 4],
                    languages=[LANGUAGES[place % 4]],
                    consented_at=harvested.OPENED,
                    joined_at=harvested.OPENED,
                )
                db.session.add(person)
                db.session.flush()
                at = {"meeting_id": meeting.id, "round_number": 1, "table_number": place % 2 + 1}
                db.session.add(Seat(participant_id=person.id, **at))
    db.session.commit()


def shown(consultation: Consultation, language: str) -> dict[str, Any]:
    """All counts of people of a needs assessment, as its JSON has them, without a word of any language."""
    document = json.loads(publish.export(consultation.id, "json", language).content)
    return {
        "meetings": [
            {
                "joined": meeting["people_joined"],
                "languages": meeting["languages"],
                "groups": [(group["invited"], group["present"]) for group in meeting["stakeholder_groups"]],
                "mixing": meeting["mixing"],
            }
            for meeting in document["meetings"]
        ],
        "needs": [need["people_more_than"] for need in document["needs"]],
        "met": document["who_met_whom"] and document["who_met_whom"]["pairs"],
    }


def possible(meeting: Mapping[str, Any]) -> list[set[int]]:
    """What each group could be, for somebody who knows everything that is shown of a meeting and can calculate."""
    return guesses([present for _invited, present in meeting["groups"]], meeting["joined"], range(12))


def guesses(counts: list[int | None], total: int | None, unsaid: Iterable[int]) -> list[set[int]]:
    """What each count could be, where their sum with `unsaid` people is known."""
    small = range(1, 12)
    choices = [(count,) if count is not None else small for count in counts]
    fits = [
        guess for *guess, rest in product(*choices, unsaid) if total is None or sum(guess) + rest == total
    ]
    return [{guess[place] for guess in fits} for place in range(len(counts))]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=crowds)
def test_what_is_hidden_follows_from_no_export(
    consultation: Consultation, two_meetings: list[Meeting], crowd: list[list[int]]
) -> None:
    fill(consultation, two_meetings, crowd)
    by_language = [shown(consultation, language) for language in LANGUAGES]

    assert by_language == [by_language[0]] * 4
    for meeting, sizes in zip(by_language[0]["meetings"], crowd, strict=True):
        for could_be, size, (_invited, present) in zip(
            possible(meeting), sizes, meeting["groups"], strict=False
        ):
            assert present in (None, size)
            assert present is None or not 0 < size < SMALLEST
            assert present is not None or len(could_be) > 1
        spoken = list(meeting["languages"].values())
        for could_be, count in zip(guesses(spoken, meeting["joined"], [0]), spoken, strict=True):
            assert count is not None or len(could_be) > 1


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=crowds)
def test_no_form_adds_up_what_one_meeting_hides(
    consultation: Consultation, two_meetings: list[Meeting], crowd: list[list[int]]
) -> None:
    fill(consultation, two_meetings, crowd)
    joined = [meeting["joined"] for meeting in shown(consultation, "en")["meetings"]]

    for form in FORMS:
        text = publish.export(consultation.id, "md", "en", form).content.decode()
        if None in joined:
            assert f"**{sum(map(sum, crowd))}** people" not in text
        assert "Nickname" not in text


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=crowds)
def test_formats_hide_the_same(
    consultation: Consultation, two_meetings: list[Meeting], crowd: list[list[int]]
) -> None:
    fill(consultation, two_meetings, crowd)
    texts = {
        (form, format): publish.export(consultation.id, format, "en", form).content
        for form in FORMS
        for format in FORMATS_OF[form]
        if format in ("md", "json")
    }
    book = openpyxl.load_workbook(io.BytesIO(publish.export(consultation.id, "xlsx", "en").content))
    document = json.loads(texts["assessment", "json"])

    for meeting in document["meetings"]:
        for group in meeting["stakeholder_groups"]:
            present = "–" if group["present"] is None else str(group["present"])
            invited = "–" if group["invited"] is None else str(group["invited"])
            known = any(other["invited"] is not None for other in meeting["stakeholder_groups"])
            line = " | ".join((group["name"], *([invited] if known else []), present))
            assert f"| {line} |" in texts["assessment", "md"].decode()
    met = document["who_met_whom"]
    if met:
        rows = list(book["Who met whom"].values)[1 : len(met["groups"]) + 1]
        assert [list(row[1:]) for row in rows] == [
            ["–" if n is None else n for n in pairs] for pairs in met["pairs"]
        ]
    assert ("Who met whom" in book.sheetnames) == bool(met)


POINTS = 3
# Of the people of each group in turn, who votes for which points.
ballots = st.lists(st.sets(st.integers(0, POINTS - 1)), min_size=1, max_size=9)


def vote(meetings: list[Meeting], given: list[set[int]]) -> None:
    """Everybody who sits votes; then the votes are closed."""
    for meeting in meetings:
        people = db.session.query(Participant).filter_by(meeting_id=meeting.id).all()
        points = [
            Note(
                meeting_id=meeting.id,
                participant_id=people[0].id,
                client_key=f"point-{number}",
                round_number=1,
                table_number=1,
                kind="proposal",
                text=f"Main point {number} of meeting {meeting.id}",
                language="en",
                main_point=True,
                written_at=harvested.OPENED,
            )
            for number in range(POINTS if people else 0)
        ]
        db.session.add_all(points)
        db.session.flush()
        for place, person in enumerate(people):
            chosen = given[place % len(given)]
            db.session.add_all(Vote(participant_id=person.id, note_id=points[number].id) for number in chosen)
        meeting.voting = Voting.CLOSED
    db.session.commit()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=crowds, given=ballots)
def test_votes_of_small_groups_follow_from_no_export(
    consultation: Consultation, two_meetings: list[Meeting], crowd: list[list[int]], given: list[set[int]]
) -> None:
    fill(consultation, two_meetings, crowd)
    vote(two_meetings, given)
    found = {
        language: json.loads(publish.export(consultation.id, "json", language).content)["votes"]
        for language in LANGUAGES
    }
    numbers = [[[point["by_group"] for point in one["points"]] for one in votes] for votes in found.values()]

    assert numbers == [numbers[0]] * 4
    on_page = [by_group.votes(two_meetings[one["meeting"] - 1]) for one in found["en"]]
    assert len(on_page) == sum(any(sizes) for sizes in crowd)
    for one, page in zip(found["en"], on_page, strict=True):
        assert [(point["votes"], tuple(point["by_group"])) for point in one["points"]] == [
            (point.votes, point.by_group) for point in page.points
        ]
        for point in one["points"]:
            hidden = [people for people in point["by_group"] if people is None]
            assert not any(0 < (people or 0) < SMALLEST for people in point["by_group"])
            assert len(hidden) != 1
            assert len(point["by_group"]) != 1


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=crowds, given=ballots)
def test_formats_tell_the_same_votes(
    consultation: Consultation, two_meetings: list[Meeting], crowd: list[list[int]], given: list[set[int]]
) -> None:
    fill(consultation, two_meetings, crowd)
    vote(two_meetings, given)
    text = publish.export(consultation.id, "md", "en").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(publish.export(consultation.id, "xlsx", "en").content))
    document = json.loads(publish.export(consultation.id, "json", "en").content)
    sheet = list(book["Votes by stakeholder group"].values) if document["votes"] else [()]
    headings, rows = sheet[0], {row[2]: row for row in sheet[1:]}

    for one in document["votes"]:
        for point in one["points"]:
            row = rows[point["text"]]
            shown = ["–" if people is None else people for people in point["by_group"]]
            assert [row[headings.index(name)] for name in one["groups"]] == shown
            line = f"{point['text']} \\[N{point['number']}\\] | {' | '.join(map(str, (*shown, point['votes'])))} |"
            assert (line in text) == (bool(point["votes"]) and shown.count("–") < max(len(shown), 1))

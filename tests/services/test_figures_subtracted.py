"""Who took part, what they voted for and can live with: no pair of pages, files or moments gives back a few people."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import harvested
import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from consult.domain.suppression import SMALLEST, STEPS
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, Participant, Seat, Stance, ToldFigures, Vote
from consult.reports import FORMATS_OF
from consult.reports.writing import FORMS
from consult.services.assessment import by_group, needs
from consult.services.meeting import harvest, join, telling
from consult.services.reports import publish

GROUPS = 2
# What somebody did with the point: whether they voted for it, and whether they can live with it, in words or without.
ANSWERS = ("silent", "votes", "accepts", "votes and accepts", "objects", "objects in words")
crowds = st.lists(st.lists(st.sampled_from(ANSWERS), max_size=8), min_size=GROUPS + 1, max_size=GROUPS + 1)
with_tables = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)


@pytest.fixture
def held(consultation: Consultation, meeting: Meeting) -> Meeting:
    """A meeting with three groups, closed, with one point that everybody was asked about."""
    for group in consultation.groups[GROUPS:]:
        db.session.delete(group)
    meeting.phase, meeting.round_number, meeting.opened_at = "closed", 1, harvested.OPENED
    meeting.voting = meeting.acceptability = Voting.CLOSED
    db.session.commit()
    db.session.refresh(consultation)
    return meeting


def fill(meeting: Meeting, crowd: Sequence[Sequence[str]]) -> int:
    """Seat these people, each with their answer to the one point, which a person of no group wrote; its id."""
    for model in (ToldFigures, Vote, Stance, Seat, Note, Participant):
        db.session.query(model).delete()
    author = someone(meeting, None, 0)
    point = Note(
        meeting_id=meeting.id, participant_id=author.id, client_key="point-00", round_number=1, table_number=1,
        kind="need", text="Rooms for all", language="en", main_point=True, written_at=harvested.OPENED,
    )  # fmt: skip
    db.session.add(point)
    db.session.flush()
    keys = [*(group.key for group in meeting.consultation.groups), None]
    number = 0
    for key, answers in zip(keys, crowd, strict=True):
        for answer in answers:
            number += 1
            act(someone(meeting, key, number), point.id, answer)
    meeting.asked_points = [point.id]
    db.session.commit()
    return point.id


def someone(meeting: Meeting, key: str | None, number: int) -> Participant:
    person = Participant(
        meeting_id=meeting.id, token_hash=f"{meeting.id}-{number}", nickname=f"Nickname-{number}", group_key=key,
        language="en", languages=["en"], consented_at=harvested.OPENED, joined_at=harvested.OPENED,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    seat = {"meeting_id": meeting.id, "round_number": 1, "table_number": number % 2 + 1}
    db.session.add(Seat(participant_id=person.id, **seat))
    return person


def act(person: Participant, point: int, answer: str) -> None:
    if "votes" in answer:
        db.session.add(Vote(participant_id=person.id, note_id=point))
    if "accepts" in answer or "objects" in answer:
        words = f"No, says {person.nickname[-1]}" if "words" in answer else ""
        db.session.add(
            Stance(
                participant_id=person.id, note_id=point, acceptable="accepts" in answer, objection=words,
                language="en", given_at=0.0,
            )
        )  # fmt: skip


class Bounds(NamedTuple):
    """What a count can be, for whoever calculates."""

    lowest: int
    highest: int

    def gives_away(self, true: int) -> bool:
        """Whether it is known, and is of one to four people."""
        return 0 < true < SMALLEST and self.lowest == self.highest


def solved(told: Sequence[int | None], most: Sequence[int], total: int) -> list[Bounds]:
    """Bounds of counts from 0 to `most` whose sum is told, as the numbers that are told leave them."""
    bounds = [
        Bounds(0, top) if one is None else Bounds(one, one) for one, top in zip(told, most, strict=True)
    ]
    for _again in bounds:
        low, high = sum(one.lowest for one in bounds), sum(one.highest for one in bounds)
        bounds = [
            Bounds(max(one.lowest, total - high + one.highest), min(one.highest, total - low + one.lowest))
            for one in bounds
        ]
    return bounds


def document(meeting: Meeting) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(publish.export(meeting.consultation_id, "json", "en").content)
    return found


@with_tables
@given(crowds)
def test_votes_by_group_give_back_no_few_people(held: Meeting, crowd: list[list[str]]) -> None:
    fill(held, crowd)
    votes = by_group.votes(held)
    assert votes is not None
    (point,) = votes.points
    if not votes.groups:
        return
    # Who took part is told in the report; of others it is known that they came.
    told = {one["name"]: one["present"] for one in document(held)["meetings"][0]["stakeholder_groups"]}
    everybody = sum(map(len, crowd)) + 1
    sizes = [told.get(name["en"]) if name else None for name in votes.groups]
    voted = [sum("votes" in answer for answer in answers) for answers in crowd]
    names = [group.name["en"] for group in held.consultation.groups]
    true = [voted[names.index(name["en"])] for name in votes.groups if name]
    true += [sum(voted) - sum(true)] * (len(votes.groups) - len(true))

    found = solved(point.by_group, [everybody if size is None else size for size in sizes], point.votes)

    assert point.votes == sum(voted)
    for number, one, bounds in zip(true, point.by_group, found, strict=True):
        assert one in (None, number)
        assert not bounds.gives_away(number)


@with_tables
@given(crowds)
def test_answers_and_objections_give_back_no_few_people(held: Meeting, crowd: list[list[str]]) -> None:
    fill(held, crowd)
    (told,) = by_group.acceptability(held)
    answers = [answer for group in crowd for answer in group]
    accepting = sum("accepts" in answer for answer in answers)
    objecting = sum("objects" in answer for answer in answers)
    seated = len(answers) + 1

    if told.result == "few":
        assert accepting + objecting < SMALLEST
        assert (told.acceptable, told.objecting, told.by, told.objections) == (None, None, (), ())
        return
    could_be = [
        (yes, no)
        for yes in range(seated + 1)
        for no in range(len(told.objections), seated + 1 - yes)
        if yes + no >= SMALLEST
        and (told.result == "all") == (no == 0)
        and told.acceptable in (None, yes)
        and told.objecting in (None, no)
        # Also for who knows when a dash stands there.
        and ((told.objecting is None) == any(0 < one < SMALLEST for one in (yes, no)))
    ]
    assert (accepting, objecting) in could_be
    for place, number in enumerate((accepting, objecting)):
        bounds = Bounds(min(one[place] for one in could_be), max(one[place] for one in could_be))
        assert not bounds.gives_away(number)
    if told.by:
        assert told.objecting is not None
        # The others each have one at least: each may be of five people or more.
        assert told.objecting - (len(told.by) - 1) >= SMALLEST


def test_the_attacker_finds_groups_that_are_named_for_few_objections(
    held: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was: whoever objects is named by group, whatever their number."""
    fill(held, [["objects"] * 4 + ["accepts"] * 3, ["objects"] + ["accepts"] * 6, []])
    (now,) = by_group.acceptability(held)
    monkeypatch.setattr(by_group, "could_be_large", lambda *_numbers: True)
    (before,) = by_group.acceptability(held)

    assert (now.objecting, now.by) == (5, ())
    assert len(before.by) == 2
    assert 5 - (len(before.by) - 1) < SMALLEST


def test_the_attacker_finds_a_single_dash() -> None:
    """As it would be without a second one."""
    assert solved([None, 7], [9, 9], 10)[0].gives_away(3)
    assert not any(one.gives_away(3) for one in solved([None, None], [9, 9], 10))


def figures(meeting: Meeting) -> dict[str, Any]:
    """All that is told of people, votes and answers."""
    told = document(meeting)
    votes = by_group.votes(meeting)
    assert votes is not None
    return {
        "meetings": [
            {name: one[name] for name in ("people_joined", "stakeholder_groups", "languages", "mixing")}
            for one in told["meetings"]
        ],
        "met": told["who_met_whom"],
        "votes": {note["number"]: note["votes"] for note in told["notes_without_theme"]},
        "by_group": [(one.note_id, one.votes, one.by_group) for one in votes.points],
        "hall": [(one["id"], one["votes"]) for one in harvest.choices(meeting)],
        "answers": [
            (one.note_id, one.result, one.by, one.acceptable, one.objecting)
            for one in by_group.acceptability(meeting)
        ],
    }


@with_tables
@given(crowds, st.integers(0, 99))
def test_what_is_told_before_and_after_somebody_erases_themselves_is_the_same(
    held: Meeting, crowd: list[list[str]], who: int
) -> None:
    point = fill(held, crowd)
    answers = [answer for group in crowd for answer in group]
    if not answers:
        return
    before = figures(held)

    erased = db.session.query(Participant).filter_by(token_hash=f"{held.id}-{who % len(answers) + 1}").one()
    join.erase(erased)

    assert figures(held) == before
    assert db.session.query(Vote).count() == sum("votes" in answer for answer in answers) - (
        "votes" in answers[who % len(answers)]
    )
    in_words = {one.objection for one in db.session.query(Stance).filter_by(note_id=point)}
    told = {one.text for answer in by_group.acceptability(held) for one in answer.objections}
    assert told <= in_words


def test_the_attacker_finds_who_voted_where_votes_are_counted_again(held: Meeting) -> None:
    """As it was: the difference between two readings is the vote of whoever erased themselves."""
    fill(held, [["votes"] * 6, ["silent"] * 6, []])
    before = by_group.votes(held)
    db.session.query(Vote).filter_by(id=db.session.query(Vote).first().id).delete()
    after = by_group.votes(held)

    assert before is not None
    assert after is not None
    assert before.points[0].votes - after.points[0].votes == 1


def test_nothing_small_is_kept(held: Meeting) -> None:
    fill(
        held,
        [["votes"] * 6 + ["votes and accepts"], ["objects in words"] * 2 + ["votes"] * 5, ["accepts"] * 2],
    )

    telling.keep(held)

    kept = {one.what: one.figures for one in db.session.query(ToldFigures)}
    assert set(kept) == {"votes", "stances", "people", "mixing"}
    assert "No, says" not in json.dumps(kept)
    (answer,) = kept["stances"]["points"].values()
    assert (answer["acceptable"], answer["objecting"], answer["by"]) == (None, None, [])
    assert not {1, 2, 3, 4} & set(kept["people"]["counts"].values())


def text_of(content: bytes, format: str) -> str:
    if format == "docx":
        opened = Document(io.BytesIO(content))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in opened.paragraphs), *cells])
    if format == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(value) for sheet in book for row in sheet.values for value in row)
    return content.decode()


def test_no_file_of_any_form_tells_another_number_of_people(
    consultation: Consultation, meeting: Meeting
) -> None:
    notes = harvested.hold(meeting)
    themes = harvested.sort_by_commitment(consultation.id, notes)
    needs.write(consultation.id, themes[0].id, {"en": "Everybody needs a home."})
    report = publish.needs_assessment(consultation.id, "en")
    allowed = {one.people_joined for one in report.meetings} | {*STEPS, SMALLEST}
    for mixing in (one.mixing for one in report.meetings if one.mixing):
        # How many somebody met is no number of people of a group.
        allowed |= {mixing.people_seated, mixing.fewest_met, round(mixing.average_met or 0)}

    for form in FORMS:
        for format in FORMATS_OF[form]:
            text = " ".join(
                text_of(publish.export(consultation.id, format, "en", form).content, format).split()
            )
            told = {
                int(number)
                for number in re.findall(r"(?<![\d.,])(\d+) (?:different )?(?:people|persons?)\b", text)
            }
            assert told <= allowed, (form, format)


def test_who_comes_between_two_reports_is_not_seen_to_be_of_a_group(held: Meeting) -> None:
    fill(held, [["votes"] * 6, ["votes"] * 7, []])
    held.phase = "round"
    db.session.commit()
    (running,) = document(held)["meetings"]
    held.phase = "harvest"
    db.session.commit()
    (then,) = document(held)["meetings"]

    assert (running["people_joined"], running["stakeholder_groups"], running["languages"]) == (14, [], {})
    assert [group["present"] for group in then["stakeholder_groups"]] == [None, 7]


def test_who_took_part_is_kept_from_the_harvest_on_when_somebody_erases_themselves(held: Meeting) -> None:
    fill(held, [["votes"] * 9, ["votes"] * 7, []])
    held.phase = "harvest"
    db.session.commit()
    before = figures(held)

    join.erase(db.session.query(Participant).filter_by(token_hash=f"{held.id}-1").one())
    held.phase = "closed"
    telling.keep(held)

    assert figures(held) == before

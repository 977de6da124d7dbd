"""Votes by stakeholder group in a needs assessment: what the page of votes shows, and no more."""

from __future__ import annotations

import dataclasses
import json

import pytest

from consult.reports import write
from consult.reports.blocks import Heading, Paragraph, Table
from consult.reports.outline import outline
from consult.reports.report import LANGUAGES, PointVotes, Report, VotesByGroup, Writing
from consult.reports.trail import used_in

from .sample import sample, two_meetings


def chapter(report: Report) -> tuple[list[Table], list[str]]:
    blocks = next((one.blocks for one in outline(report).sections if one.id == "votes_by_group"), ())
    tables = [block for block in blocks if isinstance(block, Table)]
    return tables, [block.text for block in blocks if isinstance(block, Paragraph)]


def with_votes(*found: VotesByGroup) -> Report:
    return dataclasses.replace(sample(), votes=found)


def test_points_of_which_something_is_told_stand_with_their_groups():
    (table,), said = chapter(sample())

    assert table.header == ("Main point", "Residents", "Associations and NGOs", "Other groups", "Votes")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["One number to call", "14", "9", "7", "30"],
        ["Anonymous applications", "6", "0", "0", "6"],
    ]
    assert said[0].startswith("Of 4 main points, 2 are shown here")
    assert "fewer than 5 people" in said[1]


def test_many_groups_have_numbers_and_their_names_above():
    names = tuple(f"Group {letter}" for letter in "ABCDE")
    points = (PointVotes("A charter", "en", 25, (5, 5, 5, 5, 5), 1),)
    (table,), said = chapter(with_votes(VotesByGroup(1, names, points)))

    assert table.header == ("Main point", "1", "2", "3", "4", "5", "Votes")
    assert sum(table.widths) == 100
    assert said[0] == "1. Group A · 2. Group B · 3. Group C · 4. Group D · 5. Group E"


def test_votes_that_are_not_told_by_group_are_told_all_together():
    points = (PointVotes("A charter", "en", 3, (), 1), PointVotes("A café", "en", 0, (), 2))
    (table,), said = chapter(with_votes(VotesByGroup(1, (), points)))

    assert [[cell.text for cell in row] for row in table.rows] == [["A charter", "3"]]
    assert said == [
        "Votes are not shown by group here: there are not two groups of 5 people or more.",
    ]


def test_votes_of_several_meetings_stand_under_their_titles():
    meetings = two_meetings().meetings
    found = tuple(
        VotesByGroup(place, (), (PointVotes("A charter", "en", 6, (), 1),))
        for place in range(1, len(meetings) + 1)
    )
    report = dataclasses.replace(two_meetings(), votes=found)
    blocks = next(one.blocks for one in outline(report).sections if one.id == "votes_by_group")

    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "World Café · City Hall · 12 November 2026",
        "Housing · City Hall · 28 November 2026",
    ]


def test_vote_of_nobody_is_no_chapter():
    points = (PointVotes("A charter", "en", 0, (), 1),)

    assert chapter(with_votes(VotesByGroup(1, (), points))) == ([], [])
    assert chapter(with_votes()) == ([], [])


def test_points_lead_to_their_notes():
    uses = used_in(outline(sample()))[2]

    assert "votes_by_group" in {use.section for use in uses}


def test_votes_that_were_left_out_are_in_no_file():
    report = dataclasses.replace(sample(), writing=Writing(off=("votes_by_group",)))

    assert chapter(report) == ([], [])
    assert json.loads(write(report, "json"))["votes"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_the_chapter(language):
    title = next(one.title for one in outline(sample(language)).sections if one.id == "votes_by_group")

    assert title.startswith(
        {"en": "Annex C. "}.get(language, "Anexo C. " if language != "fr" else "Annexe C. ")
    )
    assert b"pdfuaid:part" in write(sample(language), "pdf")

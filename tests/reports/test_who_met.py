"""The chapter on who met whom: pairs by group, how mixed each round was, in words for those who see no colour."""

from __future__ import annotations

import dataclasses
import json
from io import BytesIO

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from consult.reports import write
from consult.reports.blocks import Block, Cell, Heading, Items, Paragraph, Table
from consult.reports.outline import outline
from consult.reports.report import LANGUAGES, Mixing, Report, WhoMetWhom

from .sample import empty, sample, two_meetings


def chapter(report: Report) -> tuple[Block, ...]:
    return next((part.blocks for part in outline(report).sections if part.id == "who_met_whom"), ())


def tables(report: Report) -> list[Table]:
    return [block for block in chapter(report) if isinstance(block, Table)]


def paragraphs(report: Report) -> list[str]:
    return [block.text for block in chapter(report) if isinstance(block, Paragraph)]


def without_matrix(report: Report) -> Report:
    return dataclasses.replace(report, who_met_whom=None)


def test_matrix_has_the_groups_as_rows_and_numbered_columns():
    matrix = tables(sample())[0]

    assert matrix.header == ("Group", "1", "2", "3", "4", "5", "6")
    assert [row[0].text for row in matrix.rows] == [
        "1. Migrant council",
        "2. Associations and NGOs",
        "3. City departments",
        "4. Residents",
        "5. Other groups",
        "6. Group not stated",
    ]
    assert matrix.rows[2][1:] == (
        Cell("9", tone=1),
        Cell("0", tone=0),
        Cell("5", tone=1),
        Cell("15", tone=2),
        Cell("4", tone=1),
        Cell("0", tone=0),
    )
    assert matrix.rows[4][6] == Cell("–")
    assert sum(matrix.widths) == 100


def test_columns_of_few_groups_have_their_names():
    report = sample()
    found = report.who_met_whom
    few = WhoMetWhom(found.groups[:2], ((4, 21), (21, 26)), 51, 21)

    matrix = tables(dataclasses.replace(report, who_met_whom=few))[0]

    assert matrix.header == ("Group", "Migrant council", "Associations and NGOs")
    assert [row[0].text for row in matrix.rows] == ["Migrant council", "Associations and NGOs"]


def test_matrix_is_told_in_a_sentence():
    said = "202 pairs of people met at a table. In 120 of these pairs, the two people came from different groups."

    assert tables(sample())[0].summary == said
    assert said in paragraphs(sample())


def test_groups_that_did_not_meet_are_named():
    items = next(block for block in chapter(sample()) if isinstance(block, Items))

    assert [item.text for item in items.items] == ["Associations and NGOs – City departments"]


def test_rounds_have_shares_and_a_score():
    rounds = tables(sample())[1]

    assert rounds.caption == "How mixed the tables were, meeting of 12 November 2026"
    assert [[cell.text for cell in row] for row in rounds.rows] == [
        ["1", "61%", "76%", "0.80"],
        ["2", "83%", "76%", "1.09"],
        ["3", "–", "–", "–"],
    ]


def test_numbers_are_written_as_in_the_language():
    shown = {code: [cell.text for cell in tables(sample(code))[1].rows[0]][1:] for code in LANGUAGES}

    assert {code: row[2] for code, row in shown.items()} == {
        "en": "0.80",
        "fr": "0,80",
        "es": "0,80",
        "pt": "0,80",
    }
    assert shown["fr"][0] == "61\u00a0%"


def test_people_met_are_told_in_sentences():
    lines = [item.text for block in chapter(sample()) if isinstance(block, Items) for item in block.items][1:]

    assert lines == [
        "Each person met 8.5 different people on average. Half of them met 9 or more; "
        "nobody met fewer than 7.",
        "Meetings that were a repetition, because the two had already shared a table: 0.",
        "Times that somebody came back to a table where they had been before: 0. "
        "Table hosts are not counted: they stay.",
    ]


def test_returns_are_left_out_where_nobody_was_to_move():
    report = sample()
    mixing = dataclasses.replace(report.meetings[0].mixing, table_returns=None)
    meeting = dataclasses.replace(report.meetings[0], mixing=mixing)

    lines = [
        item.text
        for block in chapter(dataclasses.replace(report, meetings=(meeting,)))
        if isinstance(block, Items)
        for item in block.items
    ]

    assert not any("came back" in line for line in lines)


def test_too_small_groups_are_not_told_apart():
    assert "too few groups had 5 people or more" in paragraphs(without_matrix(sample()))[1]
    assert len(tables(without_matrix(sample()))) == 1


def test_chapter_of_several_meetings_names_each_that_was_counted():
    headings = [block.text for block in chapter(two_meetings()) if isinstance(block, Heading)]

    assert headings == ["World Café · City Hall · 12 November 2026"]


def test_there_is_no_chapter_where_nobody_met():
    nobody = dataclasses.replace(sample().meetings[0], mixing=Mixing(5, 0, 0))

    assert chapter(dataclasses.replace(sample(), meetings=(), votes=())) == ()
    assert chapter(dataclasses.replace(without_matrix(sample()), meetings=(nobody,))) == ()


def test_matrix_that_does_not_fit_its_groups_is_refused():
    with pytest.raises(ValueError, match="matrix of 6 groups"):
        WhoMetWhom(sample().who_met_whom.groups, ((1, 2), (2, 1)), 3, 2)


# ── In every format ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "title"), [("en", "Who met whom"), ("fr", "Qui a rencontré qui")])
def test_word_has_the_matrix_with_its_description(language, title):
    document = Document(BytesIO(write(sample(language), "docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    matrix = next(table for table in document.tables if table.rows[-1].cells[0].text.startswith("6. Group"))
    described = matrix._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))

    assert any(heading.endswith(f". {title}") for heading in headings)
    assert [cell.text for cell in matrix.rows[3].cells][1:] == ["9", "0", "5", "15", "4", "0"]
    assert "202" in described
    assert "120" in described


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_has_the_chapter_and_stays_accessible(language):
    data = write(sample(language), "pdf")
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages).split())

    title = {"en": "Who met whom", "fr": "Qui a rencontré qui", "es": "Quién se encontró con quién"}
    assert title.get(language, "Quem se encontrou com quem") in text
    assert "3. City departments 9 0 5 15 4 0" in text
    assert b"pdfuaid:part" in data


def test_markdown_has_the_matrix():
    text = write(sample(), "md").decode()

    assert ". Who met whom\n" in text
    assert "\n| 3\\. City departments | 9 | 0 | 5 | 15 | 4 | 0 |\n" in text
    assert "\n| 1 | 61% | 76% | 0\\.80 |\n" in text


def test_json_has_matrix_and_rounds():
    document = json.loads(write(sample(), "json"))

    assert document["who_met_whom"]["groups"][4] == {"kind": "others", "name": "Other groups"}
    assert document["who_met_whom"]["pairs"][4] == [3, 7, 4, 12, 2, None]
    assert document["meetings"][0]["mixing"]["rounds"][1] == {
        "number": 2,
        "share": 0.83,
        "by_lot": 0.76,
        "score": 1.09,
    }


@pytest.mark.parametrize("format", ["docx", "pdf", "xlsx", "json", "md"])
def test_silent_meeting_has_its_figures(format):
    assert write(empty("pt"), format)

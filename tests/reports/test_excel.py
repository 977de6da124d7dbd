"""Excel: sheets to sort and filter, and no text becomes a formula."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from consult.reports import write
from consult.reports.plain import plain

from .sample import NASTY, empty, sample, two_meetings


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(write(sample(), "xlsx")))


def column(sheet, heading: str) -> list[object]:
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(heading)].value for row in sheet.iter_rows(min_row=2)]


def test_workbook_has_its_sheets_in_the_language_of_the_report():
    names = {code: load_workbook(BytesIO(write(sample(code), "xlsx"))).sheetnames for code in ("en", "pt")}

    assert names == {
        "en": [
            "Needs",
            "Notes",
            "Grid",
            "What exists already",
            "Tables",
            "Who took part",
            "Votes by stakeholder group",
            "Who met whom",
            "Mixing by round",
            "About",
        ],
        "pt": [
            "Necessidades",
            "Contribuições",
            "Quadro",
            "O que já existe",
            "Mesas",
            "Quem participou",
            "Os votos por grupo",
            "Quem se encontrou com quem",
            "Mistura por rodada",
            "Sobre",
        ],
    }


def test_needs_are_ranked_with_numbers(book):
    assert column(book["Needs"], "Rank") == list(range(1, 13))
    assert column(book["Needs"], "Notes")[0] == 20
    assert column(book["Needs"], "People: more than")[-1] == "–"
    assert column(book["Needs"], "Commitment")[0] == "7. Fair Access to Housing"


def test_every_note_is_there_in_its_own_words(book):
    texts = column(book["Notes"], "Text")

    assert len(texts) == sample().note_count
    assert texts[-len(NASTY) :] == [plain(text) for text in NASTY]


def test_no_cell_is_a_formula_or_a_link(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert {(cell.data_type, cell.quotePrefix) for cell in risky} == {("s", True)}
    assert [cell.value for cell in cells if cell.hyperlink] == []


def test_lists_have_frozen_filtered_headings(book):
    assert [
        (book[name].freeze_panes, book[name].auto_filter.ref) for name in ("Needs", "Notes", "Tables")
    ] == [
        ("A2", "A1:T13"),
        ("A2", f"A1:L{sample().note_count + 1}"),
        ("A2", f"A1:F{sum(len(t.main_points + t.hand_overs) for t in sample().tables) + 1}"),
    ]


def test_grid_says_empty_in_words(book):
    housing = [cell.value for cell in book["Grid"][8]]

    assert housing == ["7. Fair Access to Housing", "empty", "empty", 20, "empty"]


def test_matrix_has_numbers_and_says_what_it_counts(book):
    rows = [[cell.value for cell in row] for row in book["Who met whom"].iter_rows()]

    assert rows[0][:3] == ["Group", "Migrant council", "Associations and NGOs"]
    assert rows[3] == ["City departments", 9, 0, 5, 15, 4, 0]
    assert rows[6][5] == "–"
    assert [row[0] for row in rows[8:]] == [
        "Pairs of people who met, by group",
        "202 pairs of people met at a table. In 120 of these pairs, the two people came from different groups.",
    ]


def test_rounds_have_their_mixing_as_numbers(book):
    sheet = book["Mixing by round"]

    assert column(sheet, "Round") == [1, 2, 3]
    assert column(sheet, "Mixing score") == [0.8, 1.09, None]
    assert column(sheet, "If seats were drawn by lot") == [0.76, 0.76, None]


@pytest.mark.parametrize(("build", "sheets"), [(empty, 7), (two_meetings, 8)])
def test_unusual_reports_open(build, sheets):
    assert len(load_workbook(BytesIO(write(build("es"), "xlsx"))).sheetnames) == sheets


def test_shares_are_percent_and_no_heading_stands_twice(book):
    shares = book["Mixing by round"]["D2"]
    headings = [cell.value for cell in book["Needs"][1]]

    assert (shares.value, shares.number_format) == (0.61, "0%")
    assert len(headings) == len(set(headings))


def test_votes_by_group_are_numbers_or_not_told(book):
    sheet = book["Votes by stakeholder group"]

    assert column(sheet, "Votes") == [30, 12, 6, 0]
    assert column(sheet, "Residents") == [14, "–", 6, 0]

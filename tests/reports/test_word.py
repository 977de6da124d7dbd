"""Word: real styles, languages, tables that repeat their headings."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from consult.reports import write
from consult.reports.plain import plain
from consult.reports.report import LANGUAGES

from .sample import NASTY, empty, sample, two_meetings


def read(report):
    return Document(BytesIO(write(report, "docx")))


@pytest.fixture(scope="module")
def french():
    return read(sample("fr"))


def styled(document, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def languages(paragraph) -> list[str]:
    found = (run._r.find(f".//{qn('w:lang')}") for run in paragraph.runs)
    return [lang.get(qn("w:val")) for lang in found if lang is not None]


def test_word_has_title_and_headings_as_styles(french):
    assert styled(french, "Title") == ["Vivre la ville à égalité"]
    assert styled(french, "Heading 1")[:3] == [
        "En bref",
        "Les besoins dans l’ordre, et pourquoi",
        "Prochaines étapes",
    ]
    assert "1. Landlords turn people away because of their name" in styled(french, "Heading 2")


def test_quote_has_its_tag_and_its_language(french):
    quotes = [paragraph for paragraph in french.paragraphs if paragraph.style.name == "Quote"]

    assert quotes[1].text.startswith("ES\u2002Llamé por un piso")
    assert [languages(quote) for quote in quotes[:4]] == [["fr-FR"], ["es-ES"], ["pt-PT"], ["en-GB"]]


@pytest.mark.parametrize(("language", "code"), [("en", "en-GB"), ("es", "es-ES")])
def test_document_says_its_language(language, code):
    document = read(empty(language))
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")

    assert default.get(qn("w:val")) == code
    assert document.core_properties.language == language


def test_document_says_its_title_and_hides_its_tools(french):
    properties = french.core_properties

    assert (properties.title, properties.subject) == ("Vivre la ville à égalité", "Évaluation des besoins")
    assert (properties.author, properties.comments) == ("City of Graz, Human Rights Office", "")


def test_page_is_a4_with_title_on_top_and_numbers_below(french):
    section = french.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "Vivre la ville à égalité"
    assert [section.footer.paragraphs[0].text, section.first_page_footer.paragraphs[0].text] == [
        "Page 1 sur 1"
    ] * 2
    fields = [field.text.strip() for field in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_tables_repeat_their_header_and_never_cut_a_row(french):
    for table in french.tables[1:]:
        rows = table._tbl.tr_lst
        assert len(rows[0].findall(f".//{qn('w:tblHeader')}")) == 1
        assert [len(row.findall(f".//{qn('w:cantSplit')}")) for row in rows] == [1] * len(rows)


def test_tables_set_the_widths_of_grid_and_cells(french):
    for table in french.tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren()]
        first = [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in table._tbl.tr_lst[0].tc_lst]
        assert grid == first


def test_grid_says_empty_spots_in_words(french):
    grid = next(table for table in french.tables if table.cell(0, 0).text == "Engagement")

    assert [cell.text for cell in grid.rows[7].cells] == [
        "7. Un accès équitable au logement",
        "vide",
        "vide",
        "20 contributions\n1 thème",
        "vide",
    ]


def test_nasty_texts_stay_texts():
    document = read(sample())
    cells = [cell.text for cell in document.tables[-1].columns[1].cells][1:]

    assert [text for text, cell in zip(NASTY, cells, strict=True) if plain(text) not in cell] == []
    assert all(cell.startswith("EN\u2002") for cell in cells)


def test_contents_lead_to_every_section(french):
    anchors = [link.get(qn("w:anchor")) for link in french.element.iter(qn("w:hyperlink"))]
    bookmarks = [mark.get(qn("w:name")) for mark in french.element.iter(qn("w:bookmarkStart"))]

    assert anchors == bookmarks[1:]
    assert len(anchors) == 13


def test_numbered_lists_start_at_one(french):
    numbered = [p for p in french.paragraphs if p.style.name == "List Number"]
    ids = [p._p.pPr.numPr.numId.val for p in numbered]

    assert len(ids) == 10
    assert len(set(ids[:3])) == len(set(ids[3:])) == 1
    assert ids[0] != ids[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_of_a_silent_meeting_opens(language):
    assert styled(read(empty(language)), "Title") == [sample(language).title]


def test_report_of_two_meetings_opens():
    assert "Housing · City Hall · 28 de novembro de 2026" in styled(read(two_meetings("pt")), "Heading 2")

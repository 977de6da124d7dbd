"""A needs assessment as a Word file (A4, .docx) with real styles, so that people can go on writing in it."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK

from consult.reports import word_parts
from consult.reports.blocks import (
    Block,
    Cell,
    Figures,
    Heading,
    Items,
    Outline,
    Paragraph,
    ParagraphStyle,
    Prose,
    Quotation,
    Section,
    Table,
    language_tag,
)
from consult.reports.outline import outline
from consult.reports.palette import CREAM, INK, QUIET, TERRACOTTA, TONES
from consult.reports.report import Report
from consult.reports.word_styles import TEXT_WIDTH_CM, set_up
from consult.reports.writing import references

_STYLE_NAMES: dict[ParagraphStyle, str] = {
    "body": "Normal",
    "lead": "Lead",
    "small": "Small",
    "evidence": "Evidence",
    "place": "Place",
    "status": "Status",
    "label": "Label",
}


def write_word(report: Report) -> bytes:
    """Return the report as the bytes of a .docx file."""
    content = outline(report)
    document = Document()
    set_up(document, report.language, content.compact)
    # Otherwise all styles are searched for every paragraph: half of the time that 5,000 notes take.
    document.part.get_style_id = cache(document.part.get_style_id)  # type: ignore[method-assign]
    _properties(document, report, content)
    word_parts.header_and_footer(document.sections[0], content.running_title, content.page_of)
    _cover(document, content)
    for place, section in enumerate(content.sections):
        _section(document, section)
        if place == 0 and content.contents and len(content.sections) > 1:
            _contents(document, content)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _properties(document: Any, report: Report, content: Outline) -> None:
    properties = document.core_properties
    properties.title = content.title[:255]
    properties.subject = content.kind
    properties.author = properties.last_modified_by = (report.organiser or report.city)[:255]
    properties.language = report.language
    properties.comments = ""
    # The library writes times without a zone as UTC.
    moment = report.generated_at
    properties.created = properties.modified = (moment.astimezone(UTC) if moment.tzinfo else moment).replace(
        tzinfo=None, microsecond=0
    )


def _cover(document: Any, content: Outline) -> None:
    document.add_paragraph(content.kind, style="Subtitle")
    document.add_paragraph(content.title, style="Title")
    for line in content.lines:
        document.add_paragraph(line, style="Cover Line")
    if content.purpose:
        document.add_paragraph(content.purpose, style="Lead").paragraph_format.space_before = 127000


def _contents(document: Any, content: Outline) -> None:
    document.add_paragraph(content.contents, style="Label")
    entries = [(section.id, section.title) for section in content.sections[1:]]
    word_parts.contents(document, entries, style="Contents Entry")


def _section(document: Any, section: Section) -> None:
    heading = document.add_paragraph(style="Heading 1")
    heading.paragraph_format.page_break_before = section.new_page
    word_parts.bookmark(heading, section.id, section.title)
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        _block(document, block)
        introduces = isinstance(following, Table | Items) or (block is section.blocks[0] and following)
        if isinstance(block, Paragraph) and introduces:
            # What introduces something stays with it.
            document.paragraphs[-1].paragraph_format.keep_with_next = True


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading():
            paragraph = document.add_paragraph(style=f"Heading {block.level}")
            word_parts.run(paragraph, block.text, block.language)
        case Paragraph():
            paragraph = document.add_paragraph(style=_STYLE_NAMES[block.style])
            word_parts.run(paragraph, block.text, block.language)
            word_parts.sources(paragraph, references(block.notes))
        case Prose():
            _prose(document, block)
        case Figures():
            _figures(document, block)
        case Items():
            _items(document, block)
        case Quotation():
            _quotation(document, block)
        case Table():
            _table(document, block)


def _prose(document: Any, block: Prose) -> None:
    paragraph = document.add_paragraph(style="List Bullet" if block.bullet else "Normal")
    for place, one in enumerate(block.sentences):
        if place:
            paragraph.add_run(" ")
        if one.language:
            _tag(paragraph, language_tag(one.language))
        word_parts.run(paragraph, one.text, one.language)
        word_parts.sources(paragraph, references(one.notes))


def _figures(document: Any, block: Figures) -> None:
    count = len(block.items)
    table = word_parts.table(document, 1, [TEXT_WIDTH_CM / count] * count, lines=False)
    for cell, (number, word) in zip(table.rows[0].cells, block.items, strict=True):
        cell.paragraphs[0].style = "Figure Number"
        cell.paragraphs[0].add_run(number)
        cell.add_paragraph(word, style="Figure Word")
    word_parts.keep_row_together(table.rows[0])
    word_parts.space_after(document)


def _items(document: Any, block: Items) -> None:
    numbering = word_parts.new_numbering(document) if block.numbered else None
    for item in block.items:
        paragraph = document.add_paragraph(style="List Number" if block.numbered else "List Bullet")
        paragraph.paragraph_format.keep_together = True
        if numbering is not None:
            word_parts.number(paragraph, numbering)
        word_parts.run(paragraph, item.text, item.language).bold = item.strong or None
        word_parts.sources(paragraph, references(item.notes))
        if item.detail:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            word_parts.run(paragraph, item.detail)


def _quotation(document: Any, block: Quotation) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.keep_with_next = bool(block.source or block.translation)
    if block.tag:
        _tag(paragraph, block.tag)
    word_parts.run(paragraph, block.text, block.language or None)
    word_parts.sources(paragraph, references(block.notes))
    if block.translation:
        translated = document.add_paragraph(block.translation, style="Quote Source")
        translated.paragraph_format.keep_with_next = bool(block.source)
    if block.source:
        document.add_paragraph(block.source, style="Quote Source")


def _tag(paragraph: Any, letters: str) -> None:
    tag = paragraph.add_run(f"{letters}\u2002")
    tag.bold = True
    word_parts.paint(tag, TERRACOTTA, size=7.5)


def _table(document: Any, block: Table) -> None:
    if block.caption:
        document.add_paragraph(block.caption, style="Caption")
    widths = [TEXT_WIDTH_CM * width / 100 for width in block.widths]
    table = word_parts.table(document, 1 + len(block.rows), widths, lines=True)
    word_parts.describe(table, block.caption or block.header[0], block.summary)
    word_parts.repeat_header(table.rows[0])
    for column, (cell, text) in enumerate(zip(table.rows[0].cells, block.header, strict=True)):
        _fill(
            cell,
            Cell(text),
            "Small Header Cell" if block.small else "Header Cell",
            right=column in block.numbers,
        )
        word_parts.shade(cell, CREAM)
    style = "Small Cell" if block.small else "Cell"
    for row, contents in zip(table.rows[1:], block.rows, strict=False):
        word_parts.keep_row_together(row)
        for column, (cell, content) in enumerate(zip(row.cells, contents, strict=True)):
            _fill(cell, content, style, right=column in block.numbers)
    if block.together:
        word_parts.keep_rows_together(table)
    word_parts.space_after(document)


def _fill(cell: Any, content: Cell, style: str, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if right:
        word_parts.align_right(paragraph)
    if content.tag:
        _tag(paragraph, content.tag)
    told = content.strong or (content.tone is not None and content.tone > 0)
    word_parts.run(paragraph, content.text, content.language).bold = told or None
    word_parts.sources(paragraph, references(content.notes))
    if content.detail:
        paragraph.add_run().add_break(WD_BREAK.LINE)
        detail = word_parts.run(paragraph, content.detail)
        word_parts.paint(detail, QUIET if content.tone is None else INK, size=8)
    if content.tone is not None:
        word_parts.shade(cell, TONES[content.tone])

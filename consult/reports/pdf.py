"""A needs assessment as a PDF that everybody can read (PDF/UA-1), set with Typst."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from consult.reports.blocks import (
    Block,
    Cell,
    Items,
    Outline,
    Paragraph,
    Prose,
    Quotation,
    Table,
    language_tag,
)
from consult.reports.glyphs import MISSING, shown
from consult.reports.outline import outline
from consult.reports.plain import change_texts
from consult.reports.report import Report
from consult.reports.typesetting import Typefaces, asked, breakable, colours, set_pdf, typefaces
from consult.reports.words import Words
from consult.reports.writing import Sentence, references

# A page that ends above this is nearly empty: a few lines below its upper margin.
NEARLY_EMPTY_CM = 8.0


def write_pdf(report: Report, fonts: Path | None = None) -> bytes:
    """Return the report as the bytes of a PDF.

    `fonts` is a folder with the TTF files of Noto Sans (regular, bold, italic) and Noto Sans Arabic; None
    takes the fonts of the machine. Characters that no font has become "�", and the last section says so.
    """
    faces = typefaces(fonts)
    payload = _payload(_printable(report, faces.characters), faces.families)
    return set_pdf("report.typ", _filled(payload, faces), faces, report.generated_at)


def _filled(payload: dict[str, Any], faces: Typefaces) -> dict[str, Any]:
    """Return the same without a new page where the page before would be as good as empty."""
    sections = payload["sections"]
    for _each in [one for one in sections if one["new_page"]]:
        ends = asked("report.typ", {**payload, "sections": sections}, faces, "before")
        short = next((one["section"] for one in ends if one["cm"] < NEARLY_EMPTY_CM), None)
        if short is None:
            break
        sections = [{**one, "new_page": one["new_page"] and one["id"] != short} for one in sections]
    return {**payload, "sections": sections}


def _printable(report: Report, characters: frozenset[int]) -> Outline:
    """Return the outline without characters that cannot be shown; if there were some, it says so."""
    content = outline(report)
    printable = change_texts(content, lambda text: shown(text, characters))
    if printable != content:
        remark = Words(report.language)("made_glyphs", sign=MISSING)
        printable = change_texts(outline(report, remark), lambda text: shown(text, characters))
    return change_texts(printable, breakable)


def _payload(content: Outline, families: tuple[str, ...]) -> dict[str, Any]:
    sections = [
        {**asdict(section), "blocks": [_block(block) for block in section.blocks]}
        for section in content.sections
    ]
    more = {"sections": sections, "families": families, "colours": colours()}
    return {**asdict(content), "running_title": content.running_title, **more}


def _block(block: Block) -> dict[str, Any]:
    drawn = {"type": type(block).__name__.lower(), **asdict(block)}
    match block:
        case Quotation():
            drawn |= {"tag": block.tag, "references": references(block.notes)}
        case Paragraph():
            drawn["references"] = references(block.notes)
        case Prose():
            drawn["sentences"] = [_sentence(one) for one in block.sentences]
        case Items():
            drawn["items"] = [{**asdict(item), "references": references(item.notes)} for item in block.items]
        case Table():
            drawn["rows"] = [[_cell(cell) for cell in row] for row in block.rows]
            drawn["together"] = block.together
    return drawn


def _cell(cell: Cell) -> dict[str, Any]:
    return {**asdict(cell), "references": references(cell.notes)}


def _sentence(one: Sentence) -> dict[str, Any]:
    return {**asdict(one), "references": references(one.notes), "tag": language_tag(one.language or "")}

"""What a Word file needs and python-docx has no call for: languages, fields, bookmarks, numbering, tables."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from consult.reports.palette import LINE, QUIET
from consult.reports.word_styles import word_language

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*\Z")


def run(paragraph: Any, text: str, language: str | None = None) -> Any:
    """Add `text` to a paragraph, marked as being in `language` (None: the language of the document)."""
    added = paragraph.add_run(text)
    if language and _LANGUAGE_CODE.match(language):
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), word_language(language))
        added._r.get_or_add_rPr().append(lang)
    return added


def sources(paragraph: Any, numbers: str) -> None:
    """Add the small raised numbers of the notes that a sentence rests on; nothing for ""."""
    if not numbers:
        return
    added = paragraph.add_run(f"\u00a0[{numbers}]")
    added.font.superscript = True
    added.font.color.rgb = RGBColor.from_string(QUIET)


def paint(added: Any, colour: str, size: float) -> None:
    """Give a run its own colour and size in points."""
    added.font.color.rgb = RGBColor.from_string(colour)
    added.font.size = Pt(size)


def header_and_footer(section: Any, title: str, page_of: str) -> None:
    """Put the title on top of every page but the first, and "Page 2 of 9" below every page."""
    section.header.paragraphs[0].text = title
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for part in re.split(r"(\{page\}|\{pages\})", page_of):
            if part in ("{page}", "{pages}"):
                _field(paragraph, "PAGE" if part == "{page}" else "NUMPAGES", "1")
            elif part:
                paragraph.add_run(part)


def bookmark(paragraph: Any, name: str, text: str) -> None:
    """Add `text` to a paragraph inside a bookmark that links can lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), f"_Toc_{name}")
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph._p.append(end)


def contents(document: Any, entries: list[tuple[str, str]], style: str) -> None:
    """Add a table of contents of links; a real Word field, so that it can be updated, but filled already."""
    paragraphs = [document.add_paragraph(style=style) for _ in entries]
    _field_part(paragraphs[0], "begin")
    _instruction(paragraphs[0], r' TOC \o "1-1" \n \h \z ')
    _field_part(paragraphs[0], "separate")
    for paragraph, (name, text) in zip(paragraphs, entries, strict=True):
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"_Toc_{name}")
        link.set(qn("w:history"), "1")
        link.append(paragraph.add_run(text)._r)
        paragraph._p.append(link)
    _field_part(paragraphs[-1], "end")


def new_numbering(document: Any) -> int:
    """Return the id of a fresh numbering that starts at 1 again."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    base = style.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == base).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def number(paragraph: Any, numbering: int) -> None:
    """Let a paragraph of the style "List Number" count in `numbering`."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def table(document: Any, rows: int, widths_cm: list[float], lines: bool) -> Any:
    """Add an empty table; both its grid and every cell carry the widths, as Word and LibreOffice want."""
    added = document.add_table(rows=rows, cols=len(widths_cm))
    added.alignment = WD_TABLE_ALIGNMENT.LEFT
    added.autofit = False
    for column, width in zip(added.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in added.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    properties = added._tbl.tblPr
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(round(sum(widths_cm) * 567)))
    properties.insert_element_before(_borders(lines), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(_margins(0 if not lines else 85), "w:tblLook")
    return added


def describe(added: Any, text: str, summary: str = "") -> None:
    """Give a table the title, and the summary if there is one, that screen readers announce."""
    for name, words in (("w:tblCaption", text), ("w:tblDescription", summary)):
        if words:
            element = OxmlElement(name)
            element.set(qn("w:val"), words)
            added._tbl.tblPr.append(element)


def repeat_header(row: Any) -> None:
    """Repeat this row on top of each page that the table reaches."""
    keep_row_together(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_row_together(row: Any) -> None:
    """Never cut this row at the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_rows_together(added: Any) -> None:
    """Keep a whole table on one page: every row but the last stays with the next."""
    for row in added.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def shade(cell: Any, colour: str) -> None:
    """Paint the background of a cell."""
    shading = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": colour}.items():
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def align_right(paragraph: Any) -> None:
    """Set a paragraph flush right, for numbers."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def space_after(document: Any) -> None:
    """Add the small empty line that keeps a table away from what follows."""
    paragraph = document.add_paragraph(style="Small")
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(8)


def _borders(lines: bool) -> Any:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = lines and side not in ("left", "right", "insideV")
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single" if drawn else "nil")
        if drawn:
            for name, value in {"sz": "4", "space": "0", "color": QUIET if side == "top" else LINE}.items():
                border.set(qn(f"w:{name}"), value)
        borders.append(border)
    return borders


def _margins(twips: int) -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    _field_part(paragraph, "begin")
    _instruction(paragraph, f" {instruction} ")
    _field_part(paragraph, "separate")
    paragraph.add_run(shown)
    _field_part(paragraph, "end")


def _field_part(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)

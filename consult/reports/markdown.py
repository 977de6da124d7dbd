"""A needs assessment as Markdown, escaped so that no text can become markup, a link or HTML."""

from __future__ import annotations

import re

from consult.reports.blocks import (
    Block,
    Cell,
    Figures,
    Heading,
    Item,
    Items,
    Outline,
    Paragraph,
    Prose,
    Quotation,
    Table,
    language_tag,
)
from consult.reports.outline import outline
from consult.reports.report import Report
from consult.reports.writing import Sentence, references


def write_markdown(report: Report) -> bytes:
    """Return the report as UTF-8 Markdown (CommonMark with pipe tables)."""
    content = outline(report)
    parts = [*_cover(content)]
    for section in content.sections:
        parts.append(f"## {escaped(section.title)}")
        parts.extend(_block(block) for block in section.blocks)
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return `text` on one line, with all that Markdown or HTML could read as markup made harmless."""
    return re.sub(r"\s*\n\s*", " ", _harmless(text))


def _harmless(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]{}|~#$^=])", r"\\\1", text)
    text = re.sub(r"(?m)^(\s*)([-+])", r"\1\\\2", text)  # bullets and rules
    text = re.sub(r"(?m)^(\s*\d+)([.)])", r"\1\\\2", text)  # numbered lists
    return re.sub(r"(?i)(https?|ftp|mailto|www)([:.])", r"\1\\\2", text).replace("@", "\\@")  # no bare links


def _cover(content: Outline) -> list[str]:
    lines = "  \n".join(escaped(line) for line in content.lines)
    return [f"# {escaped(content.title)}", f"**{escaped(content.kind)}**", lines, escaped(content.purpose)]


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {escaped(block.text)}"
        case Paragraph(style="label"):
            return f"**{escaped(block.text)}**"
        case Paragraph():
            return escaped(block.text) + _sources(block.notes)
        case Prose():
            return ("- " if block.bullet else "") + " ".join(_sentence(one) for one in block.sentences)
        case Figures():
            return "\n".join(f"- **{escaped(number)}** {escaped(word)}" for number, word in block.items)
        case Items():
            marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
            return "\n".join(_item(item, mark) for item, mark in zip(block.items, marks, strict=True))
        case Quotation():
            return _quotation(block)
        case Table():
            return _table(block)


def _item(item: Item, mark: str) -> str:
    text = f"**{escaped(item.text)}**" if item.strong else escaped(item.text)
    return f"{mark} {text}{_sources(item.notes)}" + (f" {escaped(item.detail)}" if item.detail else "")


def _sentence(one: Sentence) -> str:
    tag = f"**\\[{escaped(language_tag(one.language))}\\]** " if one.language else ""
    return tag + escaped(one.text) + _sources(one.notes)


def _sources(notes: tuple[int, ...]) -> str:
    return f" \\[{escaped(references(notes))}\\]" if notes else ""


def _quotation(block: Quotation) -> str:
    tag = f"**\\[{escaped(block.tag)}\\]** " if block.tag else ""
    lines = [f"> {tag}{escaped(block.text)}{_sources(block.notes)}"]
    if block.translation:
        lines += [">", f"> {escaped(block.translation)}"]
    if block.source:
        lines += [">", f"> — {escaped(block.source)}"]
    return "\n".join(lines)


def _table(block: Table) -> str:
    rule = ["---:" if column in block.numbers else "---" for column in range(len(block.header))]
    rows = [_row([escaped(text) for text in block.header]), _row(rule)]
    rows += [_row([_cell(cell) for cell in row]) for row in block.rows]
    caption = f"**{escaped(block.caption)}**\n\n" if block.caption else ""
    return caption + "\n".join(rows)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    tag = f"**{escaped(f'[{cell.tag}]')}** " if cell.tag else ""
    text = f"**{escaped(cell.text)}**" if cell.strong else escaped(cell.text)
    detail = f" ({escaped(cell.detail)})" if cell.detail else ""
    return tag + text + _sources(cell.notes) + detail

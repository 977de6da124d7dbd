"""The paper trail of a report: which sentence rests on which notes, and the way back from a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from consult.reports.blocks import Block, Items, Outline, Paragraph, Prose, Quotation, Table


@dataclass(frozen=True, slots=True)
class Use:
    """A sentence that rests on a note: the section it is in, the place of its block there, and its first words."""

    section: str
    block: int
    text: str


def used_in(outline: Outline) -> dict[int, list[Use]]:
    """Return for each note, by its number, the sentences that rest on it."""
    found: dict[int, list[Use]] = defaultdict(list)
    for section in outline.sections:
        for place, block in enumerate(section.blocks):
            for text, notes in _sources(block):
                for note in notes:
                    found[note].append(Use(section.id, place, text))
    return dict(found)


def without_sources(outline: Outline) -> Outline:
    """Return the same without the numbers of notes: where the notes are left out, they would lead nowhere."""
    return replace(
        outline,
        sections=tuple(
            replace(section, blocks=tuple(_bare(block) for block in section.blocks))
            for section in outline.sections
        ),
    )


def _sources(block: Block) -> Iterable[tuple[str, tuple[int, ...]]]:
    match block:
        case Paragraph() | Quotation():
            yield block.text, block.notes
        case Prose():
            yield from ((one.text, one.notes) for one in block.sentences)
        case Items():
            yield from ((item.text, item.notes) for item in block.items)
        case Table():
            yield from ((cell.text, cell.notes) for row in block.rows for cell in row)


def _bare(block: Block) -> Block:
    match block:
        case Paragraph() | Quotation():
            return replace(block, notes=())
        case Prose():
            return replace(block, sentences=tuple(replace(one, notes=()) for one in block.sentences))
        case Items():
            return replace(block, items=tuple(replace(item, notes=()) for item in block.items))
        case Table():
            rows = tuple(tuple(replace(cell, notes=()) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            return block

"""What exists already, and what people object to: the resources that notes named, and whether all can live with a point."""

from __future__ import annotations

from consult.reports.blocks import Block, Cell, Item, Items, Paragraph, Quotation, Table
from consult.reports.report import Objection, Report
from consult.reports.words import Words
from consult.reports.writing import references


def resource_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return the register of resources as a table; () where there is none."""
    if not report.resources:
        return ()
    rows = tuple(
        (
            Cell(one.name, detail=one.description),
            Cell(words(f"kind_{one.kind}")),
            Cell(one.holder),
            Cell(references(one.notes)),
        )
        for one in report.resources
    )
    header = (words("resource"), words("kind"), words("resource_holder"), words("column_notes"))
    return (
        Paragraph(words("resources_intro")),
        Table(words("resources"), header, rows, (42, 18, 24, 16), small=True),
    )


def objection_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return each main point that people were asked about, and what they object to; () where nobody was asked."""
    if not report.objections:
        return ()
    blocks: list[Block] = [Paragraph(words("objections_intro", smallest=report.smallest_group))]
    for one in report.objections:
        blocks += _objection(one, words)
    return tuple(blocks)


def _objection(one: Objection, words: Words) -> list[Block]:
    blocks: list[Block] = [Quotation(one.text, one.language, notes=(one.number,) if one.number else ())]
    if one.against == 0 and one.asked is not None:
        return [
            *blocks,
            Paragraph(words("acceptable_to_all", people=words.count("people_n", one.asked)), "place"),
        ]
    asked, against = words.number(one.asked), words.number(one.against)
    blocks.append(Paragraph(words("objections_counted", asked=asked, against=against), "place"))
    if one.reasons:
        items = tuple(Item(text, language=language) for text, language in one.reasons)
        blocks += [Paragraph(words("objections_reasons"), "label"), Items(items)]
    return blocks

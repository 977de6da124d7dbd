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
        Table("", header, rows, (42, 18, 24, 16), small=True),
    )


def objection_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return each main point that people were asked about, and what they object to; () where nobody was asked."""
    if not report.objections:
        return ()
    blocks: list[Block] = [Paragraph(words("objections_intro", smallest=report.smallest_group))]
    for one in report.objections:
        blocks += _objection(one, words, report.smallest_group)
    return tuple(blocks)


def _objection(one: Objection, words: Words, smallest: int) -> list[Block]:
    blocks: list[Block] = [Quotation(one.text, one.language, notes=(one.number,) if one.number else ())]
    if one.result == "few":
        told = words("objections_few", smallest=smallest)
    elif one.result == "all":
        told = words("acceptable_to_all", people=words.people(one.acceptable))
    elif one.acceptable is None and one.objecting is None:
        told = words("objections_some")
    else:
        told = words(
            "objections_counted",
            acceptable=words.number(one.acceptable),
            objecting=words.number(one.objecting),
        )
    if one.groups:
        by = words("objections_by", groups=words.listing(one.groups))
        told = f"{told} {by}"
    blocks.append(Paragraph(told, "place"))
    if one.reasons:
        items = tuple(Item(text, language=language) for text, language in one.reasons)
        blocks += [Paragraph(words("objections_reasons"), "label"), Items(items)]
    return blocks

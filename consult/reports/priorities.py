"""The needs in order on one page, each with its place in the plan and why it stands there: what a mayor reads first."""

from __future__ import annotations

from dataclasses import replace

from consult.reports.blocks import Block, Cell, Paragraph, Table
from consult.reports.chosen import of_need
from consult.reports.evidence import evidence_line, place_line
from consult.reports.method import mixed
from consult.reports.report import Need, Report
from consult.reports.words import Words


def priority_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return all needs in one table, then how they were ranked; () where there are none."""
    if not report.needs:
        return ()
    counted = any(need.points is not None for need in report.needs)
    marked = mixed(report)
    header = (words("column_rank"), words("column_need"), words("why_we_think_so"))
    table = Table(
        caption="",
        header=(*header, words("column_points")) if counted else header,
        rows=tuple(_row(need, words, marked, counted) for need in report.needs),
        widths=(8, 47, 35, 10) if counted else (8, 50, 42),
        numbers=(3,) if counted else (),
        small=True,
    )
    ranked = report.how_needs_were_ranked
    return (Paragraph(ranked), table) if ranked else (table,)


def _row(need: Need, words: Words, marked: bool, counted: bool) -> tuple[Cell, ...]:
    stated = bool(need.statement)
    place = place_line(replace(need, also=()), words)
    if marked and not need.confirmed:
        place = f"{place} · {words('unconfirmed')}"
    votes = "" if need.votes is None else words("evidence_votes", votes=words.count("votes_n", need.votes))
    cells = (
        Cell(words.number(need.rank)),
        Cell(
            need.statement if stated else need.label,
            need.statement_language if stated else need.label_language,
            detail=place,
            notes=of_need(need),
            strong=True,
        ),
        Cell(evidence_line(need, words), detail=votes),
    )
    points = "–" if need.points is None else words.decimal(need.points, "0.0")
    return (*cells, Cell(points)) if counted else cells

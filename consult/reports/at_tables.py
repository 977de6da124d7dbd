"""What the tables shared with everybody, and what they handed over from round to round: one table of all."""

from __future__ import annotations

from collections.abc import Iterable

from consult.reports.blocks import Block, Cell, Paragraph, Table, language_tag
from consult.reports.report import Point, Report, TableRecord
from consult.reports.words import Words


def table_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return the points of all tables in their order; () where none left any."""
    several = len(report.meetings) > 1
    rows = tuple(row for record in report.tables for row in _rows(record, words, several))
    if not rows:
        return ()
    header = (words("column_table"), words("kind"), words("column_text"))
    return (Paragraph(words("tables_intro")), Table("", header, rows, (10, 21, 69), small=True))


def _rows(record: TableRecord, words: Words, several_meetings: bool) -> Iterable[tuple[Cell, ...]]:
    name = words("table_number", table=record.number)
    if several_meetings:
        name = words("table_number_meeting", meeting=record.meeting, table=record.number)
    for point in record.main_points:
        yield Cell(name), Cell(words("column_main_point")), _said(point)
    for point in record.hand_overs:
        told = words("handed_over") if point.round is None else words("after_round", round=point.round)
        yield Cell(name), Cell(told), _said(point)


def _said(point: Point) -> Cell:
    numbers = (point.number,) if point.number else ()
    return Cell(point.text, point.language, tag=language_tag(point.language), notes=numbers)

"""Which stakeholder groups voted for which main points, with small groups protected by whoever counted them."""

from __future__ import annotations

from consult.reports.blocks import Block, Cell, Heading, Paragraph, Table, language_tag
from consult.reports.facts import meeting_title
from consult.reports.report import PointVotes, Report, VotesByGroup
from consult.reports.words import Words

NAMED_COLUMNS = 4  # with more groups, the columns have numbers, and a line says which
MOST = 20  # points of which nothing is told by group: their votes stand with the notes, too


def vote_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return a table of votes for each meeting that has closed its vote; () where none has, or nobody voted."""
    voted = [found for found in report.votes if any(point.votes for point in found.points)]
    blocks: list[Block] = []
    for found in voted:
        if len(report.meetings) > 1:
            blocks.append(Heading(meeting_title(report.meetings[found.meeting - 1], words)))
        blocks += _meeting(found, report, words)
    if any(found.groups for found in voted):
        blocks.append(Paragraph(words("votes_intro", smallest=report.smallest_group), "small"))
    return tuple(blocks)


def _meeting(found: VotesByGroup, report: Report, words: Words) -> list[Block]:
    date = words.day(report.meetings[found.meeting - 1].date)
    points = [point for point in found.points if point.votes]
    if not found.groups:
        few = words("votes_not_by_group", smallest=report.smallest_group)
        return [Paragraph(few), _table(words("votes_caption", date=date), (), points[:MOST], words)]
    told = [point for point in points if any(people is not None for people in point.by_group)]
    blocks: list[Block] = []
    columns = found.groups
    if len(columns) > NAMED_COLUMNS:
        columns = tuple(words.number(place) for place in range(1, len(columns) + 1))
        names = (f"{number}. {name}" for number, name in zip(columns, found.groups, strict=True))
        blocks.append(Paragraph(" · ".join(names), "small"))
    if told:
        blocks.append(_table(words("votes_caption", date=date), columns, told, words))
    shown = words("votes_further", points=len(found.points), shown=len(told))
    return [*blocks, Paragraph(shown, "small")]


def _table(caption: str, columns: tuple[str, ...], points: list[PointVotes], words: Words) -> Table:
    wide = 10
    rest = 48 // max(4, len(columns))
    return Table(
        caption=caption,
        header=(words("column_main_point"), *columns, words("column_votes")),
        rows=tuple(
            (
                Cell(one.text, one.language, tag=language_tag(one.language), notes=(one.number,)),
                *(Cell(words.number(people)) for people in one.by_group),
                Cell(words.number(one.votes)),
            )
            for one in points
        ),
        widths=(100 - rest * len(columns) - wide, *(rest for _ in columns), wide),
        numbers=tuple(range(1, len(columns) + 2)),
        small=True,
    )

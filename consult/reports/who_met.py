"""Who met whom: how people met, how mixed the tables were, and the groups that met; never a name."""

from __future__ import annotations

from itertools import chain

from consult.domain.mixing import RowKind
from consult.reports.blocks import Block, Cell, Heading, Item, Items, Paragraph, Table
from consult.reports.facts import meeting_title, tone
from consult.reports.report import Meeting, Mixing, Report, RoundMixing, WhoMetWhom
from consult.reports.words import NOTHING_TO_SHOW, Words

NAMED_COLUMNS = 4  # with more groups, the columns have numbers, and the rows say which


def who_met_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return the matrix of groups over all meetings, then each meeting with its rounds; () where nobody met."""
    meetings = [(meeting, meeting.mixing) for meeting in report.meetings if meeting.mixing]
    if not any(mixing.pairs_met for _meeting, mixing in meetings):
        return ()
    by_group = _by_group(report, words)
    several = len(report.meetings) > 1
    told = chain.from_iterable(_meeting(meeting, mixing, words, several) for meeting, mixing in meetings)
    scored = any(one.score is not None for _meeting, mixing in meetings for one in mixing.rounds)
    explained = (Paragraph(words("met_score_means"), "small"),) if scored else ()
    return (Paragraph(words("met_intro")), *by_group, *told, *explained)


def matrix_cells(found: WhoMetWhom, words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Return the numbers of the matrix, darker where more pairs met; "–" where two were never together."""
    most = max(chain.from_iterable((pairs or 0 for pairs in row) for row in found.pairs), default=0)
    return tuple(
        tuple(
            Cell(NOTHING_TO_SHOW) if pairs is None else Cell(words.number(pairs), tone=tone(pairs, most))
            for pairs in row
        )
        for row in found.pairs
    )


def met_summary(found: WhoMetWhom, words: Words) -> str:
    """Return the matrix in one or two sentences."""
    pairs = words.count("pairs_n", found.pairs_met)
    return words("met_summary", pairs=pairs, across=found.pairs_across)


def round_headings(words: Words) -> tuple[str, ...]:
    """Return the headings of the figures of the rounds, without the first, "Round"."""
    return (words("met_share"), words("met_by_lot"), words("met_score"))


def _by_group(report: Report, words: Words) -> tuple[Block, ...]:
    found = report.who_met_whom
    if found is None:
        return (Paragraph(words("met_no_groups", smallest=report.smallest_group)),)
    blocks: list[Block] = [Paragraph(met_summary(found, words), "lead"), _matrix(found, words)]
    if any(group.kind == RowKind.OTHERS for group in found.groups):
        blocks.append(Paragraph(words("met_others", smallest=report.smallest_group), "small"))
    if any(pairs is None for row in found.pairs for pairs in row):
        blocks.append(Paragraph(words("met_never_together"), "small"))
    strangers = found.strangers()
    if strangers:
        items = tuple(Item(f"{one} – {other}") for one, other in strangers)
        blocks += [Paragraph(words("met_strangers"), "label"), Items(items)]
    elif len(found.groups) > 1:
        blocks.append(Paragraph(words("met_no_strangers")))
    return tuple(blocks)


def _matrix(found: WhoMetWhom, words: Words) -> Table:
    names = [group.name for group in found.groups]
    columns = names
    if len(names) > NAMED_COLUMNS:
        columns = [words.number(place) for place in range(1, len(names) + 1)]
        names = [f"{number}. {name}" for number, name in zip(columns, names, strict=True)]
    rest = 66 // max(4, len(columns))
    return Table(
        caption=words("met_caption"),
        header=(words("group"), *columns),
        rows=tuple(
            (Cell(name), *cells) for name, cells in zip(names, matrix_cells(found, words), strict=True)
        ),
        widths=(100 - rest * len(columns), *(rest for _ in columns)),
        numbers=tuple(range(1, len(columns) + 1)),
        small=True,
        summary=met_summary(found, words),
    )


def _meeting(meeting: Meeting, mixing: Mixing, words: Words, several: bool) -> tuple[Block, ...]:
    title = meeting_title(meeting, words) if several else words("met_how")
    lines = [Item(line) for line in _sentences(mixing, words)]
    blocks: list[Block] = [Heading(title), Items(tuple(lines))]
    if any(one.score is not None for one in mixing.rounds):
        header = (words("round"), *round_headings(words))
        rows = tuple(_round(one, words) for one in mixing.rounds)
        caption = words("met_rounds_caption", date=words.day(meeting.date))
        blocks.append(Table(caption, header, rows, (16, 30, 30, 24), numbers=(0, 1, 2, 3)))
    return tuple(blocks)


def _sentences(mixing: Mixing, words: Words) -> list[str]:
    sentences = []
    if mixing.average_met is not None and mixing.median_met is not None:
        average, middle = words.decimal(mixing.average_met, "0.#"), words.decimal(mixing.median_met, "0.#")
        sentences.append(words("met_each", average=average, middle=middle, fewest=mixing.fewest_met or 0))
    sentences.append(words("met_repeats", repeats=mixing.repeated_meetings))
    if mixing.table_returns is not None:
        sentences.append(words("met_returns", returns=mixing.table_returns))
    return sentences


def _round(one: RoundMixing, words: Words) -> tuple[Cell, ...]:
    score = NOTHING_TO_SHOW if one.score is None else words.decimal(one.score, "0.00")
    shares = (words.percent(one.share), words.percent(one.by_lot))
    return tuple(Cell(text) for text in (words.number(one.number), *shares, score))

"""What a needs assessment says and in which order, once for all writers: from a Report to blocks of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from string import ascii_uppercase

from consult.domain.words import Kind
from consult.reports.at_tables import table_blocks
from consult.reports.blocks import (
    Block,
    Heading,
    Item,
    Items,
    Outline,
    Paragraph,
    Section,
)
from consult.reports.brief import brief_outline
from consult.reports.chosen import lines, of_need, prose
from consult.reports.evidence import appendix_blocks, evidence_line, need_blocks
from consult.reports.existing import objection_blocks, resource_blocks
from consult.reports.facts import (
    grid_blocks,
    groups_blocks,
    groups_present,
    how_we_worked_blocks,
    opening,
    total_figures,
)
from consult.reports.method import checked, how_made_blocks, mixed
from consult.reports.priorities import priority_blocks
from consult.reports.report import Report
from consult.reports.session import session_outline
from consult.reports.trail import without_sources
from consult.reports.votes import vote_blocks
from consult.reports.who_met import who_met_blocks
from consult.reports.words import Words
from consult.reports.writing import ordered

MOST_URGENT = 3
# The sections of a needs assessment in their order.
SECTIONS = (
    "in_brief",
    "priorities",
    "next_steps",
    "how_we_worked",
    "who_took_part",
    "the_needs",
    "the_grid",
    "votes_by_group",
    "objections",
    "resources",
    "the_tables",
    "who_met_whom",
    "all_notes",
    "how_made",
)
# What the others rest on; how it was made, the last of all, is no annex.
ANNEXES = SECTIONS[SECTIONS.index("the_needs") : -1]
# How it was made, and its limits, are told whatever else is left out.
ALWAYS = "how_made"
NEW_PAGE = frozenset(("priorities", "the_needs"))


def outline(report: Report, remark: str = "") -> Outline:
    """Return the report, in its form, in reading order.

    `remark` is a sentence of the writer about its own file, for the paper trail.
    """
    if report.writing.form == "session":
        return session_outline(report)
    if report.writing.form == "brief":
        return brief_outline(report)
    return _needs_assessment(report, remark)


def _needs_assessment(report: Report, remark: str) -> Outline:
    """What a council reads first, then annexes with what it rests on, unless a person chose another order."""
    words = Words(report.language)
    writing = report.writing
    blocks = {
        "in_brief": _in_brief(report, words),
        "priorities": priority_blocks(report, words),
        "next_steps": _next_steps(report, words),
        "how_we_worked": how_we_worked_blocks(report, words),
        "who_took_part": groups_blocks(report, words),
        "the_needs": _needs(report, words),
        "the_grid": grid_blocks(report, words),
        "votes_by_group": vote_blocks(report, words),
        "objections": objection_blocks(report, words),
        "resources": resource_blocks(report, words),
        "the_tables": table_blocks(report, words),
        "who_met_whom": who_met_blocks(report, words),
        "all_notes": appendix_blocks(report, words),
        "how_made": how_made_blocks(report, words, remark),
    }
    chosen = [name for name in ordered(SECTIONS, writing.order) if name == ALWAYS or name not in writing.off]
    by_hand = {name: prose(lines(report, name, {})) for name in chosen}
    told = [name for name in chosen if by_hand[name] or blocks[name]]
    titles = _titles(told, words)
    sections = [
        Section(name, titles[name], (*by_hand[name], *blocks[name]), new_page=name in NEW_PAGE and place > 0)
        for place, name in enumerate(told)
    ]
    found = Outline(
        language=report.language,
        kind=words("needs_assessment"),
        title=report.title or words("needs_assessment"),
        lines=_cover_lines(report, words),
        purpose=report.purpose,
        contents=words("contents"),
        page_of=words("page_of", page="{page}", pages="{pages}"),
        sections=tuple(sections),
    )
    return found if "all_notes" in chosen else without_sources(found)


def _titles(names: Sequence[str], words: Words) -> dict[str, str]:
    """The headings of sections; annexes have letters in their order."""
    letters = iter(ascii_uppercase)
    return {
        name: words("annex", letter=next(letters), title=words(name)) if name in ANNEXES else words(name)
        for name in names
    }


def _cover_lines(report: Report, words: Words) -> tuple[str, ...]:
    place_and_date = " · ".join(filter(None, (report.city, report.place, words.day(report.date))))
    lines = [place_and_date]
    if report.organiser:
        lines.append(words("organised_by", organiser=report.organiser))
    if report.prepared_for:
        lines.append(words("prepared_for", name=report.prepared_for))
    return tuple(lines)


def _in_brief(report: Report, words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(opening(report, words), "lead"), total_figures(report, words)]
    if present := groups_present(report):
        blocks.append(Paragraph(words("groups_present", groups=words.listing(present))))
    if not report.needs:
        return (*blocks, Paragraph(words("no_needs")))
    urgent = tuple(
        Item(
            need.statement or need.label,
            evidence_line(need, words),
            strong=True,
            language=need.statement_language if need.statement else need.label_language,
            notes=of_need(need),
        )
        for need in report.needs[:MOST_URGENT]
    )
    spots, empty = report.grid.spot_count(), report.grid.empty_count()
    empty_text = words("brief_no_empty_spots")
    if empty:
        empty_text = words("brief_empty_spots", empty=empty, spots=spots)
    blocks += [Heading(words("most_urgent")), Items(urgent, numbered=True), Paragraph(empty_text)]
    return (*blocks, Paragraph(checked(report, words), "small"))


def _needs(report: Report, words: Words) -> tuple[Block, ...]:
    if not report.needs:
        return ()
    intro = [Paragraph(words("needs_intro"))]
    if any(need.components for need in report.needs):
        intro.append(Paragraph(words("arithmetic_means"), "small"))
    several, marked = len(report.meetings) > 1, mixed(report)
    if not marked:
        intro.append(Paragraph(checked(report, words), "small"))
    needs = (need_blocks(need, words, several, marked) for need in report.needs)
    return (*intro, *chain.from_iterable(needs))


def _next_steps(report: Report, words: Words) -> tuple[Block, ...]:
    steps = [
        words("step_return"),
        _existing(report, words),
        words("step_departments"),
        words("step_empty", spots=words.count("empty_spots_n", report.grid.empty_count())),
        words("step_draft"),
        words("step_circulate"),
        words("step_review"),
    ]
    if not report.grid.empty_count():
        del steps[3]
    return (Paragraph(words("next_steps_intro")), Items(tuple(_step(step) for step in steps), numbered=True))


def _existing(report: Report, words: Words) -> str:
    kinds = (Kind.INITIATIVE, Kind.PRACTICE, Kind.COOPERATION)
    counts = [words.count(f"n_{kind}", report.kinds[kind]) for kind in kinds if report.kinds.get(kind)]
    sentences = [words("step_resources")]
    if counts:
        sentences.append(words("step_resources_named", what=words.listing(counts)))
    return " ".join(sentences)


def _step(text: str) -> Item:
    """Split "Give it back. Send this …" into a strong first sentence and the rest."""
    first, _, rest = text.partition(". ")
    return Item(f"{first}.", rest, strong=True)

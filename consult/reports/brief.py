"""The evidence brief: one page for the political head, with counts, three needs, quotes and what is asked for."""

from __future__ import annotations

from consult.domain.words import Kind
from consult.reports.blocks import Block, Heading, Outline, Paragraph, Prose, Quotation, Section
from consult.reports.chosen import best, lines, of_need, prose, said
from consult.reports.evidence import evidence_line, place_line
from consult.reports.facts import groups_present, opening, total_figures
from consult.reports.method import confirmed, made_at
from consult.reports.report import Need, Quote, Report
from consult.reports.words import Words
from consult.reports.writing import Sentence

PLACES = ("opening", "asks")
# What fits one page A4 beside the rest, in characters; by hand and as proposed.
LIMITS = {"opening": 350, "asks": 700}
MOST_ASKS = 6
QUOTES = 2
NEEDS, LONGEST_LABEL, LONGEST_STATEMENT, LONGEST_QUOTE, LONGEST_TITLE = 3, 100, 220, 160, 90
# Each need has one quote; where all texts of the needs are shorter than this, two.
ROOM = 1000
# Where all texts are shorter than this, the page also tells who came, the place of needs in the plan, and other needs.
ROOM_FOR_MORE = 900
LONGEST_LIST, LONGEST_PLACE = 450, 170


def brief_outline(report: Report) -> Outline:
    """Return the page; texts of people that are too long for it end with "…"."""
    words = Words(report.language)
    off = report.writing.off
    found = proposals(report)
    opening, asks = lines(report, "opening", found), lines(report, "asks", found)[:MOST_ASKS]
    quotes = "brief_quotes" not in off
    written = sum(len(one.text) for line in (*opening, *asks) for one in line)
    roomy = written + _written(report, words) < ROOM_FOR_MORE
    sections = (
        Section(
            "in_brief",
            words("in_brief"),
            (*prose(opening), total_figures(report, words), *(_present(report, words) if roomy else ())),
        ),
        Section("brief_needs", words("most_urgent"), _needs(report, words, quotes, roomy)),
        Section("asks", words("brief_asks"), prose(asks, bullet=True)),
        Section("how_made", words("how_made"), (Paragraph(_method(report, words), "small"),)),
    )
    return Outline(
        language=report.language,
        kind=words("evidence_brief"),
        title=cut(report.title or words("evidence_brief"), LONGEST_TITLE),
        lines=(_place_and_date(report, words),),
        purpose="",
        contents="",
        page_of=words("page_of", page="{page}", pages="{pages}"),
        sections=tuple(one for one in sections if one.blocks and (one.id == "how_made" or one.id not in off)),
        compact=True,
    )


def proposals(report: Report) -> dict[str, tuple[Sentence, ...]]:
    """Return what the software proposes for the opening, and for what is asked for: the proposals that weigh most."""
    words = Words(report.language)
    offered = (best(need.notes, Kind.PROPOSAL) for need in report.needs[:NEEDS])
    wanted = [_short(found[0], words) for found in offered if found]
    asks = wanted or [Sentence(words("brief_ask"))] if report.needs else []
    return {"opening": (Sentence(opening(report, words)),), "asks": tuple(asks)}


def cut(text: str, most: int) -> str:
    """Return `text` on one line with at most `most` characters, ended at a word and with "…" where it is shorter."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    whole = kept.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else kept).rstrip(' ,;:.–-')}…"


def too_long(report: Report) -> list[str]:
    """Return the places whose text by hand does not fit the page."""
    by_hand = report.writing.by_hand
    return [place for place, most in LIMITS.items() if len(by_hand.get(place, "").strip()) > most]


def _written(report: Report, words: Words) -> int:
    """How many characters the needs have with their quotes."""
    first = report.needs[:NEEDS]
    quoted = (quote for need in first for quote in _quotable(need, words)[:QUOTES])
    said = sum(len(cut(quote.text, LONGEST_QUOTE)) for quote in quoted)
    return said + sum(len(cut(need.statement, LONGEST_STATEMENT)) for need in first)


def _present(report: Report, words: Words) -> tuple[Block, ...]:
    groups = groups_present(report)
    if not groups:
        return ()
    return (Paragraph(cut(words("groups_present", groups=words.listing(groups)), LONGEST_LIST), "small"),)


def _others(report: Report, words: Words) -> tuple[Block, ...]:
    others = " · ".join(f"{need.rank}. {need.label}" for need in report.needs[NEEDS:])
    return (Paragraph(cut(words("also_needed", needs=others), LONGEST_LIST), "small"),) if others else ()


def _needs(report: Report, words: Words, quotes: bool, roomy: bool) -> tuple[Block, ...]:
    blocks: list[Block] = []
    most = (QUOTES if _written(report, words) < ROOM else 1) if quotes else 0
    for need in report.needs[:NEEDS]:
        blocks.append(Heading(f"{need.rank}. {cut(need.label, LONGEST_LABEL)}", language=need.label_language))
        if need.statement:
            blocks.append(
                Prose(
                    (
                        Sentence(
                            cut(need.statement, LONGEST_STATEMENT), of_need(need), need.statement_language
                        ),
                    )
                )
            )
        if roomy:
            blocks.append(Paragraph(cut(place_line(need, words), LONGEST_PLACE), "place"))
        evidence = evidence_line(need, words)
        if need.votes is not None:
            evidence += " " + words("evidence_votes", votes=words.count("votes_n", need.votes))
        blocks.append(Paragraph(evidence, "place", notes=() if need.statement else of_need(need)))
        blocks += [_quotation(quote) for quote in _quotable(need, words)[:most]]
    return (*blocks, *(_others(report, words) if roomy else ()))


def _quotable(need: Need, words: Words) -> list[Quote]:
    """What is quoted on a page for politics: nothing that somebody lived through, what can be read at once first."""

    def hard(note: Quote) -> tuple[bool, bool, bool]:
        foreign = note.language != words.language and not note.translation
        return len(note.text) > LONGEST_QUOTE, len(note.text.split()) < 5, foreign

    return sorted(best(need.notes), key=hard)


def _quotation(note: Quote) -> Quotation:
    text = note.translation or note.text
    language = "" if note.translation else note.language
    numbers = (note.number,) if note.number else ()
    return Quotation(cut(text, LONGEST_QUOTE), language, notes=numbers)


def _short(note: Quote, words: Words) -> Sentence:
    sentence = said(note, words)
    text = words("quoted", text=cut(note.translation or note.text, LONGEST_QUOTE))
    return Sentence(text, sentence.notes, sentence.language)


def _method(report: Report, words: Words) -> str:
    told = (
        words("brief_sources"),
        confirmed(report, words),
        words("small_groups_short", smallest=report.smallest_group),
        made_at(report, words),
    )
    return " ".join(line for line in told if line)


def _place_and_date(report: Report, words: Words) -> str:
    return " · ".join(part for part in (report.city, words.day(report.date), report.prepared_for) if part)

"""The evidence brief: one page for the political head, with counts, three needs, quotes and what is asked for."""

from __future__ import annotations

from consult.domain.words import Kind
from consult.reports.blocks import Block, Heading, Outline, Paragraph, Prose, Quotation, Section
from consult.reports.chosen import best, lines, of_need, prose, said
from consult.reports.evidence import evidence_line
from consult.reports.facts import opening, total_figures
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


def brief_outline(report: Report) -> Outline:
    """Return the page; texts of people that are too long for it end with "…"."""
    words = Words(report.language)
    off = report.writing.off
    found = proposals(report)
    sections = (
        Section(
            "in_brief",
            words("in_brief"),
            (*prose(lines(report, "opening", found)), total_figures(report, words)),
        ),
        Section("brief_needs", words("most_urgent"), _needs(report, words, quotes="brief_quotes" not in off)),
        Section("asks", words("brief_asks"), prose(lines(report, "asks", found)[:MOST_ASKS], bullet=True)),
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


def _needs(report: Report, words: Words, quotes: bool) -> tuple[Block, ...]:
    blocks: list[Block] = []
    quoted = {need.rank: _quotable(need)[:QUOTES] for need in report.needs[:NEEDS]}
    written = sum(len(cut(need.statement, LONGEST_STATEMENT)) for need in report.needs[:NEEDS])
    written += sum(len(cut(quote.text, LONGEST_QUOTE)) for found in quoted.values() for quote in found)
    most = (QUOTES if written < ROOM else 1) if quotes else 0
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
        blocks.append(
            Paragraph(evidence_line(need, words), "place", notes=() if need.statement else of_need(need))
        )
        blocks += [_quotation(quote) for quote in quoted[need.rank][:most]]
    return tuple(blocks)


def _quotable(need: Need) -> list[Quote]:
    """What is quoted on a page for politics: nothing that somebody lived through, short texts first."""
    found = best(need.notes)
    return sorted(found, key=lambda note: (len(note.text) > LONGEST_QUOTE, len(note.text.split()) < 5))


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

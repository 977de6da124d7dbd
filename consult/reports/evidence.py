"""The needs with the evidence for them, and the appendix with every note."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain

from consult.domain.words import Kind
from consult.reports.blocks import Block, Cell, Heading, Paragraph, Quotation, Table, language_tag
from consult.reports.chosen import of_need
from consult.reports.report import Need, Quote, Report
from consult.reports.words import Words

_COMPONENTS = {
    "tables": "column_tables",
    "votes": "column_votes",
    "groups": "column_groups",
    "languages": "column_languages",
    "rounds": "column_rounds",
}
NOTE_WIDTHS = (7, 52, 23, 18)


def need_blocks(need: Need, words: Words, several_meetings: bool, marked: bool) -> tuple[Block, ...]:
    """Return one need: what it is, where it belongs, why we think so, and people's own words.

    `marked`: it says whether a person has checked it, because of some needs this is true and of others not.
    """
    blocks: list[Block] = [Heading(f"{need.rank}. {need.label}", language=need.label_language)]
    if need.statement:
        blocks.append(Paragraph(need.statement, "lead", need.statement_language, of_need(need)))
    blocks.append(Paragraph(place_line(need, words), "place"))
    if marked:
        blocks.append(Paragraph(words("confirmed" if need.confirmed else "unconfirmed"), "status"))
    all_of_it = tuple(note.number for note in need.notes if note.number)
    blocks.append(Paragraph(evidence_line(need, words), "evidence", notes=all_of_it))
    details = (_details(need, words), arithmetic(need, words) if need.components else "")
    blocks += [Paragraph(text, "small") for text in details if text]
    agreeing = [quote for quote in need.quotes if not quote.dissent]
    for key, quotes in (("in_their_words", agreeing), ("dissent", need.dissent)):
        if quotes:
            blocks.append(Paragraph(words(key), "label"))
        blocks += [_quotation(quote, words, several_meetings) for quote in quotes]
    return tuple(blocks)


def place_line(need: Need, words: Words) -> str:
    """Return the commitments and the track of a need, or that it has no place in the plan yet."""
    parts = []
    if need.commitment:
        parts.append(words("commitment_line", number=need.commitment.number, title=need.commitment.title))
    if need.also:
        parts.append(words("also_line", titles="; ".join(f"{one.number}. {one.title}" for one in need.also)))
    if need.track:
        parts.append(words("track_line", number=need.track.number, title=need.track.title))
    return " · ".join(parts) or words("not_placed")


def evidence_line(need: Need, words: Words) -> str:
    """Return the counts behind a need in one sentence: notes, more people than how many unless too few, tables, rounds."""
    counts = {
        "notes": words.count("notes", need.note_count),
        "tables": words.count("tables_n", need.table_count),
        "rounds": words.count("rounds_n", need.round_count),
    }
    if need.people_more_than is None:
        return words("evidence_few_people", **counts)
    return words("evidence", people=words("more_people_than", n=need.people_more_than), **counts)


def arithmetic(need: Need, words: Words) -> str:
    """Return why a need stands where it stands: its points, and what each of them is for."""
    parts = (
        f"{words(_COMPONENTS[one.name])} {words.decimal(one.points, '0.#')}"
        f" ({words.number(one.value)}/{words.number(one.highest)})"
        for one in need.components
        if one.highest
    )
    points = words.decimal(need.points or 0.0, "0.#")
    return words("arithmetic", points=points, parts=" · ".join(parts))


def counted_languages(languages: Mapping[str, int], words: Words) -> str:
    """Return "French (12), Spanish (3)", the most frequent language first."""
    ordered = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    named = ((words.language_name(code), notes) for code, notes in ordered if notes)
    return ", ".join(words("language_with_count", language=name, n=notes) for name, notes in named)


def counted_kinds(kinds: Mapping[Kind, int], words: Words) -> str:
    """Return "Need (12), Proposal (3), Experience (1)", the most frequent kind first: no needs to be ranked."""
    ordered = sorted((kind for kind in Kind if kinds.get(kind)), key=lambda kind: -kinds[kind])
    return ", ".join(
        words("language_with_count", language=words(f"kind_{kind}"), n=kinds[kind]) for kind in ordered
    )


def numbered_notes(report: Report, numbers: Collection[int], words: Words) -> tuple[Block, ...]:
    """Return the notes of these numbers in one table; () for none of them."""
    several = len(report.meetings) > 1
    notes = tuple(note for note in report.every_note() if note.number in numbers)
    return (_notes(notes, words, several),) if notes else ()


def appendix_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return all notes by theme, one table per theme; empty when there are no notes."""
    several = len(report.meetings) > 1
    themes = [
        (f"{need.rank}. {need.label}", need.label_language, need.notes) for need in report.needs if need.notes
    ]
    if report.notes_without_theme:
        themes.append((words("no_theme"), None, report.notes_without_theme))
    if not themes:
        return ()
    tables = chain.from_iterable(_theme(title, lang, notes, words, several) for title, lang, notes in themes)
    return (Paragraph(words("all_notes_intro")), *tables)


def _details(need: Need, words: Words) -> str:
    sentences = []
    if any(need.languages.values()):
        sentences.append(words("evidence_languages", languages=counted_languages(need.languages, words)))
    if any(need.kinds.values()):
        sentences.append(words("evidence_kinds", kinds=counted_kinds(need.kinds, words)))
    if need.votes is not None and not any(one.name == "votes" for one in need.components):
        sentences.append(words("evidence_votes", votes=words.count("votes_n", need.votes)))
    return " ".join(sentences)


def _source(quote: Quote, words: Words, several_meetings: bool) -> str:
    parts = [words(f"kind_{quote.kind}"), _where(quote, words, several_meetings)]
    if quote.main_point:
        parts.append(words("main_point"))
    if quote.votes:
        parts.append(words.count("votes_n", quote.votes))
    return " · ".join(part for part in parts if part)


def _where(quote: Quote, words: Words, several_meetings: bool) -> str:
    parts = []
    if several_meetings:
        parts.append(words("where_meeting", meeting=quote.meeting))
    if quote.table is not None:
        parts.append(words("where_table", table=quote.table))
    if quote.round is not None:
        parts.append(words("where_round", round=quote.round))
    return ", ".join(parts)


def _theme(
    title: str, language: str | None, notes: tuple[Quote, ...], words: Words, several: bool
) -> tuple[Block, ...]:
    return (Heading(title, language=language), _notes(notes, words, several))


def _notes(notes: tuple[Quote, ...], words: Words, several: bool) -> Table:
    rows = tuple(
        (
            Cell(f"N{note.number}" if note.number else "", note=note.number),
            Cell(note.text, note.language, detail=_translated(note, words), tag=language_tag(note.language)),
            Cell(words(f"kind_{note.kind}"), detail=_marks(note, words)),
            Cell(_where(note, words, several)),
        )
        for note in notes
    )
    header = (words("column_number"), words("note"), words("kind"), words("where"))
    return Table("", header, rows, NOTE_WIDTHS, small=True)


def _quotation(quote: Quote, words: Words, several: bool) -> Quotation:
    numbers = (quote.number,) if quote.number else ()
    return Quotation(
        quote.text, quote.language, _source(quote, words, several), numbers, _translated(quote, words)
    )


def _translated(note: Quote, words: Words) -> str:
    return words("translated_by_a_person", text=note.translation) if note.translation else ""


def _marks(note: Quote, words: Words) -> str:
    marks = []
    if note.dissent:
        marks.append(words("dissent_mark"))
    if note.main_point:
        marks.append(words("column_main_point").lower())
    if note.votes:
        marks.append(words.count("votes_n", note.votes))
    return ", ".join(marks)

"""What stands in a place of a report: what a person wrote by hand, else what the software proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from consult.domain.words import Kind
from consult.reports.blocks import Block, Prose
from consult.reports.report import Need, Quote, Report
from consult.reports.words import Words
from consult.reports.writing import Sentence, after_words, count_words, paragraphs

Lines = tuple[tuple[Sentence, ...], ...]
Proposals = Mapping[str, tuple[Sentence, ...]]


def lines(report: Report, place: str, proposals: Proposals) -> Lines:
    """Return the lines of a place, each of one sentence or more; () where nobody wrote and nothing is proposed."""
    text = report.writing.by_hand.get(place)
    if text is not None:
        return paragraphs(text, _own_words(report))
    return tuple((one,) for one in proposals.get(place, ()))


def prose(found: Lines, bullet: bool = False) -> tuple[Block, ...]:
    """Return lines as blocks."""
    return tuple(Prose(line, bullet) for line in found)


def limited(found: Lines, most: int) -> Lines:
    """Return the same lines with what is more than `most` words marked."""
    marked, left = [], most
    for line in found:
        row = []
        for one in line:
            row.append(replace(one, over=after_words(one.text, max(left, 0))))
            left -= count_words(one.text)
        marked.append(tuple(row))
    return tuple(marked)


def words_in(found: Iterable[Sequence[Sentence]]) -> int:
    """Return how many words some lines have."""
    return sum(count_words(one.text) for line in found for one in line)


def said(note: Quote, words: Words) -> Sentence:
    """Return a note in its author's words, or in a person's translation into the language of the report."""
    foreign = note.language != words.language and not note.translation
    text = " ".join((note.translation or note.text).split())
    return Sentence(words("quoted", text=text), _number(note), note.language if foreign else None)


def of_need(need: Need) -> tuple[int, ...]:
    """Return the numbers of the notes a need rests on."""
    return need.sentence_notes or tuple(note.number for note in need.notes if note.number)


def best(notes: Iterable[Quote], *kinds: Kind) -> list[Quote]:
    """Return the notes of some kinds (of all but experiences, if none is named) that weigh most, the best first.

    What several people wrote in the same words is there once.
    """
    wanted = kinds or tuple(kind for kind in Kind if kind != Kind.EXPERIENCE)
    chosen = (note for note in notes if note.kind in wanted)
    ranked = sorted(chosen, key=lambda note: (-note.votes, not note.main_point, note.number))
    return list({note.text: note for note in reversed(ranked)}.values())[::-1]


def _number(note: Quote) -> tuple[int, ...]:
    return (note.number,) if note.number else ()


def _own_words(report: Report) -> dict[int, tuple[str, str]]:
    """The number of each note → its text, and its language where that is another than the report's."""
    return {
        note.number: (note.text, "" if note.language == report.language else note.language)
        for note in report.every_note()
        if note.number
    }

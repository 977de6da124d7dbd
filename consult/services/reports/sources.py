"""Sources and quotes in a text that people wrote: stored by the note's id, read by its number and words of today."""

from __future__ import annotations

import re
from collections.abc import Mapping

from consult.domain.texts import clean_text
from consult.reports import brief
from consult.reports.writing import numbers_of, references
from consult.services.reports import marks
from consult.services.reports.numbers import Numbers

_TYPED_SOURCES = re.compile(r"( ?)\[\s*N\d{1,9}(?:\s*[,;–-]\s*N\d{1,9})*\s*\]")
# Shorter notes are words that anybody uses.
SHORTEST_QUOTE = 12


def kept(
    text: str,
    numbers: Numbers,
    ids: Mapping[int, int] | None = None,
    gone: Mapping[int, tuple[str, str]] | None = None,
) -> str:
    """As it is stored: notes by their ids, also where their own words are part of the text.

    `ids` are the notes by their numbers where these were other ones than today's; `gone` the words and the
    translation of notes that are no longer shown, by their ids.
    """
    by_number = {number: note_id for note_id, number in numbers.by_id.items()} if ids is None else ids
    text = _plain(marks.MARKS.sub("", clean_text(text)))
    if not text:
        return ""

    def sources(found: re.Match[str]) -> str:
        named = (by_number.get(number) for number in numbers_of(found[0]))
        known = marks.sources([note_id for note_id in named if note_id])
        return found[1] + known if known else ""

    for said, stands_for in [*_gone(gone or {}), *_own_words(numbers)]:
        if said in text:
            text = text.replace(said, stands_for)
    return _TYPED_SOURCES.sub(sources, text)


def shown(text: str, numbers: Numbers) -> str:
    """As it is read: notes by their numbers of today, and their words as they are now."""

    def words(found: re.Match[str]) -> str:
        return _said(found[1], int(found[2]), numbers) or marks.GONE

    def sources(found: re.Match[str]) -> str:
        named = (numbers.by_id.get(int(note_id)) for note_id in found[1].split(",") if note_id)
        known = [number for number in named if number is not None]
        return f" [{references(known)}]" if known else ""

    return marks.STORED_SOURCES.sub(sources, marks.STORED_WORDS.sub(words, text))


def _gone(words: Mapping[int, tuple[str, str]]) -> list[tuple[str, str]]:
    said = ((marks.words(kind, one), _words(kind, *texts)) for one, texts in words.items() for kind in "oct")
    found = {text: stands_for for stands_for, text in said if len(text) >= SHORTEST_QUOTE}
    return sorted(found.items(), key=lambda item: -len(item[0]))


def _own_words(numbers: Numbers) -> list[tuple[str, str]]:
    """Words of a note that may stand in a text, long ones first; o: its own, t: its translation, c: cut short."""
    found: dict[str, str] = {}
    for note_id in numbers.by_id:
        for kind in "oct":
            text = _said(kind, note_id, numbers)
            if len(text) >= SHORTEST_QUOTE:
                found.setdefault(text, marks.words(kind, note_id))
    return sorted(found.items(), key=lambda item: -len(item[0]))


def _said(kind: str, note_id: int, numbers: Numbers) -> str:
    note = numbers.notes.get(note_id)
    return "" if note is None else _words(kind, note.text, numbers.translations.get(note_id, ""))


def _words(kind: str, text: str, translated: str) -> str:
    if kind == "c":
        return brief.cut(translated or text, brief.LONGEST_QUOTE)
    return " ".join((text if kind == "o" else translated).split())


def _plain(text: str) -> str:
    """Browsers send line ends in their own way."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())

"""Whether a sentence is in the words of a note: it must go when the note is hidden or erased."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consult.services.assessment.evidence import NoteRow

_WORD = re.compile(r"[^\W_]+")
# Shorter ones are common to many notes ("more teachers").
FEWEST_WORDS = 3


def whose(sentences: Iterable[str], notes: Sequence[NoteRow], fewest: int = FEWEST_WORDS) -> int | None:
    """The id of the note whose whole text stands in one of the sentences, or the other way round; the first of them.

    Capitals and punctuation do not count, nor do sentences and notes of fewer words than `fewest`.
    """
    written = [words for text in sentences if len(words := _words(text)) >= fewest]
    for note in notes:
        own = _words(note.text)
        if len(own) >= fewest and any(_within(own, text) or _within(text, own) for text in written):
            return note.id
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return f" {' '.join(few)} " in f" {' '.join(many)} "

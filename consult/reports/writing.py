"""What people decided about a report: its form, what is left out, and what they wrote by hand, with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Form = Literal["assessment", "session", "brief"]
FORMS: tuple[Form, ...] = ("assessment", "session", "brief")

# Somebody may type anything.
LONGEST_RUN = 5000
# "[N3, N12]" after a sentence: the numbers of the notes it rests on.
# No note has a number of more than nine digits.
_SOURCES = re.compile(r"\s*\[\s*(N\d{1,9}(?:\s*[,;–-]\s*N\d{1,9})*)\s*\]")
_WORD = re.compile(r"\S*[^\W_]\S*")
_ENDS = re.compile(r"[.!?…]+(?:\s?[\"'”’»)\]])*\s+(?=[\"'“‘«¿¡(]*\s?[A-ZÀ-ÖØ-ÞŒ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|art|cf|ex|Sr|Sra|Dra|Mme|Mlle|av|Av)|\b[A-Z]|n\.º|núm)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in one breath, and the numbers of the notes it rests on.

    `language` is None where it is in the language of the report; else it is somebody's own words. From the character
    `over` on it is more than the form takes.
    """

    text: str
    notes: tuple[int, ...] = ()
    language: str | None = None
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who presented something in a session, by their real name, as they agreed to."""

    name: str
    position: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """One form of a report as people want it; without any decision it says what the software proposes.

    `by_hand` maps a place (a section, or a field of one) to a text, a paragraph on each line, sources as "[N3, N12]".
    """

    form: Form = "assessment"
    off: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    by_hand: Mapping[str, str] = field(default_factory=dict)
    speakers: tuple[Speaker, ...] = ()


def count_words(text: str) -> int:
    """Return how many words a text has: what stands between blanks and has a letter or digit; sources do not count."""
    return len(_WORD.findall(_SOURCES.sub(" ", text)))


def after_words(text: str, most: int) -> int | None:
    """Return where the first word too many begins in a text of more than `most` words; None in a shorter one."""
    blank = _SOURCES.sub(lambda found: " " * len(found[0]), text)
    starts = [found.start() for found in _WORD.finditer(blank)]
    return starts[most] if len(starts) > most else None


def count_sentences(text: str) -> int:
    """Return how many sentences a text has; after "Dr." or an initial none ends."""
    plain = " ".join(_SOURCES.sub("", text).split())
    if not plain:
        return 0
    ends = (plain[: found.start() + 1] for found in _ENDS.finditer(plain))
    return 1 + sum(not _SHORT.search(before) for before in ends)


def paragraphs(text: str, languages: Mapping[int, tuple[str, str]]) -> tuple[tuple[Sentence, ...], ...]:
    """Return what was written by hand as sentences with their sources, a tuple for each line.

    `languages` maps the number of a note to its text and, where it is another than the report's, its language: a
    sentence that is nothing but a note's own words is marked as being in theirs. Other numbers are left out.
    """
    lines = (line.strip() for line in text.splitlines())
    return tuple(found for line in lines if line and (found := tuple(_sentences(line, languages))))


def as_text(sentences: Iterable[Sentence]) -> str:
    """Return sentences as they are written by hand, one a line: the other direction of :func:`paragraphs`."""
    return "\n".join(f"{one.text} [{references(one.notes)}]" if one.notes else one.text for one in sentences)


def numbers_of(text: str) -> list[int]:
    """Return the numbers of all sources named in a text, in their order."""
    return [number for found in _SOURCES.finditer(text) for number in _named(found[1])]


def references(numbers: Sequence[int]) -> str:
    """Return sources as they are printed, neighbours drawn together: "N3–N5, N9"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"N{run[0]}–N{run[-1]}" if len(run) > 2 else ", ".join(f"N{number}" for number in run) for run in runs
    )


def ordered(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return names in the order a person chose; whatever the order does not know stays behind its neighbour."""
    places = {name: float(order.index(name)) for name in names if name in order}
    for before, name in pairwise(("", *names)):
        if name not in places:
            places[name] = places.get(before, -1.0) + 0.5 ** (names.index(name) + 1)
    return sorted(names, key=lambda name: places[name])


def _sentences(line: str, languages: Mapping[int, tuple[str, str]]) -> Iterable[Sentence]:
    at = 0
    for found in _SOURCES.finditer(line):
        end = re.match(r"[.!?…,;:]*", line[found.end() :])
        closing = end[0] if end else ""
        text = line[at : found.start()].strip() + closing
        at = found.end() + len(closing)
        notes = tuple(dict.fromkeys(number for number in _named(found[1]) if number in languages))
        if text:
            yield Sentence(text, notes, _language(text, notes, languages))
    rest = line[at:].strip()
    if rest:
        yield Sentence(rest)


def _named(sources: str) -> list[int]:
    """The numbers in "N3–N5, N9"."""
    numbers: list[int] = []
    for first, last in re.findall(r"N(\d+)(?:\s*[–-]\s*N(\d+))?", sources):
        start = int(first)
        numbers += range(start, min(int(last or first), start + LONGEST_RUN) + 1)
    return numbers


def _language(text: str, notes: Sequence[int], languages: Mapping[int, tuple[str, str]]) -> str | None:
    bare = _bare(text)
    return next((languages[note][1] or None for note in notes if _bare(languages[note][0]) == bare), None)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip("\"'“”‘’«»\u00a0 .")

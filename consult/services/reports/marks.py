"""How a text of a report is stored: where a note's own words or its number stood, the note itself is named.

So what is hidden, set aside or erased later is gone from the text too, and comes back when it is shown again.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# Around what stands for a note: its own words (o: as written, t: translated, c: cut short), its sources.
WORDS, SOURCES, END = "\ue000", "\ue001", "\ue002"
MARKS = re.compile(f"[{WORDS}{SOURCES}{END}]")
STORED_WORDS = re.compile(rf"{WORDS}([otc])(\d+){END}")
STORED_SOURCES = re.compile(rf"\s*{SOURCES}([\d,]*){END}")
GONE = "[…]"


def words(kind: str, note_id: int) -> str:
    """What is stored for a note's own words."""
    return f"{WORDS}{kind}{note_id}{END}"


def sources(note_ids: Collection[int]) -> str:
    """What is stored for sources; nothing where there are none."""
    return f"{SOURCES}{','.join(map(str, note_ids))}{END}" if note_ids else ""


def named(stored: str) -> list[int]:
    """The notes that stand in a stored text, by their ids, in the order in which they do; quoted ones first."""
    quoted = [int(found[2]) for found in STORED_WORDS.finditer(stored)]
    cited = [int(one) for found in STORED_SOURCES.finditer(stored) for one in found[1].split(",") if one]
    return [*quoted, *cited]


def around(stored: str) -> str:
    """What is left of a stored text whatever becomes of its notes."""
    return STORED_SOURCES.sub("", STORED_WORDS.sub(GONE, stored))


def without(stored: str, note_ids: Collection[int]) -> str:
    """A stored text that names these notes no more: as it reads when they are gone."""

    def less_words(found: re.Match[str]) -> str:
        return GONE if int(found[2]) in note_ids else found[0]

    def less_sources(found: re.Match[str]) -> str:
        left = [int(one) for one in found[1].split(",") if one and int(one) not in note_ids]
        blank = found[0][: found[0].index(SOURCES)]
        return f"{blank}{sources(left)}" if left else ""

    return STORED_SOURCES.sub(less_sources, STORED_WORDS.sub(less_words, stored))

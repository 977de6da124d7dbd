"""English of the notes of a file, for comparing them; never shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from consult.analysis.assess import Cancelled
from consult.config import EngineSettings
from consult.note_files import Asked, Line
from consult.translation.chain import engine_from

# Small enough that stopping takes no longer than a moment.
BATCH: Final = 16


@dataclass(frozen=True)
class English:
    """English texts by the place of the note, the engines that made them, and how many notes have none."""

    texts: dict[int, str]
    engines: frozenset[str]
    missing: int


def english_of(notes: Sequence[Line], stopped: Asked, told: Callable[[float], None]) -> English:
    """Translate the notes that are not in English, with the engines of the settings.

    `told` hears the share done, 0-1. Raise Cancelled when asked to stop.
    """
    alike: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, one in enumerate(notes):
        if one.language != "en":
            alike[one.language, one.private].append(place)
    foreign, done = sum(map(len, alike.values())), 0
    texts: dict[int, str] = {}
    engines: set[str] = set()
    chain = engine_from(EngineSettings.from_environment())
    try:
        for (language, private), places in alike.items():
            for start in range(0, len(places), BATCH):
                if stopped():
                    raise Cancelled
                told(done / foreign)
                some = places[start : start + BATCH]
                batch = [notes[place].text for place in some]
                answers = chain.translate_many(batch, language, "en", private=private, cancelled=stopped)
                made = {place: answer for place, answer in zip(some, answers, strict=True) if answer.engine}
                texts |= {place: answer.text for place, answer in made.items()}
                engines |= {answer.engine for answer in made.values()}
                done += len(some)
    finally:
        chain.close()
    return English(texts, frozenset(engines), foreign - len(texts))

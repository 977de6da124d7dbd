"""Who plays, and what they will say: people with languages and habits, notes with a language."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consult.domain.languages import LANGUAGES
from consult.domain.words import NOTE_LENGTH, Kind, Mode

BUILT_IN = Path(__file__).with_name("notes.jsonl")

# How people are, roughly, in a café of a multilingual city; every third also speaks English.
SHARE_LATE = 0.1
SHARE_DROPPING = 0.2
SHARE_REMOTE = 0.1
SHARE_ENGLISH_TOO = 0.35
SHARE_LOCAL_TOO = 0.5
SHARE_SLEEPING = 0.1
SHARE_RELOADING = 0.1
SHARE_TWO_PHONES = 0.05


@dataclass(frozen=True)
class Line:
    """Something somebody will write."""

    text: str
    language: str
    kind: str


@dataclass
class Role:
    """One simulated participant.

    `late` joins during the first round. In each round, `drops` loses the connection and comes back, and `reloads` loads
    the page again. `sleeps` puts the phone away before a round ends and wakes it in the next. `two_phones` has the
    same link open twice.
    """

    number: int
    language: str
    languages: tuple[str, ...]
    mode: str
    late: bool
    drops: bool
    sleeps: bool = False
    reloads: bool = False
    two_phones: bool = False
    lines: list[Line] = field(default_factory=list)


class BadNotes(ValueError):
    """A notes file without a single usable line."""


def read_notes(path: Path | None) -> tuple[list[Line], list[str]]:
    """(notes, complaints) of a JSONL file with `text`, `lang` and perhaps `kind`; the built-in notes without a file.

    A bad line becomes a complaint with its number; the rest is used. Raises BadNotes when nothing is left.
    """
    lines: list[Line] = []
    complaints: list[str] = []
    content = (path or BUILT_IN).read_text(encoding="utf-8", errors="replace")
    for number, raw in enumerate(content.splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            lines.append(_line(json.loads(raw), len(lines)))
        except (ValueError, TypeError, KeyError) as error:
            complaints.append(f"line {number}: {error}")
    if not lines:
        raise BadNotes("no usable note in the file")
    return lines, complaints


def cast(participants: int, lines: Sequence[Line], seed: int, notes_each: int = 0) -> list[Role]:
    """That many people, and every line given to somebody who writes its language (if anybody does).

    Where there are fewer lines than `notes_each` for everybody, all of them are said again.
    """
    dice = random.Random(seed)  # noqa: S311 - a play, not a secret
    roles = [_role(number, dice) for number in range(participants)]
    by_language: dict[str, list[Role]] = {}
    for role in roles:
        by_language.setdefault(role.language, []).append(role)
    given: Counter[str] = Counter()
    for line in [*lines] * max(1, math.ceil(participants * notes_each / len(lines))):
        writers = by_language.get(line.language) or roles
        writers[given[line.language] % len(writers)].lines.append(line)
        given[line.language] += 1
    _give_habits(roles, seed)
    for role in roles:
        dice.shuffle(role.lines)
    return roles


def _give_habits(roles: Sequence[Role], seed: int) -> None:
    """From dice of their own, so that a habit more changes nobody's languages."""
    dice = random.Random(-seed)  # noqa: S311
    for role in roles:
        role.sleeps = dice.random() < SHARE_SLEEPING
        role.reloads = dice.random() < SHARE_RELOADING
        role.two_phones = dice.random() < SHARE_TWO_PHONES


def _line(row: object, index: int) -> Line:
    if not isinstance(row, dict):
        raise ValueError("not an object")
    text, language = row.get("text"), row.get("lang", row.get("language", "en"))
    if not isinstance(text, str) or not text.strip():
        raise ValueError("no text")
    if len(text) > NOTE_LENGTH:
        raise ValueError(f"text longer than {NOTE_LENGTH} characters")
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}")
    kinds = list(Kind)
    kind = row.get("kind", kinds[index % len(kinds)])
    if kind not in kinds:
        raise ValueError(f"kind must be one of {', '.join(kinds)}")
    return Line(text, language, str(kind))


def _role(number: int, dice: random.Random) -> Role:
    language = LANGUAGES[number % len(LANGUAGES)]
    spoken = {language}
    if dice.random() < SHARE_ENGLISH_TOO:
        spoken.add("en")
    if dice.random() < SHARE_LOCAL_TOO:
        spoken.add("fr")
    return Role(
        number=number,
        language=language,
        languages=tuple(sorted(spoken)),
        mode=Mode.REMOTE if dice.random() < SHARE_REMOTE else Mode.ONSITE,
        late=dice.random() < SHARE_LATE,
        drops=dice.random() < SHARE_DROPPING,
    )

"""What a report tells beside needs: what was set aside, what exists already, and what people object to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetAside:
    """Notes that people left out of everything, and their reason, as they wrote it."""

    reason: str
    notes: int


@dataclass(frozen=True, slots=True)
class Resource:
    """An initiative, a good practice or an offer of cooperation (`kind`: a Kind), and the notes that named it."""

    kind: str
    name: str
    holder: str = ""
    description: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """What people objected to about one main point, in their own words: pairs of text and language.

    `against` of `asked` people could not live with it; None: too few to show.
    """

    text: str
    language: str
    asked: int | None
    against: int | None
    reasons: tuple[tuple[str, str], ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Component:
    """One line of a need's arithmetic: tables, votes, groups, languages or rounds; `points` for `value` of `highest`."""

    name: str
    value: int
    highest: int
    points: float

"""What a report tells beside needs: what was set aside, what exists already, and what people object to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
    """Whether a main point is acceptable to all, and what people object to, as they wrote it: pairs of text and language.

    `result` is "few" where too few people answered. `acceptable` and `objecting` count people, None: not shown.
    `groups` are those that object, where they are large enough to be named.
    """

    text: str
    language: str
    result: Literal["all", "objections", "few"]
    acceptable: int | None
    objecting: int | None
    groups: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Component:
    """One line of a need's arithmetic: tables, votes, groups, languages or rounds; `points` for `value` of `highest`.

    `value` is None where it would be told of fewer than five people.
    """

    name: str
    value: int | None
    highest: int
    points: float


@dataclass(frozen=True, slots=True)
class PointVotes:
    """A main point with all its votes, and how many came from each group; None: not shown. `number` is its note's."""

    text: str
    language: str
    votes: int
    by_group: tuple[int | None, ...]
    number: int


@dataclass(frozen=True, slots=True)
class VotesByGroup:
    """The votes of a meeting (1-based place in Report.meetings), most first; `groups` () where not told by group."""

    meeting: int
    groups: tuple[str, ...]
    points: tuple[PointVotes, ...]

"""What a meeting needs on paper, so that it works without power: data in, see `pack_pdf` for the pages.

People are named by a number of the meeting's own; a nickname is shown as it was given, or "Guest 12". The
pack knows no groups, no languages people speak and no personal links.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

TENTS, CARDS, SHEETS, PLAN, RULE = "tents", "cards", "sheets", "plan", "rule"
PARTS = (TENTS, CARDS, SHEETS, PLAN, RULE)

Texts = Mapping[str, str]
"""Language code → text."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a seat. `card`: whether they need a route card on paper, in `language`."""

    number: int
    name: str
    language: str
    card: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A café table; `question` is its own, empty where each round has one. `paper`: whether it stands in the hall."""

    number: int
    question: Texts = field(default_factory=dict)
    paper: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """A round that has seats: guest number → table number, and who is table host in it."""

    number: int
    minutes: int
    seats: Mapping[int, int]
    hosts: frozenset[int] = frozenset()
    question: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """How good the plan is over its rounds; 0 is best. None: nothing is known about languages."""

    repeat_meetings: int
    table_returns: int
    without_language: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that needs no plan: whoever takes a chair moves on with it, by tables in the order of `tables`.

    `moves[chair][round]`: how many tables from the first one; chair 0 is the table host's, there only with
    `hosts`. `starts[chair]`: at how many tables that chair is taken, from the first of `tables` on. The rule is
    offered where it brings neither repeats nor returns; `works_with`: a number of tables with which it would.
    """

    people: int
    tables: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    hosts: bool = True
    repeat_meetings: int = 0
    table_returns: int = 0
    works_with: int | None = None

    @property
    def works(self) -> bool:
        """Whether nobody meets twice and nobody returns to a table."""
        return not self.repeat_meetings and not self.table_returns

    @property
    def chairs(self) -> range:
        """The chairs that are taken."""
        return range(0 if self.hosts else 1, len(self.moves))

    def steps(self, chair: int) -> tuple[int, ...]:
        """By how many tables whoever has that chair moves on after each round."""
        moves = self.moves[chair]
        return tuple((later - now) % len(self.tables) for now, later in pairwise(moves))

    def way(self, chair: int, start: int) -> tuple[int, ...]:
        """The numbers of the tables, round by round, from the start-th table on (counted from 0)."""
        return tuple(self.tables[(start + move) % len(self.tables)] for move in self.moves[chair])


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything for the hall. `language` is the facilitator's, `languages` are the meeting's.

    `by_number`: the guests are places for people who have not come yet, to be handed out at the door.
    """

    language: str
    languages: tuple[str, ...]
    title: str
    join_link: str
    join_code: str
    address: str
    made_at: datetime
    guests: tuple[Guest, ...]
    tables: tuple[Table, ...]
    rounds: tuple[Round, ...]
    rounds_total: int
    figures: Figures | None = None
    rule: Rule | None = None
    by_number: bool = False

"""Who sits where: the words of the seating problem.

Plain frozen data, no clock, no storage. Rounds are counted from 0, tables are named by their number, people
by their id. Everything else in this package takes a `Problem` and gives a `Plan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ONSITE, REMOTE, MIXED = "onsite", "remote", "mixed"

Seats = Mapping[int, int]
"""Person id → table number, for one round."""


@dataclass(frozen=True)
class Person:
    """Somebody to seat, from `first_round` up to and including `last_round` (None: to the end), except in the
    rounds of `absences`.

    A table host has a `host_table` and stays there. `pins` (round → table number) fixes single rounds, for
    instance of a volunteer who hosts one round; in that round the pin wins over the host table. A person
    without any language is taken as undeclared: no aim about languages counts them.
    """

    id: int
    languages: frozenset[str]
    mode: str = ONSITE
    group: str | None = None
    host_table: int | None = None
    first_round: int = 0
    last_round: int | None = None
    absences: frozenset[int] = frozenset()
    pins: Mapping[int, int] = field(default_factory=dict, hash=False)

    def present(self, round_index: int) -> bool:
        """Whether the person takes part in that round."""
        until = self.last_round is None or round_index <= self.last_round
        return self.first_round <= round_index and until and round_index not in self.absences

    def fixed_table(self, round_index: int) -> int | None:
        """The table number the person has to sit at in that round, None for a traveller."""
        return self.pins.get(round_index, self.host_table)


@dataclass(frozen=True)
class Table:
    """A café table: at most `seats` chairs, worth opening for `minimum` people, for one mode or for both.

    Whoever speaks an `interpreted` language follows the conversation whatever is spoken there.
    """

    number: int
    seats: int = 5
    minimum: int = 3
    mode: str = MIXED
    interpreted: frozenset[str] = frozenset()

    def takes(self, person: Person) -> bool:
        """Whether the person can be at this table, on site or through a screen."""
        return self.mode in (MIXED, person.mode)


@dataclass(frozen=True)
class Problem:
    """Everything a seating depends on.

    `past` holds the rounds already played (people and tables in it may be gone since); they never change.
    `announced` holds seats of later rounds which people have seen. `apart` and `together` are pairs of ids.
    `fresh_tables`: every table has a question of its own, so returning to one is worse than meeting somebody
    again; without it the tables are alike, and a return only breaks a tie. `mix_groups`: people of one group
    are better spread. `nobody_alone`: rather let people meet again than let somebody sit where they share no
    language with anybody.
    """

    people: tuple[Person, ...]
    tables: tuple[Table, ...]
    rounds: int
    past: tuple[Seats, ...] = ()
    announced: Mapping[int, Seats] = field(default_factory=dict, hash=False)
    apart: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[tuple[int, int]] = frozenset()
    fresh_tables: bool = True
    mix_groups: bool = True
    nobody_alone: bool = False


@dataclass(frozen=True)
class Measures:
    """How good a plan is; every figure is a count and 0 is best. See `measure` for the definitions."""

    repeat_meetings: int = 0
    table_returns: int = 0
    without_language: int = 0
    isolated: int = 0
    same_group_pairs: int = 0
    uneven: int = 0
    unseated: int = 0
    changes: int = 0
    mode_violations: int = 0
    over_capacity: int = 0
    under_minimum: int = 0
    apart_violations: int = 0
    together_violations: int = 0
    moved_hosts: int = 0


@dataclass(frozen=True)
class Plan:
    """One seating per round of the problem, past rounds included as they were.

    `steps`: the work it took; `capped`: the time allowed ran out before the steps did, so that the same seed
    may give another plan on another machine; `cost`: what is left to complain about, weighed, to compare plans
    of one problem by.
    """

    rounds: tuple[Seats, ...]
    measures: Measures
    steps: int
    capped: bool = False
    cost: float = 0.0


def pairs(given: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs with the smaller id first."""
    return {(min(pair), max(pair)) for pair in given}


def check(problem: Problem) -> None:
    """Raise ValueError on input that has no meaning. The messages are stable.

    Past and announced seats may name tables that were closed since: nobody should be stuck in a meeting
    over that.
    """
    numbers = [table.number for table in problem.tables]
    if len({person.id for person in problem.people}) != len(problem.people):
        raise ValueError("duplicate person id")
    if len(set(numbers)) != len(numbers):
        raise ValueError("duplicate table number")
    if problem.rounds < len(problem.past):
        raise ValueError("more past rounds than rounds")
    if any(table.mode not in (ONSITE, REMOTE, MIXED) for table in problem.tables):
        raise ValueError("unknown table mode")
    for person in problem.people:
        if person.mode not in (ONSITE, REMOTE):
            raise ValueError("unknown person mode")
        wanted = {number for index, number in person.pins.items() if index >= len(problem.past)}
        if person.host_table is not None:
            wanted.add(person.host_table)
        if not wanted <= set(numbers):
            raise ValueError("unknown table number")

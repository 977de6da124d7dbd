"""The parts of a café that never mix, for the bounds: on site and remote apart where no table takes both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from consult.rotation import sizes
from consult.rotation.problem import MIXED, ONSITE, REMOTE, Person, Problem, Table
from consult.rotation.sizes import Room


@dataclass(frozen=True)
class Part:
    """People and the tables they may sit at; `rooms`: round to come → table number → room of those in use."""

    people: tuple[Person, ...]
    tables: tuple[Table, ...]
    rounds: range
    rooms: Mapping[int, Mapping[int, Room]]

    def present(self, r: int) -> list[Person]:
        """Who takes part in a round to come."""
        return self.presence[r]

    @cached_property
    def presence(self) -> dict[int, list[Person]]:
        """The people of each round to come."""
        return {r: [person for person in self.people if person.present(r)] for r in self.rounds}


def parts_of(problem: Problem) -> list[Part]:
    """One part, or two if every table is for one mode and there are tables for both.

    Somebody hosting or pinned at a table of the other mode makes it one part again: nothing is proven then.
    """
    rounds = range(len(problem.past), problem.rounds)
    rooms = sizes.rooms(problem)
    modes = {table.mode for table in problem.tables}
    taking = {table.number: table for table in problem.tables}
    strays = any(
        not taking[number].takes(person)
        for person in problem.people
        for number in [person.host_table, *person.pins.values()]
        if number in taking
    )
    if MIXED in modes or len(modes) < 2 or strays:
        return [Part(problem.people, problem.tables, rounds, rooms)]
    found = []
    for mode in (ONSITE, REMOTE):
        tables = tuple(table for table in problem.tables if table.mode == mode)
        own = {table.number for table in tables}
        people = tuple(person for person in problem.people if person.mode == mode)
        inside = {r: {n: each for n, each in rooms[r].items() if n in own} for r in rounds}
        found.append(Part(people, tables, rounds, inside))
    return found


def known_tables(problem: Problem, person: Person) -> list[int]:
    """The tables of somebody in the rounds to come that are settled beforehand."""
    return [
        number
        for r, number in sorted(person.pins.items())
        if len(problem.past) <= r < problem.rounds and person.present(r)
    ]

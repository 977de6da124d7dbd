"""The rule on paper: the table host stays in seat 0, the person in seat k moves k tables clockwise each round.

It needs no list of people, no screen and no power: everybody knows from the seat they take where to go. Whether
nobody returns and nobody meets twice depends on the numbers, so the rule is played with them before it is
offered. Where it fails, steps that differ from round to round may do (a partial difference matrix over the cyclic
group, see `construct`).

Other steps for the seats, the same in every round, never help: let m be the largest divisor of T that is smaller
than the number of rounds. Two steps of one class modulo T/m come to the same table again, so there are T/m steps
at most, the host's 0 included; and the steps 0, 1, … T/m - 1 of the plain rule are free of returns and repeats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from consult.rotation.differences import cyclic_rows

PLAIN, VARIED = "plain", "varied"
"""Seat k moves k tables every round, or a number of tables that depends on the round."""


@dataclass(frozen=True)
class PaperRule:
    """Where each seat goes, and what comes of it.

    `moves[seat][round]`: tables clockwise from the first one, 0 ≤ move < tables; seat 0 is the host's and always
    there in the list, but taken only with `hosts`. `starts[seat]`: at how many tables that seat is taken, those
    with the lowest numbers (all but for the last seat). repeats, returns: as in `Measures`, hosts' returns not
    counted.
    """

    kind: str
    hosts: bool
    tables: int
    moves: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    repeats: int
    returns: int

    @property
    def works(self) -> bool:
        """Whether nobody returns to a table and nobody meets twice."""
        return not self.repeats and not self.returns

    @property
    def seats(self) -> range:
        """The seats that are taken: from 0 with hosts, else from 1."""
        return range(0 if self.hosts else 1, len(self.moves))

    def route(self, seat: int, start_table: int) -> tuple[int, ...]:
        """Table numbers (1 … tables) by round of whoever takes that seat at that table first.

        Raises ValueError for a seat or table that is not taken in the first round.
        """
        if seat not in self.seats or not 1 <= start_table <= self.starts[seat]:
            raise ValueError("no such seat")
        return tuple((start_table - 1 + move) % self.tables + 1 for move in self.moves[seat])


def paper_rule(people: int, tables: int, rounds: int, *, hosts: bool) -> PaperRule:
    """The plain rule, or one with steps that differ if only that is free of returns and repeats.

    `people`: everybody, with `hosts` one at each table among them. Where neither is free of them, the plain rule
    with what comes of it. Raises ValueError for no people, tables or rounds, or fewer people than hosts.
    """
    travellers = people - tables if hosts else people
    if min(people, tables, rounds) < 1 or travellers < 0:
        raise ValueError("too few people, tables or rounds")
    count = -(-travellers // tables)
    steps = [[k * r % tables for r in range(rounds)] for k in range(1, count + 1)]
    plain = _played(PLAIN, steps, travellers, tables, rounds, hosts)
    varied = None if plain.works else cyclic_rows(count, tables, rounds)
    return plain if varied is None else _played(VARIED, varied, travellers, tables, rounds, hosts)


def _played(
    kind: str, rows: Sequence[Sequence[int]], travellers: int, tables: int, rounds: int, hosts: bool
) -> PaperRule:
    """The rule with what comes of it when it is played."""
    moves = (tuple([0] * rounds), *(tuple(row) for row in rows))
    last = travellers - tables * (len(rows) - 1)
    starts = (tables, *(tables if seat < len(rows) - 1 else last for seat in range(len(rows))))
    seats = range(0 if hosts else 1, len(moves))
    met: Counter[tuple[tuple[int, int], tuple[int, int]]] = Counter()
    for r in range(rounds):
        company: dict[int, list[tuple[int, int]]] = {}
        for seat in seats:
            for start in range(starts[seat]):
                company.setdefault((start + moves[seat][r]) % tables, []).append((seat, start))
        met.update(pair for there in company.values() for pair in combinations(there, 2))
    returns = sum((rounds - len(set(moves[seat]))) * starts[seat] for seat in seats if seat)
    repeats = sum(met.values()) - len(met)
    return PaperRule(kind, hosts, tables, moves, starts, repeats, returns)

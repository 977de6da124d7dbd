"""Which tables are in use in a round, and how many people each of them takes.

Counts only; who sits there is decided elsewhere. Tables that can serve the same people form a pool, and
within a pool sizes are levelled: no two differ by more than one as far as chairs and fixed people allow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from consult.rotation.problem import MIXED, ONSITE, REMOTE, Problem, Table

GOOD_SIZES = (4, 5)


class Room(NamedTuple):
    """How many people a table takes in a round: from `least` to `most`, which differ by one at most."""

    least: int
    most: int


class _Pool(NamedTuple):
    tables: list[Table]
    onsite: int
    remote: int

    @property
    def people(self) -> int:
        return self.onsite + self.remote


def rooms(problem: Problem) -> dict[int, dict[int, Room]]:
    """Round to come → table number → room, for the tables in use in that round.

    All tables are in use when there are people enough for their minimum. Otherwise fewer, so that tables
    reach their minimum and preferably hold four or five; tables of hosts and pinned people come first
    (unless they would hold fewer than two people on average), then those where people were told to sit,
    then those least used in the rounds before, so that few people in a large hall still move on; then low
    numbers. With more people than chairs the surplus is spread evenly.
    """
    used: Counter[int] = Counter()
    for seats in problem.past:
        used.update(set(seats.values()))
    found = {}
    for r in range(len(problem.past), problem.rounds):
        found[r] = _room(problem, r, used)
        used.update(found[r].keys())
    return found


def _room(problem: Problem, round_index: int, used: Counter[int]) -> dict[int, Room]:
    present = [person for person in problem.people if person.present(round_index)]
    modes = {table.number: table.mode for table in problem.tables}
    fixed: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for person in present:
        number = person.fixed_table(round_index)
        if number is not None:
            fixed[number] += 1
        mode = MIXED if number is None else modes[number]
        kinds[person.mode if mode == MIXED else mode] += 1
    shown = Counter(problem.announced.get(round_index, {}).values())
    found: dict[int, Room] = {}
    for pool in _pools(problem.tables, kinds[ONSITE], kinds[REMOTE], fixed):
        kept = _kept(pool, fixed, shown, used)
        for part in _pools(kept, pool.onsite, pool.remote, fixed):
            found |= level(part.tables, part.people, fixed)
    return found


def level(tables: Sequence[Table], people: int, fixed: Counter[int]) -> dict[int, Room]:
    """Share `people` out over all of `tables` as evenly as chairs and the people `fixed` at a table allow."""
    low = [fixed[table.number] for table in tables]
    high = [max(table.seats, least) for table, least in zip(tables, low, strict=True)]
    each, larger = divmod(people, len(tables))
    if max(low) <= each and each + (larger > 0) <= min(high):
        return {table.number: Room(each, each + (larger > 0)) for table in tables}
    if people > sum(high):
        more = -(-(people - sum(high)) // len(tables))
        high = [most + more for most in high]

    def filled(height: int) -> list[int]:
        return [min(max(height, least), most) for least, most in zip(low, high, strict=True)]

    height = 0
    while height < max(high) and sum(filled(height + 1)) <= people:
        height += 1
    most = filled(height) if sum(filled(height)) >= people else filled(height + 1)
    return {
        table.number: Room(least, top) for table, least, top in zip(tables, filled(height), most, strict=True)
    }


def _pools(tables: Sequence[Table], onsite: int, remote: int, fixed: Counter[int]) -> list[_Pool]:
    """Split tables where one level for all would need more people of a mode than there are.

    Too few people for a table of their own mode join the tables for everybody instead, if chairs suffice
    there or somebody would sit alone.
    """
    if not tables or not onsite + remote:
        return []
    mixed = any(table.mode == MIXED for table in tables)
    even = level(tables, onsite + remote, Counter())
    for mode, count, pools in (
        (ONSITE, onsite, ((onsite, 0), (0, remote))),
        (REMOTE, remote, ((0, remote), (onsite, 0))),
    ):
        own = [table for table in tables if table.mode == mode]
        others = [table for table in tables if table.mode != mode]
        taken = sum(even[table.number].least for table in own)
        left_over = onsite + remote - sum(even[table.number].most for table in others)
        if not own or not others or (mixed and count and max(taken, left_over) <= count):
            continue
        if mixed and _better_with_others(own, count, others, onsite + remote, fixed):
            return _pools(others, onsite, remote, fixed)
        split = (_Pool(own, *pools[0]), _Pool(others, *pools[1]))
        return [pool for pool in split if pool.people]
    return [_Pool(list(tables), onsite, remote)]


def _better_with_others(
    own: list[Table], count: int, others: list[Table], everybody: int, fixed: Counter[int]
) -> bool:
    if not count or count >= min(table.minimum for table in own) or any(fixed[table.number] for table in own):
        return False
    return count == 1 or sum(table.seats for table in others) >= everybody


def _kept(pool: _Pool, fixed: Counter[int], shown: Counter[int], used: Counter[int]) -> list[Table]:
    """The tables of a pool to use, in the pool's order."""
    if pool.people >= sum(table.minimum for table in pool.tables):
        return pool.tables
    ranked = sorted(pool.tables, key=lambda t: (-shown[t.number], used[t.number], t.number))
    if pool.onsite and pool.remote:
        ranked = _both_served(ranked, pool)
    ranked.sort(key=lambda table: not fixed[table.number])
    needed = min(sum(1 for table in ranked if fixed[table.number]), pool.people // 2)
    counts = range(max(1, needed), len(ranked) + 1)
    best = min(counts, key=lambda count: _worth(ranked[:count], pool.people))
    return [table for table in pool.tables if table in ranked[:best]]


def _both_served(ranked: list[Table], pool: _Pool) -> list[Table]:
    """Tables for everybody first, then those of the two modes in turn, by how many people each has."""
    turns: Counter[str] = Counter()
    due: dict[int, float] = {}
    for table in ranked:
        turns[table.mode] += 1
        count = {ONSITE: pool.onsite, REMOTE: pool.remote}.get(table.mode)
        due[table.number] = turns[table.mode] / count if count else 0.0
    return sorted(ranked, key=lambda table: due[table.number])


def _worth(tables: Sequence[Table], people: int) -> tuple[int, int, int, int]:
    """Sort key for a choice of tables: chairs for all, minimum reached, four or five each, many tables."""
    size, larger = divmod(people, len(tables))
    odd = larger * (size + 1 not in GOOD_SIZES) + (len(tables) - larger) * (size not in GOOD_SIZES)
    return (
        max(0, people - sum(table.seats for table in tables)),
        max(0, sum(table.minimum for table in tables) - people),
        odd,
        -len(tables),
    )

"""What no plan can beat: proven lower bounds, for plain cafés by formula and for any problem by `bounds`.

Every bound holds for the plans that keep to the first aim: everybody seated, at the tables and in the sizes of
`sizes.rooms`, hosts and pinned people in their places, nobody at a table of the other mode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consult.rotation.chain import fewest_with_few_returns, fewest_with_returns, six_tables, spread
from consult.rotation.hall import Part, known_tables, parts_of
from consult.rotation.outside import fewest_outside
from consult.rotation.problem import Problem, pairs


@dataclass(frozen=True)
class Bounds:
    """The least each measure can be; 0 where nothing is proven. Names as in `Measures`.

    `repeat_meetings` is for plans with no more returns than `table_returns`;
    `repeat_meetings_with_returns` for plans with any number of them.
    """

    table_returns: int = 0
    without_language: int = 0
    repeat_meetings: int = 0
    repeat_meetings_with_returns: int = 0
    same_group_pairs: int = 0
    unseated: int = 0
    over_capacity: int = 0
    under_minimum: int = 0
    apart_violations: int = 0
    together_violations: int = 0


def bounds(problem: Problem) -> Bounds:
    """Proven lower bounds of a problem's measures, past rounds included as `measure` includes them.

    table_returns: see `returns_of_each`. repeat_meetings: see `chain`. without_language: see `outside`.
    same_group_pairs: c people of a group at k tables make at least `spread(c, k)` pairs. over_capacity,
    under_minimum: what the sizes of the tables in use leave open. unseated: everybody, if there is no table.
    apart_violations, together_violations: pairs whose pinned tables or hosts' tables are the same, or not.
    """
    rounds = range(len(problem.past), problem.rounds)
    if not problem.tables:
        return Bounds(unseated=sum(p.present(r) for p in problem.people for r in rounds))
    parts = parts_of(problem)
    returns = returns_of_each(problem, parts)
    fixed = Counter[str]()
    for r in rounds:
        fixed += _fixed_pairs(problem, r)
    return Bounds(
        table_returns=sum(returns.values()),
        without_language=sum(fewest_outside(part, r) for part in parts for r in rounds),
        repeat_meetings=fewest_with_few_returns(problem, parts, returns),
        repeat_meetings_with_returns=fewest_with_returns(problem, parts, returns),
        same_group_pairs=sum(_group_pairs(part, r) for part in parts for r in rounds),
        over_capacity=sum(_crowd(part, r)[0] for part in parts for r in rounds),
        under_minimum=sum(_crowd(part, r)[1] for part in parts for r in rounds),
        apart_violations=fixed["apart"],
        together_violations=fixed["together"],
    )


def returns_of_each(problem: Problem, parts: Sequence[Part]) -> dict[int, int]:
    """Person id → visits to a table beyond the first that cannot be avoided; hosts do not count.

    Somebody who attends n rounds, k of them at tables that are settled (played or pinned; d different ones),
    comes to at most d + (n - k) different tables, and to no more than those d and the tables of their mode
    together. The rest of the n visits are returns. People who left count with what they did.
    """
    hosts = {person.id for person in problem.people if person.host_table is not None}
    been: dict[int, list[int]] = {}
    for seats in problem.past:
        for person_id, number in seats.items():
            been.setdefault(person_id, []).append(number)
    found = {
        one: len(visits) - len(set(visits))
        for one, visits in been.items()
        if one not in hosts and len(visits) > len(set(visits))
    }
    for part in parts:
        for person in part.people:
            if person.host_table is not None:
                continue
            settled = been.get(person.id, []) + known_tables(problem, person)
            free = sum(person.present(r) and r not in person.pins for r in part.rounds)
            tables = {t.number for t in part.tables if t.takes(person)} or {t.number for t in part.tables}
            most = min(len(set(settled)) + free, len(set(settled) | tables))
            if len(settled) + free > most:
                found[person.id] = len(settled) + free - most
    return found


def sizes(people: int, tables: int) -> list[int]:
    """Even table sizes, the larger ones first."""
    each, larger = divmod(people, tables)
    return [each + 1] * larger + [each] * (tables - larger)


def may_be_free_of_repeats(travellers_per_table: int, tables: int, rounds: int = 2) -> bool:
    """Whether zero repeated meetings and zero returns are not ruled out.

    Nobody returns, so the n travellers of a table go to the T - 1 others; if n > T - 1 two of them meet
    there again. A host who stays changes nothing: they meet each traveller once, when the traveller comes
    by. And nobody has more than T tables to visit without returning.
    """
    return rounds <= 1 or (travellers_per_table <= tables - 1 and rounds <= tables)


def fewest_returns(travellers: int, tables: int, rounds: int) -> int:
    """Visits to a table beyond the first: everybody has T tables to see, so R - T rounds each repeat one."""
    return travellers * max(0, rounds - tables) if tables else 0


def fewest_repeats(people: int, tables: int, rounds: int, *, returns: bool = False) -> int:
    """Meetings beyond the first that any plan of level tables has; `tables` are those in use in a round.

    `returns`: whether people may return to a table, or there are empty tables to move on to. Without it, no more
    rounds than tables.

    The largest of three bounds.
    By tables: the n people of a table in one round have T - 1 tables to go to in the next (T if they may
    return), so at least `spread(n, T - 1)` pairs of them meet again there. Counted at the later round every
    such meeting is one beyond the first: (R - 1) times the sum over tables. By pairs: there are only N (N -
    1) / 2 first meetings; whatever the tables hold beyond them is a repeat. By `six_tables`.
    """
    if not people or not tables or rounds < 2:
        return 0
    places = tables if returns else tables - 1
    used = [size for size in sizes(people, tables) if size]
    by_tables = (rounds - 1) * sum(spread(size, places) for size in used)
    meetings = rounds * sum(size * (size - 1) // 2 for size in used)
    by_pairs = meetings - people * (people - 1) // 2
    return max(by_tables, by_pairs, 0 if returns else six_tables(people, tables, rounds))


def _group_pairs(part: Part, r: int) -> int:
    groups = Counter(person.group for person in part.present(r) if person.group)
    return sum(spread(count, len(part.rooms[r])) for count in groups.values())


def _crowd(part: Part, r: int) -> tuple[int, int]:
    """People too many and too few at the tables in use: those any size brings, and the further ones' share.

    Sizes differ by one at most; so many tables take the larger one, first those where it costs nothing.
    """
    rooms = [(table, part.rooms[r][table.number]) for table in part.tables if table.number in part.rooms[r]]
    open_rooms = [(table, room) for table, room in rooms if room.most > room.least]
    larger = len(part.present(r)) - sum(room.least for _, room in rooms)
    free = sum(room.least < table.seats for table, room in open_rooms)
    crowd = sum(max(0, room.least - table.seats) for table, room in rooms) + max(0, larger - free)
    content = sum(room.least >= table.minimum for table, room in open_rooms)
    lack = sum(max(0, table.minimum - room.most) for table, room in rooms)
    return crowd, lack + max(0, len(open_rooms) - larger - content)


def _fixed_pairs(problem: Problem, r: int) -> Counter[str]:
    """Pairs kept apart at one fixed table, and pairs kept together at two."""
    at = {p.id: p.fixed_table(r) for p in problem.people if p.present(r)}
    at = {one: number for one, number in at.items() if number is not None}
    apart = sum(a in at and b in at and at[a] == at[b] for a, b in pairs(problem.apart) if a != b)
    together = sum(a in at and b in at and at[a] != at[b] for a, b in pairs(problem.together))
    return Counter({"apart": apart, "together": together})

"""Paths through all rounds from a construction, for as many people as one covers.

Also in the middle of a café: whoever sat, or was told to sit, where a path of the construction leads keeps to that
path. So planning round by round gives the same rotation as planning all rounds at once.
"""

from __future__ import annotations

import random
from collections import Counter

from consult.rotation.board import Board, Start
from consult.rotation.construct import rotate
from consult.rotation.problem import MIXED, ONSITE, REMOTE, Person
from consult.rotation.terms import Terms

Path = list[int]
"""A table index per round, past rounds included; ANYWHERE in rounds no construction reaches."""

ANYWHERE, GONE = -1, -2


def constructed(board: Board, chance: random.Random) -> Start:
    """Seats of travellers for the rounds to come; on site and remote apart if no table takes both."""
    terms, problem = board.terms, board.terms.problem
    found: Start = [{} for _ in terms.rounds]
    if not found:
        return found
    used = set.intersection(*({*terms.rooms[r]} for r in terms.rounds))
    modes = {problem.tables[t].mode for t in used}
    parts = [{ONSITE}, {REMOTE}] if modes == {ONSITE, REMOTE} else [{ONSITE, REMOTE}]
    for part in parts:
        tables = sorted(t for t in used if problem.tables[t].mode in {*part, MIXED} or len(parts) == 1)
        travellers = {
            i: _told(terms, person)
            for i, person in enumerate(problem.people)
            if person.host_table is None and person.mode in part and terms.present[terms.first :, i].any()
        }
        paths = _paths(terms, travellers, tables)
        for i, path in _matched(paths, travellers, terms.first, chance).items():
            for seats, t in zip(found, path[terms.first :], strict=True):
                if t != ANYWHERE:
                    seats[i] = t
    return found


def _told(terms: Terms, person: Person) -> dict[int, int]:
    """Round → table index, wherever the person sat, was told to sit or is pinned."""
    problem = terms.problem
    sat = {r: seats[person.id] for r, seats in enumerate(problem.past) if person.id in seats}
    shown = {
        r: problem.announced[r][person.id] for r in terms.rounds if person.id in problem.announced.get(r, {})
    }
    pinned = {r: number for r, number in person.pins.items() if r in terms.rounds}
    return {r: terms.table.get(number, GONE) for r, number in (sat | shown | pinned).items()}


def _paths(terms: Terms, travellers: dict[int, dict[int, int]], tables: list[int]) -> list[Path]:
    """All paths of a construction that seats the travellers, or of one with fewer people to a table."""
    if not travellers or not tables:
        return []
    crowds = Counter((r, t) for told in travellers.values() for r, t in told.items() if r < terms.first)
    rows = max(-(-len(travellers) // len(tables)), *crowds.values(), 0)
    rounds, fresh = terms.problem.rounds, terms.problem.fresh_tables
    reaches = dict.fromkeys((rounds, min(rounds, len(tables))))
    whole = [(rows * len(tables), reach) for reach in reaches]
    exact = [(len(travellers), reach) for reach in reaches]
    fewer = [(count * len(tables), min(reaches)) for count in range(rows - 1, 0, -1)]
    for gives_way, sizes in ((False, whole + exact), (True, whole + fewer)):
        for count, reach in sizes:
            seats = rotate(
                count, len(tables), reach, returns=gives_way and not fresh, repeats=gives_way and fresh
            )
            if seats is not None:
                beyond = [ANYWHERE] * (rounds - reach)
                return [[tables[t] for t in path] + beyond for path in zip(*seats, strict=True)]
    return []


def _matched(
    paths: list[Path], travellers: dict[int, dict[int, int]], first: int, chance: random.Random
) -> dict[int, Path]:
    """Give people a path each: first those who sat or were told to sit somewhere, a path that agrees; then the rest.

    As many as possible get a path that agrees in every round; it has to agree with the whole past. Early paths come
    first, so that the places left over are all of one row and table sizes stay level.
    """
    through: dict[tuple[int, int], list[int]] = {}
    for k, path in enumerate(paths):
        for step in enumerate(path):
            through.setdefault(step, []).append(k)
    order = list(travellers)
    chance.shuffle(order)
    order.sort(key=lambda i: -len(travellers[i]))
    near = {i: through.get(min(told.items()), []) for i, told in travellers.items() if told}
    taken = _agreeing(paths, {i: travellers[i] for i in order if i in near}, near)
    found = {i: paths[k] for i, k in taken.items()}
    free = dict.fromkeys(sorted({*range(len(paths))} - {*taken.values()}))
    for i in order:
        told = travellers[i]
        if i in found:
            continue
        past = [(r, t) for r, t in told.items() if r < first]
        left = [k for k in near[i] if k in free] if told else list(free)[:1]
        left = [k for k in left if all(paths[k][r] in (t, ANYWHERE) for r, t in past)]
        if left:
            best = max(left, key=lambda k: (sum(paths[k][r] == t for r, t in told.items()), -k))
            del free[best]
            found[i] = paths[best]
    return found


def _agreeing(
    paths: list[Path], travellers: dict[int, dict[int, int]], near: dict[int, list[int]]
) -> dict[int, int]:
    """Person → path that agrees with all they were told, for as many as possible: a matching, grown one by one."""
    wanted = {
        i: [k for k in near[i] if all(paths[k][r] in (t, ANYWHERE) for r, t in told.items())]
        for i, told in travellers.items()
    }
    path_of: dict[int, int] = {}
    owner: dict[int, int] = {}
    for i in wanted:
        asking = dict.fromkeys(wanted[i], i)
        for k in (queue := list(asking)):
            if k not in owner:
                while True:
                    one = asking[k]
                    before = path_of.get(one)
                    path_of[one], owner[k] = k, one
                    if before is None:
                        break
                    k = before
                break
            more = [other for other in wanted[owner[k]] if other not in asking]
            asking |= dict.fromkeys(more, owner[k])
            queue += more
    return path_of

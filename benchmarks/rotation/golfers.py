"""The published method of Good-Enough Golfers, written anew from its description.

https://github.com/islemaster/good-enough-golfers: a free planner of groups that meet as few people
again as possible. Round by round: a pair costs the square of how often it has met, a round the sum over the
pairs at one table. Five random rounds are the first generation. Every survivor has as offspring itself,
each exchange of somebody of its dearest table with somebody of another, and two random rounds; all that
share the lowest cost survive, at most a hundred, drawn at random. After thirty generations, or at cost
zero, one of the best is taken and its pairs are counted as met. Forbidden pairs cost more than all else.

What it does not know we add in its favour: hosts are fixed members of their group and never exchanged;
tables of one size are filled up with empty chairs that cost nothing except beside each other, so that sizes
differ by one at most; where every table is for one mode, on-site and remote people are two runs. Its groups
have no tables: `at_tables` gives them the tables that make the fewest returns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from runs import Instance, Rows

GENERATIONS, SURVIVORS, FIRST, RANDOM = 30, 100, 5, 2
FORBIDDEN = 10**7

Whole = NDArray[np.int64]


def golfers(inst: Instance, seed: int) -> Rows | None:
    """Its plan for a café; None for one under way, which it has no way to start from."""
    if inst["past"]:
        return None
    chance = np.random.default_rng(seed)
    modes = {place["mode"] for place in inst["tables"]}
    rows = [[-1] * len(inst["people"]) for _ in range(inst["rounds"])]
    for mode in [None] if "mixed" in modes else sorted(modes):
        people = [i for i, person in enumerate(inst["people"]) if mode in (None, person["mode"])]
        tables = [t for t, place in enumerate(inst["tables"]) if mode in (None, place["mode"])]
        for row, found in zip(rows, _event(inst, people, tables, chance), strict=True):
            for i, t in zip(people, found, strict=True):
                row[i] = t
    return rows


def _event(
    inst: Instance, people: list[int], tables: list[int], chance: np.random.Generator
) -> list[list[int]]:
    """Round × person → table index for the people and tables of one event."""
    chairs = -(-len(people) // len(tables))
    everybody = chairs * len(tables)
    hosts = [inst["people"][i]["host"] for i in people]
    fixed = np.full(everybody, -1)
    for k, host in enumerate(hosts):
        if host is not None:
            fixed[k] = tables.index(host)
    met = np.zeros((everybody, everybody), dtype=np.int64)
    forbidden = np.zeros_like(met, dtype=bool)
    forbidden[len(people) :, len(people) :] = True
    place = {i: k for k, i in enumerate(people)}
    for i, j in inst["apart"]:
        if i in place and j in place:
            forbidden[place[i], place[j]] = forbidden[place[j], place[i]] = True
    np.fill_diagonal(forbidden, False)
    groups: list[Whole] = []
    for _ in range(inst["rounds"]):
        cost = np.where(forbidden, FORBIDDEN, met**2)
        members = _best_round(cost, fixed, len(tables), chairs, chance)
        groups.append(members)
        real = np.where(members < len(people), members, -1)
        for company in real:
            company = company[company >= 0]
            met[np.ix_(company, company)] += 1
        np.fill_diagonal(met, 0)
    return at_tables(inst, people, tables, groups, any(host is not None for host in hosts))


def _best_round(cost: Whole, fixed: Whole, groups: int, chairs: int, chance: np.random.Generator) -> Whole:
    """Members [groups, chairs] of the best round that thirty generations find."""
    options = [_random_round(fixed, groups, chairs, chance) for _ in range(FIRST)]
    options.sort(key=lambda members: int(_own(cost, members).sum()))
    for _ in range(GENERATIONS):
        if not _own(cost, options[0]).sum():
            break
        offspring: list[tuple[int, Whole, int, int]] = []
        best = None
        for members in options:
            for total, parent, i, j in _offspring(cost, fixed, members, chance):
                if best is None or total < best:
                    best, offspring = total, []
                if total == best:
                    offspring.append((total, parent, i, j))
        keep = chance.permutation(len(offspring))[:SURVIVORS]
        options = [_exchanged(*offspring[k][1:]) for k in keep]
    return options[0]


def _offspring(
    cost: Whole, fixed: Whole, members: Whole, chance: np.random.Generator
) -> list[tuple[int, Whole, int, int]]:
    """(total, parent, i, j) with the lowest total of each kind; i, j are flat places to exchange, -1: none."""
    own = _own(cost, members)
    total = int(own.sum()) // 2
    found = [(total, members, -1, -1)]
    flat = members.ravel()
    chairs = members.shape[1]
    dear = int(own.sum(axis=1).argmax())
    inside = np.arange(dear * chairs, (dear + 1) * chairs)
    joining = cost[:, members[dear]]  # [people, chairs]: what anybody costs beside each one of the dear table
    there = joining.sum(axis=1)[flat]
    leaving = cost[members[dear]][:, flat].reshape(chairs, *members.shape).sum(axis=2)
    leaving = np.repeat(leaving, chairs, axis=1)  # [chairs, flat]: what they cost at the other's table
    change = (
        there[None, :] + leaving - 2 * joining[flat].T - own.ravel()[inside][:, None] - own.ravel()[None, :]
    )
    change = np.where((fixed[flat] >= 0)[None, :] | (fixed[flat][inside] >= 0)[:, None], 10**12, change)
    change[:, inside] = 10**12
    lowest = int(change.min())
    if total + lowest <= total:
        for i, j in np.argwhere(change == lowest):
            found.append((total + lowest, members, int(inside[i]), int(j)))
    for _ in range(RANDOM):
        drawn = _random_round(fixed, *members.shape, chance)
        found.append((int(_own(cost, drawn).sum()) // 2, drawn, -1, -1))
    return found


def _own(cost: Whole, members: Whole) -> Whole:
    """[groups, chairs]: what each member costs beside the others of their group."""
    return cost[members[:, :, None], members[:, None, :]].sum(axis=2)


def _exchanged(members: Whole, i: int, j: int) -> Whole:
    if i < 0:
        return members
    copy = members.copy()
    copy.flat[i], copy.flat[j] = members.flat[j], members.flat[i]
    return copy


def _random_round(fixed: Whole, groups: int, chairs: int, chance: np.random.Generator) -> Whole:
    members = np.full((groups, chairs), -1)
    for person in np.flatnonzero(fixed >= 0):
        group = members[fixed[person]]
        group[int((group >= 0).sum())] = person
    members[members < 0] = chance.permutation(np.flatnonzero(fixed < 0))
    return members


def at_tables(
    inst: Instance, people: list[int], tables: list[int], groups: list[Whole], hosted: bool
) -> list[list[int]]:
    """Give the groups of every round their tables: hosts theirs, else those with the fewest returns.

    Round after round the best assignment given the tables of all other rounds, until nothing improves: a
    person at a table of the wrong mode counts more than any return.
    """
    count = len(people)
    names = [list(range(len(tables))) for _ in groups]
    visits = np.zeros((len(groups), count, len(tables)), dtype=np.int64)
    wrong = np.array([
        [1000 * (inst["tables"][t]["mode"] not in ("mixed", inst["people"][i]["mode"])) for t in tables]
        for i in people
    ])  # fmt: skip
    for sweep in range(1 if hosted else 6):
        before = [list(name) for name in names]
        for r, members in enumerate(groups):
            if not hosted:
                dear = visits.sum(axis=0) - visits[r] + wrong
                price = [dear[company[company < count]].sum(axis=0) for company in members]
                names[r] = assigned(np.array(price))
            visits[r] = 0
            for company, t in zip(members, names[r], strict=True):
                visits[r, company[company < count], t] = 1
        if sweep and names == before:
            break
    return [[tables[int(t)] for t in seats.argmax(axis=1)] for seats in visits]


def assigned(price: Whole) -> list[int]:
    """Row → column of the cheapest assignment of a square matrix (shortest augmenting paths)."""
    size = len(price)
    of_row, of_column = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    taken = np.zeros(size + 1, dtype=np.int64)
    for row in range(1, size + 1):
        taken[0], column = row, 0
        least = np.full(size + 1, 10**15)
        came = np.zeros(size + 1, dtype=np.int64)
        done = np.zeros(size + 1, dtype=bool)
        while True:
            done[column] = True
            at = taken[column]
            slack = price[at - 1] - of_row[at] - of_column[1:]
            better = ~done[1:] & (slack < least[1:])
            least[1:][better] = slack[better]
            came[1:][better] = column
            follow = int(np.where(done, 10**16, least)[1:].argmin()) + 1
            step = least[follow]
            of_row[taken[done]] += step
            of_column[done] -= step
            least[~done] -= step
            column = follow
            if not taken[column]:
                break
        while column:
            taken[column] = taken[came[column]]
            column = came[column]
    return [int(c) for c in np.argsort(taken[1:])]

"""A first seating to improve on: as announced, else by construction, the rest at the best free chair."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import numpy as np

from consult.rotation.board import Board, Start
from consult.rotation.paths import constructed
from consult.rotation.problem import MIXED, ONSITE, REMOTE
from consult.rotation.sizes import Room
from consult.rotation.terms import Costs, Ints, Terms


def seat_everybody(board: Board, rng: random.Random) -> Start:
    """Seat all present people of all rounds to come within the rooms of the tables."""
    wanted = [
        {**shown, **{i: t for i, t in path.items() if i not in shown}}
        for shown, path in zip(_announced(board.terms), constructed(board, rng), strict=True)
    ]
    met, been = board.terms.met_before.copy(), board.terms.been_before.copy()
    found: Start = []
    for r in board.terms.rounds:
        seats = _seat_round(board, r, wanted[r - board.terms.first], met, been, rng)
        found.append(seats)
        who, at = np.array(list(seats), dtype=np.int64), np.array(list(seats.values()), dtype=np.int64)
        met[np.ix_(who, who)] += at[:, None] == at[None, :]
        been[who, at] += 1
    return found


def _announced(terms: Terms) -> Start:
    return [
        {
            terms.index[one]: terms.table[number]
            for one, number in sorted(terms.problem.announced.get(r, {}).items())
            if one in terms.index and number in terms.table
        }
        for r in terms.rounds
    ]


def _seat_round(
    board: Board, r: int, wanted: dict[int, int], met: Ints, been: Ints, rng: random.Random
) -> dict[int, int]:
    """Fixed people first, then wishes as far as there is room, the others at the cheapest free chair."""
    rooms = board.terms.rooms[r]
    present = [i for i in range(board.terms.people) if board.terms.present[r, i]]
    seats: dict[int, int] = {}
    company: dict[int, list[int]] = {t: [] for t in rooms}
    part = _parts(board.terms, rooms)
    people = board.terms.problem.people
    spare = Counter(people[i].mode if len(set(part.values())) > 1 else MIXED for i in present)
    for t, each in rooms.items():
        spare[part[t]] -= each.least

    def sit(i: int, t: int) -> None:
        spare[part[t]] -= len(company[t]) >= rooms[t].least
        company[t].append(i)
        seats[i] = t

    def has_room(t: int) -> bool:
        size = len(company[t])
        return size < rooms[t].least or (size < rooms[t].most and spare[part[t]] > 0)

    for i in present:
        if board.terms.fixed[r, i]:
            number = board.terms.problem.people[i].fixed_table(r)
            assert number is not None
            sit(i, board.terms.table[number])
    for i, t in wanted.items():
        if board.terms.present[r, i] and i not in seats and t in rooms and has_room(t):
            sit(i, t)
    others = [i for i in present if i not in seats]
    rng.shuffle(others)
    others.sort(key=lambda i: (not board.terms.wish[r, :, i].any(), board.speech.company[i]))
    for i in others:
        free = [t for t in rooms if has_room(t)] or [t for t in rooms if len(company[t]) < rooms[t].most]
        if free:
            costs = _costs(board, r, i, free, company, met, been)
            sit(i, free[int(np.argmin(costs))])
    return seats


def _parts(terms: Terms, rooms: Mapping[int, Room]) -> dict[int, str]:
    """Which tables have a number of people of their own: on site and remote apart if no table takes both."""
    modes = {t: terms.problem.tables[t].mode for t in rooms}
    return modes if {*modes.values()} == {ONSITE, REMOTE} else dict.fromkeys(rooms, MIXED)


def _costs(
    board: Board,
    r: int,
    i: int,
    free: list[int],
    company: dict[int, list[int]],
    met: np.ndarray,
    been: np.ndarray,
) -> Costs:
    """What it costs to seat person i at each of the free tables, as far as is known now."""
    tables = np.array(free)
    costs = board.terms.wish[r, tables, i] + board.terms.returns[i, tables] * (been[i, tables] >= 1)
    near = board.terms.repeats[i] * (met[i] >= 1) + board.terms.likes[i]
    costs += [near[company[t]].sum() + 0.01 * len(company[t]) for t in free]
    if not board.speech.matters:
        return np.asarray(costs)
    chairs = np.full((len(free), board.terms.chairs + 1), board.terms.nobody)
    for k, t in enumerate(free):
        chairs[k, : len(company[t])] = company[t]
    before = board.speech.cost(chairs, tables)
    chairs[:, -1] = i
    return np.asarray(costs + board.speech.cost(chairs, tables) - before)

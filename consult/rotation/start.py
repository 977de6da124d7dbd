"""A first seating to improve on: as announced, else by construction, the rest at the best free chair."""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy as np

from consult.rotation.board import Board, Start
from consult.rotation.construct import rotate
from consult.rotation.problem import MIXED, ONSITE, REMOTE
from consult.rotation.terms import ISOLATED, RETURN, Costs, Ints


def seat_everybody(board: Board, rng: random.Random) -> Start:
    """Seat all present people of all rounds to come within the rooms of the tables."""
    problem = board.terms.problem
    wanted = _announced(board) if problem.announced or board.terms.first else _constructed(board, rng)
    met, been = board.terms.met_before.copy(), board.terms.been_before.copy()
    found: Start = []
    for r in board.terms.rounds:
        seats = _seat_round(board, r, wanted[r - board.terms.first], met, been, rng)
        found.append(seats)
        who, at = np.array(list(seats), dtype=np.int64), np.array(list(seats.values()), dtype=np.int64)
        met[np.ix_(who, who)] += at[:, None] == at[None, :]
        been[who, at] += 1
    return found


def _announced(board: Board) -> Start:
    return [
        {
            board.terms.index[person_id]: board.terms.table[number]
            for person_id, number in sorted(board.terms.problem.announced.get(r, {}).items())
            if person_id in board.terms.index and number in board.terms.table
        }
        for r in board.terms.rounds
    ]


def _constructed(board: Board, rng: random.Random) -> Start:
    """Seats of travellers by construction; on site and remote apart if no table takes both."""
    problem = board.terms.problem
    found: Start = [{} for _ in range(problem.rounds)]
    if not found:
        return found
    used = set.intersection(*({*board.terms.rooms[r]} for r in range(problem.rounds)))
    modes = {problem.tables[t].mode for t in used}
    parts = [{ONSITE}, {REMOTE}] if modes == {ONSITE, REMOTE} else [{ONSITE, REMOTE}]
    for part in parts:
        tables = sorted(t for t in used if problem.tables[t].mode in {*part, MIXED} or len(parts) == 1)
        travellers = [
            i
            for i, person in enumerate(problem.people)
            if person.host_table is None and person.mode in part and board.terms.present[:, i].any()
        ]
        seats = _rotated(len(travellers), len(tables), problem.rounds)
        for i, path in _paths(board, travellers, tables, seats, rng):
            for r, t in enumerate(path):
                found[r][i] = t
    return found


def _rotated(travellers: int, tables: int, rounds: int) -> list[list[int]]:
    """The construction for all travellers, or for the most that fill whole rows."""
    while travellers > 0 and tables:
        seats = rotate(travellers, tables, rounds)
        if seats is not None:
            return seats
        travellers = (travellers - 1) // tables * tables
    return []


def _paths(
    board: Board, travellers: list[int], tables: list[int], seats: list[list[int]], rng: random.Random
) -> Iterable[tuple[int, list[int]]]:
    """Give each traveller a path through the tables, people with pins first and one that suits them."""
    paths = [[tables[t] for t in path] for path in zip(*seats, strict=True)]
    rng.shuffle(paths)
    people = board.terms.problem.people
    pinned = [i for i in travellers if people[i].pins]
    for i in pinned:
        if paths:
            pins = [(r, board.terms.table[t]) for r, t in people[i].pins.items() if r < board.terms.problem.rounds]
            fits = [sum(path[r] == t for r, t in pins) for path in paths]
            best = fits.index(max(fits))
            yield i, paths.pop(best)
    yield from zip((i for i in travellers if not people[i].pins), paths, strict=False)


def _seat_round(
    board: Board, r: int, wanted: dict[int, int], met: Ints, been: Ints, rng: random.Random
) -> dict[int, int]:
    """Fixed people first, then wishes as far as there is room, the others at the cheapest free chair."""
    rooms = board.terms.rooms[r]
    present = [i for i in range(board.terms.people) if board.terms.present[r, i]]
    seats: dict[int, int] = {}
    company: dict[int, list[int]] = {t: [] for t in rooms}
    spare = len(present) - sum(each.least for each in rooms.values())

    def sit(i: int, t: int) -> None:
        nonlocal spare
        spare -= len(company[t]) >= rooms[t].least
        company[t].append(i)
        seats[i] = t

    def has_room(t: int) -> bool:
        size = len(company[t])
        return size < rooms[t].least or (size < rooms[t].most and spare > 0)

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
    speaks = board.speech.speaks
    company_of = speaks.sum(axis=1) @ speaks
    others.sort(key=lambda i: (not board.terms.wish[r, i].any(), int(company_of[i])))
    for i in others:
        free = [t for t in rooms if has_room(t)] or [t for t in rooms if len(company[t]) < rooms[t].most]
        if free:
            costs = _costs(board, r, i, free, company, met, been)
            sit(i, free[int(np.argmin(costs))])
    return seats


def _costs(
    board: Board, r: int, i: int, free: list[int], company: dict[int, list[int]], met: np.ndarray, been:
    np.ndarray
) -> Costs:
    """What it costs to seat person i at each of the free tables, as far as is known now."""
    tables = np.array(free)
    costs = board.terms.wish[r, i, tables] + RETURN * board.terms.travels[i] * (been[i, tables] >= 1)
    near = board.terms.repeats[i] * (met[i] >= 1) + board.terms.likes[i]
    costs += [near[company[t]].sum() + 0.01 * len(company[t]) for t in free]
    if not board.speech.matters:
        return np.asarray(costs)
    before = np.full((board.terms.chairs + 1, len(free)), board.terms.nobody)
    for k, t in enumerate(free):
        before[: len(company[t]), k] = company[t]
    after = before.copy()
    after[-1] = i
    alone = np.array([ISOLATED / 2 if not company[t] else np.inf for t in free])
    change = board.speech.cost(after, tables) - board.speech.cost(before, tables)
    return np.asarray(costs + np.minimum(change, alone))

"""Nobody without anybody to talk to: the last exchanges of a plan, where this is wished (`Problem.nobody_alone`).

The search prices whoever does not follow the language of their table. Most of them still have a neighbour they can
talk to; somebody who has none is worse off than the numbers say. For them the cheapest exchange is made that
leaves fewer people alone, even if people meet again for it, but nobody returns to a table.
"""

from __future__ import annotations

import numpy as np

from consult.rotation.board import Board
from consult.rotation.measure import isolated_at
from consult.rotation.moves import exchange_costs
from consult.rotation.terms import RETURN

MOST_TRIED = 400
"""Exchanges looked at for one table, the cheapest first."""


def befriend(board: Board) -> None:
    """Exchange people until nobody is alone at their table, or no exchange helps."""
    for r in board.terms.rounds:
        for t in board.terms.rooms[r]:
            while alone(board, r, t) and _exchange(board, r, t):
                pass


def alone(board: Board, r: int, t: int) -> int:
    """How many people at a table in a round share no language with anybody there."""
    return _alone_among(board, t, board.chairs[r, t].tolist())


def _alone_among(board: Board, t: int, ids: list[int]) -> int:
    problem = board.terms.problem
    company = [problem.people[i] for i in ids if i < board.terms.people]
    return len(isolated_at(problem.tables[t], company))


def _exchange(board: Board, r: int, t: int) -> bool:
    """The cheapest exchange with this table that leaves fewer people alone; whether there was one."""
    size = board.terms.chairs
    spots = t * size + np.flatnonzero(~board.locked[r, t])
    if not len(spots):
        return False
    costs = exchange_costs(board, r, spots)
    for place in np.argsort(costs, axis=None, kind="stable")[:MOST_TRIED].tolist():
        row, other = divmod(place, costs.shape[1])
        if costs[row, other] >= RETURN:
            return False
        if _helps(board, r, int(spots[row]), other):
            board.cost += float(costs[row, other])
            board.swap(r, spots[[row]], np.array([other]))
            return True
    return False


def _helps(board: Board, r: int, one: int, other: int) -> bool:
    """Whether fewer are alone after the exchange of two spots, and neither person returns to a table by it."""
    size, chairs = board.terms.chairs, board.chairs[r]
    a, b = one // size, other // size
    here, there = chairs[a].tolist(), chairs[b].tolist()
    p, q = here[one % size], there[other % size]
    if _returns(board, p, b) or _returns(board, q, a):
        return False
    before = _alone_among(board, a, here) + _alone_among(board, b, there)
    here[one % size], there[other % size] = q, p
    return _alone_among(board, a, here) + _alone_among(board, b, there) < before


def _returns(board: Board, i: int, t: int) -> bool:
    return bool(board.terms.returns[i, t] >= RETURN and board.been[i, t])

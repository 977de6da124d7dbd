"""The two moves of the search, each priced against all its alternatives at once and drawn with a heat bath.

Good exchanges are drawn more likely than bad ones, staying put among them. Exchanges of disjoint pairs of tables in
one round do not touch each other's costs, so several are made in one go.
"""

from __future__ import annotations

import math
import random
from itertools import combinations

import numpy as np

from consult.rotation.board import JOIN, Board
from consult.rotation.terms import REPEAT, Costs, Ints

FOCUS = 0.8
"""How often only those are asked to move who cost at least a repeated meeting, rather than anything."""
TABLES_AT_A_TIME = 3
"""One of so many tables may send somebody at a time: more would mostly get in each other's way."""
BLOCK = 1 << 16


class Dice:
    """Seeded chance: a choice of one, evenly spread numbers, Gumbel noise from a rounded table of its quantiles.

    The rounding makes a seed give the same noise on any machine.
    """

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)  # noqa: S311
        self._draw = np.random.Generator(np.random.PCG64(abs(seed)))
        quantiles = [-math.log(-math.log((k + 0.5) / 4096)) for k in range(4096)]
        self._table = np.round(np.array(quantiles), 3).astype(np.float32)
        self._noise = self._even = self._table[:0]

    def noise(self, *shape: int) -> Costs:
        """Draws of Gumbel noise, to three decimals."""
        count = math.prod(shape)
        if count > len(self._noise):
            self._noise = self._table[self._draw.integers(0, 4096, size=BLOCK + count)]
        drawn, self._noise = self._noise[:count], self._noise[count:]
        return drawn.reshape(shape)

    def even(self, *shape: int) -> Costs:
        """Numbers from 0 to below 1."""
        count = math.prod(shape)
        if count > len(self._even):
            self._even = self._draw.random(BLOCK + count, dtype=np.float32)
        drawn, self._even = self._even[:count], self._even[count:]
        return drawn.reshape(shape)


def exchange(board: Board, r: int, heat: float, dice: Dice) -> bool:
    """Let one person of every table with something to complain about in round r exchange places with anybody.

    Returns whether there was anybody to ask.
    """
    spots = complaining(board, r, dice)
    if not len(spots):
        return False
    costs = exchange_costs(board, r, spots)
    rows = np.arange(len(spots))
    costs[rows, spots] = 0
    chosen = (costs / np.float32(heat) - dice.noise(*costs.shape)).argmin(axis=1)
    size = board.terms.chairs
    used: set[int] = set()
    kept = []
    for row, (a, b) in enumerate(zip((spots // size).tolist(), (chosen // size).tolist(), strict=True)):
        if a != b and a not in used and b not in used:
            used |= {a, b}
            kept.append(row)
    if kept:
        board.cost += float(costs[kept, chosen[kept]].sum(dtype=np.float64))
        board.swap(r, spots[kept], chosen[kept])
    return True


def complaining(board: Board, r: int, dice: Dice) -> Ints:
    """The spots of people who cost something, one for each of at most a third of the tables, in any order."""
    chairs, terms = board.chairs[r], board.terms
    pains = board.leave(r) + board.language[r][:, None] + terms.parted[r][chairs]
    pains[board.locked[r] | (chairs >= terms.people)] = 0
    asked = pains >= (REPEAT if dice.choose.random() < FOCUS else 1)
    if not asked.any():
        asked = pains >= 1
    draws = dice.even(*chairs.shape) * asked
    chair = draws.argmax(axis=1)
    highest = draws[board.columns[:, 0], chair]
    tables = np.argsort(-highest, kind="stable")[: max(1, terms.tables // TABLES_AT_A_TIME)]
    tables = tables[highest[tables] > 0]
    spots: Ints = tables * terms.chairs + chair[tables]
    return spots


def exchange_costs(board: Board, r: int, spots: Ints) -> Costs:
    """By how much the cost changes if whoever sits on each of `spots` [m] swaps with each of all spots [m, S].

    Infinite where that cannot be.
    """
    terms, chairs = board.terms, board.chairs[r]
    here = chairs.ravel()
    p, a = here[spots], spots // terms.chairs
    join = board.pair[JOIN]
    meets = join[p][:, here].reshape(len(p), *chairs.shape)
    theirs = meets @ board.ones + board.enter[r][:, p].T
    ours = join[chairs[a]].sum(axis=1) + board.enter[r][a]
    leave = board.leave(r)
    costs: Costs = theirs[:, :, None] - 2 * meets - leave
    if board.speech.matters:
        instead = board.instead[r]
        kind = board.speech.kind
        costs += instead[kind[p]] - board.language[r][:, None]
        costs += instead.reshape(len(instead), -1)[:, spots].T[:, kind[chairs]]
        costs -= board.language[r, a][:, None, None]
    costs[:, board.locked[r]] = np.inf
    costs[np.arange(len(p)), a] = np.inf
    costs = costs.reshape(len(p), -1)
    costs += ours[:, here] - leave.ravel()[spots][:, None]
    full = board.empty[r, a] >= board.slack[r, a]
    if terms.ghosts and full.any():
        costs[full[:, None] & (here >= terms.people)] = np.inf
    return costs


def parties(board: Board) -> list[Ints]:
    """Who belongs together: the people of each chain of pairs, as far as one table holds them."""
    found: list[Ints] = []
    seen: set[int] = set()
    for i in range(board.terms.people):
        if board.terms.partners[i] and i not in seen:
            chain = [i]
            for one in chain:
                chain += [other for other in board.terms.partners[one] if other not in chain]
            seen |= {*chain}
            if len(chain) < board.terms.chairs:
                found.append(np.array(chain))
    return found


def move_party(board: Board, r: int, party: Ints, heat: float, dice: Dice) -> None:
    """Take people who sit together to another table, in exchange for as many from there."""
    terms, size = board.terms, board.terms.chairs
    spots = board.spot[r, party]
    if (spots < 0).any() or np.ptp(spots // size) or terms.fixed[r, party].any():
        return
    a = int(spots[0]) // size
    choices = np.array(list(combinations(range(size), len(party))))
    costs = party_costs(board, r, party, a, choices)
    drawn = costs / np.float32(heat) - dice.noise(*costs.shape)
    k = int(drawn.argmin())
    if not drawn.flat[k] < -dice.noise(1)[0]:
        return
    b, choice = divmod(k, len(choices))
    board.cost += float(costs[b, choice])
    for one, other in zip(spots, b * size + choices[choice], strict=True):
        board.swap(r, np.array([one]), np.array([other]))


def party_costs(board: Board, r: int, party: Ints, a: int, choices: Ints) -> Costs:
    """By how much the cost changes if `party` [n] leaves table a for another, where they swap with the people of one
    of `choices` [c, n] of chairs: [T, c]. Infinite where that cannot be."""
    terms, chairs, speech = board.terms, board.chairs[r], board.speech
    join, stay = board.pair
    rest = chairs[a][~(chairs[a][:, None] == party).any(axis=1)]
    meets = join[party].sum(axis=0)[chairs]
    each = join[rest].sum(axis=0)[chairs] + board.enter[r][a][chairs] - meets - board.leave(r)
    each[board.locked[r]] = np.inf
    each[a] = np.inf
    costs: Costs = each[:, choices].sum(axis=2)
    for one, other in combinations(choices.T, 2):
        costs += 2 * stay[chairs[:, one], chairs[:, other]]
    arriving = meets.sum(axis=1) + board.enter[r][:, party].sum(axis=1)
    leaving = board.leave(r).ravel()[board.spot[r, party]].sum() - stay[np.ix_(party, party)].sum()
    costs += (arriving - leaving)[:, None]
    if speech.matters:
        costs += speech.after_party(chairs, a, party, choices)
        costs -= board.language[r, a] + board.language[r][:, None]
    ghosts = (chairs >= terms.people)[:, choices].sum(axis=2)
    costs[ghosts > board.slack[r, a] - board.empty[r, a]] = np.inf
    return costs

"""Improve a seating by exchanging people: focused heat-bath search.

Again and again: pick somebody who costs something in some round, price the exchange with everybody else
(empty chairs included) in a few vector operations, and draw one of them, good ones more likely, staying put
among them. The temperature falls while the budget is spent. Two larger moves: exchange the whole paths of
two people, which keeps all repeats and returns as they are and mixes languages and groups anew; and move a
pair that wants to stay together. The budget is counted in steps, not seconds, and noise comes from a
rounded table: a seed gives one plan anywhere.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from consult.rotation.board import Board
from consult.rotation.terms import REPEAT, Costs, Flags, Ints

WARM, COLD = 4.0, 0.3
"""First and last temperature; with announced seats the search starts at GENTLE so as not to stir them all."""
GENTLE = 0.8


class View(NamedTuple):
    """One round: who is here [K] (ghosts too), at which table [K], and with whom [K, C]."""

    round_index: int
    here: Ints
    at: Ints
    mates: Ints


class Dice:
    """Seeded chance: a choice of one, and Gumbel noise from a rounded table of its quantiles."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)  # noqa: S311
        self._draw = np.random.Generator(np.random.PCG64(abs(seed)))
        quantiles = [-math.log(-math.log((k + 0.5) / 4096)) for k in range(4096)]
        self._table = np.round(np.array(quantiles), 3)
        self._block, self._next = self._table[:0], 0

    def noise(self, count: int) -> Costs:
        """`count` draws of Gumbel noise, to three decimals."""
        if self._next + count > len(self._block):
            self._block = self._table[self._draw.integers(0, 4096, size=65_536 + count)]
            self._next = 0
        self._next += count
        return self._block[self._next - count : self._next]


def looks(board: Board, steps: int) -> int:
    """How many exchanges a budget of steps buys: fewer for small cafés, and for crowds at large tables."""
    present = board.terms.present[board.terms.first :].sum(axis=1)
    work = int(present.max(initial=1)) * board.terms.chairs
    return int(steps * min(0.5, max(0.05, int(present.sum()) / 1100)) * min(1.0, 4_000 / max(1, work)))


def improve(board: Board, dice: Dice, steps: int, cancelled: Callable[[], bool] | None = None) -> int:
    """Search from the seating on the board and leave the best one found there. Returns the steps used."""
    budget = looks(board, steps)
    rounds = board.terms.rounds
    warm = GENTLE if board.terms.problem.announced else WARM
    trails = _exchangeable(board)
    best, best_cost = board.seat.copy(), board.cost
    quiet = done = 0
    while done < budget and board.cost > 0 and quiet < 2 * len(rounds):
        if cancelled is not None and done % 32 == 0 and cancelled():
            break
        heat = warm * (COLD / warm) ** (done / budget)
        done += 1
        view = look(board, rounds[done % len(rounds)])
        p = _somebody(board, view, dice.choose)
        quiet = 0 if p is not None else quiet + 1
        if p is None:
            continue
        if board.terms.partners[p] and dice.choose.random() < 0.5:
            _move_pair(board, view, p, heat, dice)
        elif trails[p] >= 0 and dice.choose.random() < 0.1:
            done += len(rounds) - 1
            _exchange_paths(board, p, trails, heat, dice)
        else:
            _exchange(board, view, p, heat, dice)
        if board.cost < best_cost:
            best, best_cost = board.seat.copy(), board.cost
    board.refill(best)
    return min(steps, -(-done * steps // budget)) if budget else 0


def look(board: Board, r: int) -> View:
    """The round as it stands."""
    here = np.flatnonzero(board.seat[r] >= 0)
    at = board.seat[r, here]
    return View(r, here, at, board.chairs[r][:, at])


def exchange_costs(board: Board, view: View, p: int, *, whole_paths: bool = False) -> Costs:
    """By how much the cost changes if p swaps with each of `view.here`, [K]; meaningless for p's own table.

    With `whole_paths` repeats and returns are left out, because exchanging two paths does not change them.
    """
    r, here, at, mates = view
    terms = board.terms
    a = int(board.seat[r, p])
    row = board.chairs[r, :, a]
    others = np.where(row == p, terms.nobody, row)
    join, stay = (terms.likes, terms.likes) if whole_paths else (board.join, board.stay)
    meets = join[p, here]
    costs: Costs = np.bincount(at, weights=meets, minlength=terms.tables)[at] - meets
    costs += join[others[:, None], here].sum(axis=0) - stay[mates, here].sum(axis=0)
    wish = terms.wish[r]
    costs += wish[p, at] + wish[here, a] - wish[here, at]
    costs -= wish[p, a] + stay[p, row].sum()
    if not whole_paths:
        costs += board.back[p, at] + board.back[here, a]
        costs -= terms.returns[here] * (board.been[here, at] >= 2)
        costs -= terms.returns[p] * (board.been[p, a] >= 2)
    if board.speech.matters:
        mine, theirs = board.speech.after(r, p, row, here, at, mates, a)
        costs += mine + theirs - board.language[r, a] - board.language[r, at]
    return costs


def _somebody(board: Board, view: View, chance: random.Random) -> int | None:
    """Somebody who could move and costs something in this round, preferably something that matters."""
    r, here, at, mates = view
    pains = board.stay[mates, here].sum(axis=0) + board.terms.wish[r, here, at] + board.terms.parted[r, here]
    pains += board.terms.returns[here] * (board.been[here, at] >= 2) + board.language[r, at]
    pains[board.terms.fixed[r, here] | (here >= board.terms.people)] = 0
    found = np.flatnonzero(pains >= REPEAT)
    if not len(found) or chance.random() < 0.2:
        found = np.flatnonzero(pains > 0)
    return int(here[found[chance.randrange(len(found))]]) if len(found) else None


def _partner_places(board: Board, view: View, p: int) -> Flags:
    """Which of `view.here` p may swap with in this round, [K]."""
    r, here, at, _ = view
    a = int(board.seat[r, p])
    allowed: Flags = (at != a) & ~board.terms.fixed[r, here]
    if board.empty[r, a] >= board.slack[r, a]:
        allowed &= here < board.terms.people
    return allowed


def _exchange(board: Board, view: View, p: int, heat: float, dice: Dice) -> None:
    costs = exchange_costs(board, view, p)
    costs[~_partner_places(board, view, p)] = np.inf
    costs[np.searchsorted(view.here, p)] = 0
    k = int(np.argmin(costs / heat - dice.noise(len(costs))))
    q = int(view.here[k])
    if q != p:
        board.swap(view.round_index, p, q)
        board.cost += float(costs[k])


def _exchangeable(board: Board) -> Ints:
    """For each person the people whose path theirs may be exchanged with, as a mark [P]; -1 for nobody.

    Free travellers who are there in all rounds to come and have sat at the same tables in all past ones: then such
    an exchange gives both what the other would have had, repeats and returns included.
    """
    terms = board.terms
    free = terms.present[terms.first :].all(axis=0) & ~terms.fixed[:, : terms.people].any(axis=0)
    free &= terms.returns[: terms.people] > 0
    free &= np.array([not partners for partners in terms.partners[: terms.people]], dtype=bool)
    sat: dict[tuple[int | None, ...], int] = {}
    marks = np.full(terms.all, -1)
    for i in np.flatnonzero(free):
        person_id = terms.problem.people[i].id
        trail = tuple(seats.get(person_id) for seats in terms.problem.past)
        marks[i] = sat.setdefault(trail, len(sat))
    return marks


def _exchange_paths(board: Board, p: int, marks: Ints, heat: float, dice: Dice) -> None:
    costs = np.where(marks == marks[p], 0.0, np.inf)
    for r in board.terms.rounds:
        view = look(board, r)
        apart = view.at != board.seat[r, p]
        costs[view.here[apart]] += exchange_costs(board, view, p, whole_paths=True)[apart]
    q = int(np.argmin(costs / heat - dice.noise(len(costs))))
    if q == p:
        return
    for r in board.terms.rounds:
        if board.seat[r, p] != board.seat[r, q]:
            board.swap(r, p, q)
    board.cost += float(costs[q])


def _move_pair(board: Board, view: View, p: int, heat: float, dice: Dice) -> None:
    """Take p to another table and a partner after them; undone unless it pays at this temperature."""
    r = view.round_index
    chosen = board.terms.partners[p][dice.choose.randrange(len(board.terms.partners[p]))]
    costs = exchange_costs(board, view, p)
    allowed = _partner_places(board, view, p)
    allowed[np.isin(view.here, board.terms.partners[p])] = False
    if not allowed.any() or board.terms.fixed[r, chosen] or not board.terms.present[r, chosen]:
        return
    costs[~allowed] = np.inf
    k = int(np.argmin(costs / heat - dice.noise(len(costs))))
    q, before = int(view.here[k]), board.cost
    board.swap(r, p, q)
    board.cost += float(costs[k])
    after = look(board, r)
    costs = exchange_costs(board, after, chosen)
    allowed = _partner_places(board, after, chosen) & (after.at == board.seat[r, p]) & (after.here != p)
    second = None
    if allowed.any():
        costs[~allowed] = np.inf
        k = int(np.argmin(costs / heat - dice.noise(len(costs))))
        second = int(after.here[k])
        board.swap(r, chosen, second)
        board.cost += float(costs[k])
    if (board.cost - before) / heat > float(dice.noise(1)[0]):
        if second is not None:
            board.swap(r, chosen, second)
        board.swap(r, p, q)
        board.cost = before

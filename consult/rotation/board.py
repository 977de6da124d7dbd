"""The seating as arrays, with the books the search keeps: who met whom, who was where, what it costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from consult.rotation.problem import Problem
from consult.rotation.speech import Speech
from consult.rotation.terms import Costs, Ints, Terms

Start = list[dict[int, int]]
"""Person index → table index, for each round to come."""


class Board:
    """A seating of all rounds to come that can be changed by swaps, with its cost.

    Shapes: P people + ghosts + nobody, T tables, R rounds, C chairs of the largest table.
    seat [R, P] table index or -1; chairs [R, C, T] who sits there; met [P, P] and been [P, T] counts over all
    rounds, past included; join, stay [P, P] the cost of a pair if it came to one table, and while it is at one;
    back [P, T] the cost of one more visit; language [R, T] the cost of a table's languages;
    empty [R, T] free chairs, slack [R, T] how many a table may have.
    """

    def __init__(self, problem: Problem) -> None:
        self.terms = terms = Terms(problem)
        self.speech = Speech(problem, terms)
        shape = (problem.rounds, terms.tables)
        self.seat: Ints = np.full((problem.rounds, terms.all), -1)
        self.chairs: Ints = np.full((problem.rounds, terms.chairs, terms.tables), terms.nobody)
        self.slack: Ints = np.zeros(shape, dtype=np.int64)
        self.empty: Ints = np.zeros(shape, dtype=np.int64)
        self.language: Costs = np.zeros(shape)
        self.cost = 0.0

    def fill(self, start: Start) -> None:
        """Sit everybody down, within the rooms of the tables, and open the books."""
        terms = self.terms
        self.seat[:], self.chairs[:] = -1, terms.nobody
        for r, seats in zip(terms.rounds, start, strict=True):
            ghost = terms.people
            for i, t in seats.items():
                self.seat[r, i] = t
            for t, each in terms.rooms[r].items():
                sitting = np.flatnonzero(self.seat[r, : terms.people] == t)
                self.chairs[r, : len(sitting), t] = sitting
                self.slack[r, t] = each.most - each.least
                self.empty[r, t] = each.most - len(sitting)
                for chair in range(len(sitting), each.most):
                    self.chairs[r, chair, t] = ghost
                    self.seat[r, ghost] = t
                    ghost += 1
        self._count()

    def refill(self, seat: Ints) -> None:
        """Go back to a seating copied from `seat` earlier."""
        terms = self.terms
        rows = [seat[r, : terms.people] for r in terms.rounds]
        self.fill([{int(i): int(row[i]) for i in np.flatnonzero(row >= 0)} for row in rows])

    def swap(self, r: int, p: int, q: int) -> None:
        """Let p and q (either may be a ghost) change places in round r and bring the books up to date."""
        a, b = int(self.seat[r, p]), int(self.seat[r, q])
        at_a, at_b = self.chairs[r, :, a], self.chairs[r, :, b]
        chair_p, chair_q = int(np.flatnonzero(at_a == p)[0]), int(np.flatnonzero(at_b == q)[0])
        at_a[chair_p] = at_b[chair_q] = self.terms.nobody
        for who, old, new in ((p, at_a, at_b), (q, at_b, at_a)):
            self.met[who, old] -= 1
            self.met[old, who] -= 1
            self.met[who, new] += 1
            self.met[new, who] += 1
        self.been[[p, q], [a, b]] -= 1
        self.been[[p, q], [b, a]] += 1
        near = np.concatenate([at_a, at_b])
        for who in (p, q):
            self._price(who, near)
            self.back[who] = self.terms.returns[who] * (self.been[who] >= 1)
        at_a[chair_p], at_b[chair_q] = q, p
        self.seat[r, p], self.seat[r, q] = b, a
        ghostly = int(p >= self.terms.people) - int(q >= self.terms.people)
        self.empty[r, a] -= ghostly
        self.empty[r, b] += ghostly
        if self.speech.matters:
            both = np.array([a, b])
            self.language[r, both] = self.speech.listen(r, self.chairs[r][:, both], both)

    def total(self) -> float:
        """The cost of the whole seating, counted anew."""
        terms = self.terms
        cost = float(self.language.sum()) + terms.constant
        cost += float((terms.repeats * np.maximum(self.met - 1, 0)).sum()) / 2
        cost += float((terms.returns[:, None] * np.maximum(self.been - 1, 0)).sum())
        for r in terms.rounds:
            here = np.flatnonzero(self.seat[r, : terms.people] >= 0)
            at = self.seat[r, here]
            cost += float(terms.wish[r, here, at].sum())
            cost += float(terms.likes[here, self.chairs[r][:, at]].sum()) / 2
        return cost

    def result(self) -> tuple[Mapping[int, int], ...]:
        """Person id → table number per round, past rounds as they were given."""
        terms = self.terms
        people = terms.problem.people
        return terms.problem.past + tuple(
            {people[i].id: terms.number[self.seat[r, i]] for i in range(terms.people) if self.seat[r, i] >= 0}
            for r in terms.rounds
        )

    def _count(self) -> None:
        """Open the books for the seats as they are."""
        terms = self.terms
        self.met: Ints = terms.met_before.copy()
        self.been: Ints = terms.been_before.copy()
        for r in terms.rounds:
            here = np.flatnonzero(self.seat[r] >= 0)
            at = self.seat[r, here]
            self.been[here, at] += 1
            self.met[np.ix_(here, here)] += at[:, None] == at[None, :]
            if self.speech.matters:
                self.language[r] = self.speech.listen(r, self.chairs[r], np.arange(terms.tables))
        np.fill_diagonal(self.met, terms.met_before.diagonal())
        self.join: Costs = terms.repeats * (self.met >= 1) + terms.likes
        self.stay: Costs = terms.repeats * (self.met >= 2) + terms.likes
        self.back: Costs = terms.returns[:, None] * (self.been >= 1)
        self.cost = self.total()

    def _price(self, who: int, near: Ints) -> None:
        met = self.met[who, near]
        likes, repeats = self.terms.likes[who, near], self.terms.repeats[who, near]
        self.join[who, near] = self.join[near, who] = repeats * (met >= 1) + likes
        self.stay[who, near] = self.stay[near, who] = repeats * (met >= 2) + likes

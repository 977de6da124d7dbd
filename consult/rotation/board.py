"""The seating as arrays, with the books the search keeps: who met whom, who was where, what it costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from consult.rotation.problem import Problem
from consult.rotation.speech import Speech
from consult.rotation.terms import CHANGE, Costs, Flags, Ints, Terms

Start = list[dict[int, int]]
"""Person index → table index, for each round to come."""

JOIN, STAY = 0, 1


class Board:
    """A seating of all rounds to come that can be changed by swaps, with its cost.

    Shapes: P people + ghosts + nobody, T tables, R rounds, C chairs of the largest table, K kinds of speakers. A spot
    is a chair by number, table · C + chair; S = T · C of them.
    columns [T, 1] and ones [C] are constants: a product with `ones` is a fast sum over the people of a table;
    chairs [R, T, C] who sits there; spot [R, P] where, or -1; met [P, P] and been [P, T] counts over all rounds, past
    included; pair [2, P, P] the cost of a pair if it came to one table (JOIN), and while it is at one (STAY);
    enter [R, T, P] the cost of coming to a table, company and language apart; language [R, T] the cost of a table's
    languages, instead [R, K, T, C] the same with another kind of speaker on a chair; empty [R, T] free chairs,
    slack [R, T] how many a table may have; locked [R, T, C] chairs whose people may not be moved, or no chairs.
    """

    def __init__(self, problem: Problem, change: float = CHANGE) -> None:
        self.terms = terms = Terms(problem, change)
        self.speech = Speech(problem, terms)
        shape = (problem.rounds, terms.tables)
        self.columns = np.arange(terms.tables)[:, None]
        self.ones: Costs = np.ones(terms.chairs, dtype=np.float32)
        self.chairs: Ints = np.full((*shape, terms.chairs), terms.nobody)
        self.spot: Ints = np.full((problem.rounds, terms.all), -1)
        self.slack: Ints = np.zeros(shape, dtype=np.int64)
        self.empty: Ints = np.zeros(shape, dtype=np.int64)
        self.language: Costs = np.zeros(shape, dtype=np.float32)
        self.instead: Costs = np.zeros(
            (problem.rounds, len(self.speech.follows), *shape[1:], terms.chairs),
            dtype=np.float32,
        )
        self.likes = terms.likes
        self.cost = 0.0

    def fill(self, start: Start) -> None:
        """Sit everybody down, within the rooms of the tables, and open the books."""
        terms = self.terms
        chairs = np.full_like(self.chairs, terms.nobody)
        for r, seats in zip(terms.rounds, start, strict=True):
            ghost = terms.people
            company: dict[int, list[int]] = {t: [] for t in terms.rooms[r]}
            for i, t in sorted(seats.items()):
                company[t].append(i)
            for t, each in terms.rooms[r].items():
                free = each.most - len(company[t])
                chairs[r, t, : each.most] = [*company[t], *range(ghost, ghost + free)]
                self.slack[r, t] = each.most - each.least
                ghost += free
        self.restore(chairs)

    def restore(self, chairs: Ints) -> None:
        """Go back to chairs copied earlier, and open the books for them."""
        terms = self.terms
        self.chairs = chairs.copy()
        self.spot[:] = -1
        self.met: Ints = terms.met_before.copy()
        self.been: Ints = terms.been_before.copy()
        for r in terms.rounds:
            spots = np.flatnonzero(self.chairs[r] != terms.nobody)
            here = self.chairs[r].ravel()[spots]
            at = spots // terms.chairs
            self.spot[r, here] = spots
            self.been[here, at] += 1
            self.met[np.ix_(here, here)] += at[:, None] == at[None, :]
            self.empty[r] = np.bincount(at[here >= terms.people], minlength=terms.tables)
            if self.speech.matters:
                self._listen(r, self.columns[:, 0])
        np.fill_diagonal(self.met, 0)
        self.locked: Flags = np.stack(
            [fixed[row] for fixed, row in zip(terms.fixed, self.chairs, strict=True)]
        )
        self.locked |= self.chairs == terms.nobody
        self.pair: Costs = self._pair_costs(self.met, terms.repeats, self.likes)
        self.enter: Costs = terms.wish + (terms.returns * (self.been >= 1)).T
        self._leave: dict[int, Costs] = {}
        self.cost = self.total()

    def attract(self, strength: float) -> None:
        """Reward every pair at a table that understands each other where few others would (`Terms.understood`)."""
        drawn = self.terms.understood * np.float32(strength)
        self.likes = self.terms.likes - drawn.astype(np.float32)
        self.restore(self.chairs)

    def swap(self, r: int, one: Ints, other: Ints) -> None:
        """Exchange who sits on the spots `one` [m] and `other` [m] in round r and bring the books up to date.

        No table may occur twice.
        """
        terms = self.terms
        chairs = self.chairs[r].reshape(-1)
        old, new = np.concatenate((one, other)), np.concatenate((other, one))
        who = chairs[old]
        left, come = old // terms.chairs, new // terms.chairs
        chairs[old] = terms.nobody
        mates = np.concatenate((self.chairs[r, left], self.chairs[r, come]), axis=1)
        row = who[:, None]
        met = self.met[row, mates]
        met[:, : terms.chairs] -= 1
        met[:, terms.chairs :] += 1
        self.met[row, mates] = self.met[mates, row] = met
        pair = self._pair_costs(met, terms.repeats[row, mates], self.likes[row, mates])
        self.pair[:, row, mates] = self.pair[:, mates, row] = pair
        self.been[who, left] -= 1
        self.been[who, come] += 1
        back = terms.returns[who] * (self.been[who] >= 1)
        self.enter[:, :, who] = terms.wish[:, :, who] + back.T
        chairs[new] = who
        self.spot[r, who] = new
        ghosts = who >= terms.people
        self.empty[r, left] -= ghosts
        self.empty[r, come] += ghosts
        if self.speech.matters:
            self._listen(r, left)
        self._leave.clear()

    def leave(self, r: int) -> Costs:
        """What everybody in round r costs where they are, languages apart, [T, C]."""
        if r not in self._leave:
            terms, chairs = self.terms, self.chairs[r]
            company = self.pair[STAY][chairs[:, :, None], chairs[:, None, :]] @ self.ones
            again = terms.returns[chairs, self.columns] * (self.been[chairs, self.columns] >= 2)
            self._leave[r] = company + again + terms.wish[r][self.columns, chairs]
        return self._leave[r]

    def total(self) -> float:
        """The cost of the whole seating, counted anew."""
        terms = self.terms
        cost = float(self.language.sum()) + terms.constant
        cost += float((terms.repeats * np.maximum(self.met - 1, 0)).sum(dtype=np.float64)) / 2
        cost += float((terms.returns * np.maximum(self.been - 1, 0)).sum(dtype=np.float64))
        for r in terms.rounds:
            chairs = self.chairs[r]
            cost += float(terms.wish[r][self.columns, chairs].sum(dtype=np.float64))
            cost += float(self.likes[chairs[:, :, None], chairs[:, None, :]].sum(dtype=np.float64)) / 2
        return cost

    def result(self) -> tuple[Mapping[int, int], ...]:
        """Person id → table number per round, past rounds as they were given."""
        terms = self.terms
        found = [
            {
                person.id: terms.number[spot // terms.chairs]
                for person, spot in zip(terms.problem.people, self.spot[r].tolist(), strict=False)
                if spot >= 0
            }
            for r in terms.rounds
        ]
        return (*terms.problem.past, *found)

    def _pair_costs(self, met: Ints, repeats: Costs, likes: Costs) -> Costs:
        pair: Costs = np.empty((2, *met.shape), dtype=np.float32)
        pair[JOIN] = repeats * (met >= 1) + likes
        pair[STAY] = repeats * (met >= 2) + likes
        return pair

    def _listen(self, r: int, tables: Ints) -> None:
        chairs = self.chairs[r, tables]
        self.instead[r][:, tables] = instead = self.speech.instead(chairs, tables)
        self.language[r, tables] = instead[self.speech.kind[chairs[:, 0]], np.arange(len(tables)), 0]

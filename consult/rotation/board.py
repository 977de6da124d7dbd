"""The seating as arrays, with the books the search keeps: who met whom, who was where, what it costs.

Indices instead of ids: people 0 … N-1, then `ghosts` (empty chairs that can be exchanged like people, so
that a move is a swap), then one `nobody` that fills the rows of small tables. All costs are whole numbers,
so that a seed gives the same plan everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from consult.rotation.problem import MIXED, Problem, pairs
from consult.rotation.sizes import Room, room

Ints = NDArray[np.int64]
Costs = NDArray[np.float64]
Flags = NDArray[np.bool_]

HARD, RETURN, ISOLATED, OUTSIDE, REPEAT, CHANGE, SAME_GROUP = 5_000.0, 100.0, 60.0, 25.0, 10.0, 2.0, 1.0
"""What a wrong mode or pair, a return to a table, … costs. In the order of the aims, except that a changed
seat weighs more than a pair of one group: mixing groups is no reason to send people elsewhere than they
were told."""


class Board:
    """A seating of all rounds that can be changed by swaps, with its cost.

    Shapes: P people + ghosts + nobody, T tables, R rounds, C chairs of the largest table, L languages.
    seat [R, P] table index or -1; chairs [R, T, C] who sits there; met [P, P] and been [P, T] counts over
    all rounds; join, stay [P, P] the cost of a pair if it came to one table, and while it is at one; wish
    [R, P, T] the cost of a person at a table apart from company and returns; language [R, T] the cost of a
    table's languages.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.first = len(problem.past)
        self.rooms = [room(problem, index) for index in range(self.first, problem.rounds)]
        self.index = {person.id: i for i, person in enumerate(problem.people)}
        self.number = [table.number for table in problem.tables]
        self.table = {number: t for t, number in enumerate(self.number)}
        self.people, self.tables = len(problem.people), len(problem.tables)
        present = [[person.present(r) for person in problem.people] for r in range(problem.rounds)]
        self.present: Flags = np.array(present, dtype=bool).reshape(problem.rounds, self.people)
        empty = [
            sum(each.most for each in rooms.values()) - int(self.present[self.first + k].sum())
            for k, rooms in enumerate(self.rooms)
        ]
        self.ghosts = max([0, *empty])
        self.all = self.people + self.ghosts + 1
        self.nobody = self.all - 1
        width = max([1, *(each.most for rooms in self.rooms for each in rooms.values())])
        shape = (problem.rounds, self.tables)
        self.seat: Ints = np.full((problem.rounds, self.all), -1)
        self.chairs: Ints = np.full((*shape, width), self.nobody)
        self.slack: Ints = np.zeros(shape, dtype=np.int64)
        self.empty: Ints = np.zeros(shape, dtype=np.int64)
        self.met: Ints = np.zeros((self.all, self.all), dtype=np.int64)
        self.been: Ints = np.zeros((self.all, self.tables), dtype=np.int64)
        self.language: Costs = np.zeros(shape)
        self._prepare_people(problem)
        self._prepare_past(problem)
        self._prepare_pairs(problem)
        self._prepare_wishes(problem)
        self.cost = 0.0

    def rooms_of(self, round_index: int) -> dict[int, Room]:
        """Table index → room, for the tables in use in a round to come."""
        return {self.table[number]: each for number, each in self.rooms[round_index - self.first].items()}

    def fill(self, start: list[dict[int, int]]) -> None:
        """Sit everybody down, person index → table index for each round to come, within the rooms."""
        for r, seats in enumerate(start, start=self.first):
            ghost = self.people
            for i, t in seats.items():
                self.seat[r, i] = t
            for t, each in self.rooms_of(r).items():
                sitting = np.flatnonzero(self.seat[r, : self.people] == t)
                self.chairs[r, t, : len(sitting)] = sitting
                self.slack[r, t] = each.most - each.least
                self.empty[r, t] = each.most - len(sitting)
                for chair in range(len(sitting), each.most):
                    self.chairs[r, t, chair] = ghost
                    self.seat[r, ghost] = t
                    ghost += 1
        self._count()

    def refill(self, seat: Ints) -> None:
        """Go back to a seating copied from `seat` earlier."""
        people = seat[self.first :, : self.people]
        self.seat[:], self.chairs[:] = -1, self.nobody
        self.fill([{int(i): int(row[i]) for i in np.flatnonzero(row >= 0)} for row in people])

    def swap(self, r: int, p: int, q: int) -> None:
        """Let p and q (either may be a ghost) change places in round r and bring the books up to date."""
        a, b = int(self.seat[r, p]), int(self.seat[r, q])
        at_a, at_b = self.chairs[r, a], self.chairs[r, b]
        chair_p, chair_q = int(np.flatnonzero(at_a == p)[0]), int(np.flatnonzero(at_b == q)[0])
        at_a[chair_p] = at_b[chair_q] = self.nobody
        for who, old, new in ((p, at_a, at_b), (q, at_b, at_a)):
            self.met[who, old] -= 1
            self.met[old, who] -= 1
            self.met[who, new] += 1
            self.met[new, who] += 1
        self.been[p, a] -= 1
        self.been[p, b] += 1
        self.been[q, b] -= 1
        self.been[q, a] += 1
        for who in (p, q):
            for near in (at_a, at_b):
                self._price(who, near)
            for t in (a, b):
                self.back[who, t] = RETURN * self.travels[who] * (self.been[who, t] >= 1)
        at_a[chair_p], at_b[chair_q] = q, p
        self.seat[r, p], self.seat[r, q] = b, a
        ghostly = int(p >= self.people) - int(q >= self.people)
        self.empty[r, a] -= ghostly
        self.empty[r, b] += ghostly
        if self.speech:
            both = np.array([a, b])
            self.language[r, both] = self.language_cost(self.chairs[r, both], both)

    def language_cost(self, company: Ints, tables: Ints) -> Costs:
        """Cost of the languages of K companies [K, C] at K tables."""
        speaks = self.speaks[company]
        helped = self.helped[company, tables[:, None]]
        spoken = (speaks & ~helped[:, :, None]).sum(axis=1)
        count = (self.talks[company] & ~helped).sum(axis=1)
        everyone = speaks.sum(axis=1)
        shared = (speaks & (everyone >= 2)[:, None, :]).any(axis=2)
        alone = (self.talks[company] & ~helped & ~shared).sum(axis=1)
        cost: Costs = OUTSIDE * (count - spoken.max(axis=1)) + ISOLATED * alone
        return cost

    def total(self) -> float:
        """The cost of the whole seating, counted anew."""
        cost = float(self.language.sum()) + self.constant
        cost += float((self.repeats * np.maximum(self.met - 1, 0)).sum()) / 2
        cost += float(RETURN * (self.travels[:, None] * np.maximum(self.been - 1, 0)).sum())
        for r in range(self.first, self.problem.rounds):
            here = np.flatnonzero(self.seat[r, : self.people] >= 0)
            at = self.seat[r, here]
            cost += float(self.wish[r, here, at].sum())
            cost += float(self.likes[here[:, None], self.chairs[r, at]].sum()) / 2
        return cost

    def result(self) -> tuple[Mapping[int, int], ...]:
        """Person id → table number per round, past rounds as they were given."""
        people = self.problem.people
        return self.problem.past + tuple(
            {people[i].id: self.number[self.seat[r, i]] for i in range(self.people) if self.seat[r, i] >= 0}
            for r in range(self.first, self.problem.rounds)
        )

    def _count(self) -> None:
        """Open the books for the seats as they are."""
        self.met[:], self.been[:] = self.met_before, self.been_before
        for r in range(self.first, self.problem.rounds):
            here = np.flatnonzero(self.seat[r] >= 0)
            at = self.seat[r, here]
            self.been[here, at] += 1
            self.met[np.ix_(here, here)] += at[:, None] == at[None, :]
        np.fill_diagonal(self.met, 0)
        self.join = self.repeats * (self.met >= 1) + self.likes
        self.stay = self.repeats * (self.met >= 2) + self.likes
        self.back: Costs = RETURN * self.travels[:, None] * (self.been >= 1)
        if self.speech:
            tables = np.arange(self.tables)
            for r in range(self.first, self.problem.rounds):
                self.language[r] = self.language_cost(self.chairs[r], tables)
        self.cost = self.total()

    def _price(self, who: int, near: Ints) -> None:
        met = self.met[who, near]
        likes, repeats = self.likes[who, near], self.repeats[who, near]
        self.join[who, near] = self.join[near, who] = repeats * (met >= 1) + likes
        self.stay[who, near] = self.stay[near, who] = repeats * (met >= 2) + likes

    def _prepare_people(self, problem: Problem) -> None:
        spoken = sorted({language for person in problem.people for language in person.languages})
        self.speaks: Flags = np.zeros((self.all, max(1, len(spoken))), dtype=bool)
        self.helped: Flags = np.zeros((self.all, self.tables), dtype=bool)
        self.travels: Costs = np.zeros(self.all)
        for i, person in enumerate(problem.people):
            self.speaks[i, [spoken.index(language) for language in person.languages]] = True
            self.helped[i] = [bool(person.languages & table.interpreted) for table in problem.tables]
            self.travels[i] = person.host_table is None
        self.talks: Flags = np.asarray(self.speaks.any(axis=1))
        self.speech = bool(self.talks.any()) and not self.speaks[self.talks].all(axis=0).any()
        self.fixed: Flags = np.zeros((problem.rounds, self.all), dtype=bool)
        for r in range(self.first, problem.rounds):
            for i, person in enumerate(problem.people):
                number = person.fixed_table(r)
                self.fixed[r, i] = number is not None and number in self.rooms[r - self.first]

    def _prepare_past(self, problem: Problem) -> None:
        """Who met and who was where in the past; tables closed since count for meetings only."""
        self.met_before, self.been_before = self.met.copy(), self.been.copy()
        for seats in problem.past:
            known = [(self.index[one], number) for one, number in seats.items() if one in self.index]
            who = np.array([i for i, _ in known], dtype=np.int64)
            at = np.array([number for _, number in known], dtype=np.int64)
            self.met_before[np.ix_(who, who)] += at[:, None] == at[None, :]
            for i, number in known:
                if number in self.table:
                    self.been_before[i, self.table[number]] += 1
        np.fill_diagonal(self.met_before, 0)

    def _prepare_pairs(self, problem: Problem) -> None:
        """repeats [P, P]: what meeting again costs; likes [P, P]: what sitting together costs at all."""
        self.repeats: Costs = np.zeros((self.all, self.all))
        self.repeats[: self.people, : self.people] = REPEAT
        self.likes: Costs = np.zeros((self.all, self.all))
        groups = {person.group: k for k, person in enumerate(problem.people) if person.group}
        member = np.array([groups.get(person.group or "", -1) for person in problem.people], dtype=np.int64)
        same = (member[:, None] == member[None, :]) & (member >= 0)[:, None]
        self.likes[: self.people, : self.people] = SAME_GROUP * same
        self.partners: list[list[int]] = [[] for _ in range(self.all)]
        # A pair that wants to be together costs nothing when it is and HARD when it is not:
        # the constant counts it as parted in every round, sitting together takes that back.
        self.constant = 0.0
        self.parted: Costs = np.zeros((problem.rounds, self.all))
        for wanted, cost in ((problem.apart, HARD), (problem.together, -HARD)):
            for one, other in sorted(pairs(wanted)):
                if one == other or one not in self.index or other not in self.index:
                    continue
                i, j = self.index[one], self.index[other]
                self.likes[[i, j], [j, i]] += cost
                if cost < 0:
                    self.repeats[[i, j], [j, i]] = 0
                    both = self.present[:, i] & self.present[:, j]
                    both[: self.first] = False
                    self.parted[both, i] += HARD
                    self.parted[both, j] += HARD
                    self.constant += HARD * float(both.sum())
                    self.partners[i].append(j)
                    self.partners[j].append(i)
        np.fill_diagonal(self.repeats, 0)
        np.fill_diagonal(self.likes, 0)

    def _prepare_wishes(self, problem: Problem) -> None:
        self.wish: Costs = np.zeros((problem.rounds, self.all, self.tables))
        for i, person in enumerate(problem.people):
            if any(table.mode != MIXED for table in problem.tables):
                self.wish[:, i] += [HARD * (not table.takes(person)) for table in problem.tables]
        for r in range(self.first, problem.rounds):
            for person_id, number in problem.announced.get(r, {}).items():
                if person_id in self.index:
                    self.wish[r, self.index[person_id]] += CHANGE
                    if number in self.table:
                        self.wish[r, self.index[person_id], self.table[number]] -= CHANGE
            for i, person in enumerate(problem.people):
                fixed = person.fixed_table(r)
                if fixed is not None:
                    self.wish[r, i] += HARD
                    self.wish[r, i, self.table[fixed]] -= HARD

"""What a seating problem fixes for good, as arrays: who is there, what pairs and places cost.

Indices instead of ids: people 0 … N-1, then `ghosts` (empty chairs that can be exchanged like people, so that a
move is a swap), then one `nobody` that fills the rows of small tables. All costs are whole numbers, which floats
of any size add up exactly, so that a seed gives the same plan everywhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from consult.rotation.problem import MIXED, Problem, pairs
from consult.rotation.sizes import Room, rooms

Ints = NDArray[np.int64]
Costs = NDArray[np.float32]
Flags = NDArray[np.bool_]

HARD, RETURN, REPEAT, CHANGE, SAME_GROUP = 5_000.0, 200.0, 10.0, 2.0, 1.0
"""What a wrong mode or pair, a return to a table, … costs. In the order of the aims, except that a changed seat
weighs more than a pair of one group: mixing groups is no reason to send people elsewhere than they were told."""
FEW = 0.35
"""The share of people one can talk to below which somebody is hard to place."""
HOME, ALIKE = 33.0, 4.0
"""What a return costs to a table where all that somebody speaks is interpreted: with three rounds less than sitting
elsewhere without a language, with more rounds more (`speech`). And any return where tables are alike: less than
meeting somebody again, but something."""


class Terms:
    """A problem in arrays. P people + ghosts + nobody, T tables, R rounds.

    present [R, N]; fixed [R, P] who may not be moved; returns [P, T] the cost of a return, none for hosts;
    repeats [P, P] the cost of meeting again; likes [P, P] of sitting together at all; wish [R, T, P] of a person at
    a table, company and returns apart; parted [R, P] what a person lacks without the partners they belong with;
    constant: the cost of all pairs that belong together being parted, which sitting together takes back;
    met_before [P, P], been_before [P, T]: counts over the past.
    """

    def __init__(self, problem: Problem, change: float = CHANGE) -> None:
        self.problem, self.change = problem, change
        self.first = len(problem.past)
        self.rounds = range(self.first, problem.rounds)
        self.index = {person.id: i for i, person in enumerate(problem.people)}
        self.number = [table.number for table in problem.tables]
        self.table = {number: t for t, number in enumerate(self.number)}
        self.people, self.tables = len(problem.people), len(problem.tables)
        present = [[person.present(r) for person in problem.people] for r in range(problem.rounds)]
        self.present: Flags = np.array(present, dtype=bool).reshape(problem.rounds, self.people)
        self.rooms: dict[int, dict[int, Room]] = {
            r: {self.table[number]: each for number, each in found.items()}
            for r, found in rooms(problem).items()
        }
        chairs = {r: sum(each.most for each in self.rooms[r].values()) for r in self.rounds}
        self.ghosts = max([0, *(chairs[r] - int(self.present[r].sum()) for r in self.rounds)])
        self.chairs = max([1, *(each.most for r in self.rounds for each in self.rooms[r].values())])
        self.all = self.people + self.ghosts + 1
        self.nobody = self.all - 1
        self._set_returns()
        self._set_past()
        self._set_pairs()
        self._set_wishes()

    def _set_returns(self) -> None:
        problem = self.problem
        self.returns: Costs = np.zeros((self.all, self.tables), dtype=np.float32)
        again = max(RETURN, 2 * REPEAT * self.chairs) if problem.fresh_tables else ALIKE
        for i, person in enumerate(problem.people):
            if person.host_table is None:
                self.returns[i] = again
                home = [bool(person.languages) and person.languages <= t.interpreted for t in problem.tables]
                self.returns[i, home] = min(HOME, again)

    def _set_past(self) -> None:
        """Who met and who was where in the past; tables closed since count for meetings only."""
        self.met_before: Ints = np.zeros((self.all, self.all), dtype=np.int64)
        self.been_before: Ints = np.zeros((self.all, self.tables), dtype=np.int64)
        for seats in self.problem.past:
            known = [(self.index[one], number) for one, number in seats.items() if one in self.index]
            who = np.array([i for i, _ in known], dtype=np.int64)
            at = np.array([number for _, number in known], dtype=np.int64)
            self.met_before[np.ix_(who, who)] += at[:, None] == at[None, :]
            for i, number in known:
                if number in self.table:
                    self.been_before[i, self.table[number]] += 1
        np.fill_diagonal(self.met_before, 0)

    def _set_pairs(self) -> None:
        problem, people = self.problem, self.problem.people
        self.repeats: Costs = np.zeros((self.all, self.all), dtype=np.float32)
        self.repeats[: self.people, : self.people] = REPEAT
        self.likes: Costs = np.zeros((self.all, self.all), dtype=np.float32)
        groups = {person.group: k for k, person in enumerate(people) if person.group}
        member = np.array([groups.get(person.group or "", -1) for person in people], dtype=np.int64)
        same = (member[:, None] == member[None, :]) & (member >= 0)[:, None]
        self.likes[: self.people, : self.people] = SAME_GROUP * same * problem.mix_groups
        self.understood = self._understood()
        for one, other in self._known(problem.apart):
            self.likes[[one, other], [other, one]] += HARD
        self.partners: list[list[int]] = [[] for _ in range(self.all)]
        self.parted: Costs = np.zeros((problem.rounds, self.all), dtype=np.float32)
        self.constant = 0.0
        for one, other in self._known(problem.together):
            self.likes[[one, other], [other, one]] -= HARD
            self.repeats[[one, other], [other, one]] = 0
            both = self.present[:, one] & self.present[:, other]
            both[: self.first] = False
            self.parted[:, [one, other]] += HARD * both[:, None]
            self.constant += HARD * float(both.sum())
            self.partners[one].append(other)
            self.partners[other].append(one)
        np.fill_diagonal(self.repeats, 0)
        np.fill_diagonal(self.likes, 0)

    def _understood(self) -> Flags:
        """Which pairs [P, P] share a language where one of the two shares one with few people only."""
        kinds: dict[frozenset[str], int] = {}
        kind = np.array(
            [kinds.setdefault(person.languages, len(kinds)) for person in self.problem.people], dtype=int
        )
        share = np.array([[bool(one & other) for other in kinds] for one in kinds], dtype=bool)
        understood: Flags = np.zeros((self.all, self.all), dtype=bool)
        if kinds:
            few = share @ np.bincount(kind) < FEW * len(kind)
            understood[: self.people, : self.people] = (share & (few | few[:, None]))[kind[:, None], kind]
        np.fill_diagonal(understood, False)
        return understood

    def _known(self, given: frozenset[tuple[int, int]]) -> list[tuple[int, int]]:
        known = [
            (one, other) for one, other in sorted(pairs(given)) if one in self.index and other in self.index
        ]
        return [(self.index[one], self.index[other]) for one, other in known if one != other]

    def _set_wishes(self) -> None:
        problem = self.problem
        self.wish: Costs = np.zeros((problem.rounds, self.tables, self.all), dtype=np.float32)
        self.fixed: Flags = np.zeros((problem.rounds, self.all), dtype=bool)
        if any(table.mode != MIXED for table in problem.tables):
            for i, person in enumerate(problem.people):
                self.wish[:, :, i] += [HARD * (not table.takes(person)) for table in problem.tables]
        for r in self.rounds:
            for one, number in problem.announced.get(r, {}).items():
                if one in self.index:
                    self._prefer(r, self.index[one], number, self.change)
            for i, person in enumerate(problem.people):
                fixed = person.fixed_table(r)
                if fixed is not None:
                    self._prefer(r, i, fixed, HARD)
                    self.fixed[r, i] = self.table[fixed] in self.rooms[r]

    def _prefer(self, r: int, i: int, number: int, cost: float) -> None:
        self.wish[r, :, i] += cost
        if number in self.table:
            self.wish[r, self.table[number], i] -= cost

"""What the languages of a table cost: people outside its most shared language, people nobody understands."""

from __future__ import annotations

from collections import Counter

import numpy as np

from consult.rotation.problem import Problem
from consult.rotation.terms import ISOLATED, OUTSIDE, Costs, Ints, Terms

MOST_LANGUAGES = 60


class Speech:
    """The languages of P people (ghosts and nobody are silent), and what is heard at T tables in R rounds.

    Only languages of two people or more count: one that a single person speaks connects nobody.
    speaks [L, P] 0 or 1; code [P, T] a person's languages as bits, with one bit more for those who need none there
    (undeclared, or interpreted for); needs [P, T] 1 for those who need one.
    heard, unaided [R, L, T] how many people speak a language, and how many of those who need one;
    needing [R, T] how many do.
    """

    def __init__(self, problem: Problem, terms: Terms) -> None:
        spoken = Counter(language for person in problem.people for language in person.languages)
        names = [
            name for name, count in sorted(spoken.items(), key=lambda each: (-each[1], each[0])) if count > 1
        ]
        names = names[:MOST_LANGUAGES]
        self.speaks: Ints = np.zeros((max(1, len(names)), terms.all), dtype=np.int64)
        self.needs: Ints = np.zeros((terms.all, terms.tables), dtype=np.int64)
        for i, person in enumerate(problem.people):
            self.speaks[: len(names), i] = [name in person.languages for name in names]
            if person.languages:
                self.needs[i] = [not person.languages & table.interpreted for table in problem.tables]
        self.bits: Ints = 1 << np.arange(len(self.speaks))
        self.free = 1 << MOST_LANGUAGES
        self.code: Ints = (self.bits @ self.speaks)[:, None] | np.where(self.needs > 0, 0, self.free)
        self.assisted = any(table.interpreted for table in problem.tables)
        talking = [person for person in problem.people if person.languages]
        common = frozenset.intersection(*(person.languages for person in talking)) if talking else frozenset()
        self.matters = bool(talking) and not common
        shape = (problem.rounds, len(self.speaks), terms.tables)
        self.heard: Ints = np.zeros(shape, dtype=np.int64)
        self.unaided: Ints = np.zeros(shape, dtype=np.int64)
        self.needing: Ints = np.zeros((shape[0], shape[2]), dtype=np.int64)
        self.silence = terms.nobody

    def listen(self, r: int, company: Ints, tables: Ints) -> Costs:
        """Count what is heard at K tables with companies [C, K] in round r; their costs [K]."""
        needs = self.needs[company, tables]
        spoken = self.speaks[:, company]
        self.heard[r][:, tables] = spoken.sum(axis=1)
        self.unaided[r][:, tables] = (spoken * needs).sum(axis=1)
        self.needing[r][tables] = needs.sum(axis=0)
        return self._price(
            self.heard[r][:, tables],
            self.unaided[r][:, tables],
            self.needing[r][tables],
            self.code[company, tables],
        )

    def cost(self, company: Ints, tables: Ints) -> Costs:
        """The cost [K] of companies [C, K] at K tables, whatever is counted so far."""
        needs = self.needs[company, tables]
        spoken = self.speaks[:, company]
        unaided = (spoken * needs).sum(axis=1)
        return self._price(spoken.sum(axis=1), unaided, needs.sum(axis=0), self.code[company, tables])

    def after(
        self, r: int, p: int, row: Ints, here: Ints, at: Ints, mates: Ints, a: int
    ) -> tuple[Costs, Costs]:
        """Costs [K] of p's table a, and of the others' tables, if p [company `row`] swapped with each of `here`."""
        mine, theirs = self.speaks[:, p, None], self.speaks[:, here]
        heard_a = self.heard[r, :, a, None] - mine + theirs
        heard_b = self.heard[r][:, at] + mine - theirs
        p_a, p_b, q_a, q_b = self.needs[p, a], self.needs[p, at], self.needs[here, a], self.needs[here, at]
        unaided_a, unaided_b = heard_a, heard_b
        if self.assisted:
            unaided_a = self.unaided[r, :, a, None] - mine * p_a + theirs * q_a
            unaided_b = self.unaided[r][:, at] + mine * p_b - theirs * q_b
        codes_a = np.where((row == p)[:, None], self.code[here, a], self.code[row, a][:, None])
        codes_b = np.where(mates == here, self.code[p, at], self.code[mates, at])
        return (
            self._price(heard_a, unaided_a, self.needing[r, a] - p_a + q_a, codes_a),
            self._price(heard_b, unaided_b, self.needing[r, at] + p_b - q_b, codes_b),
        )

    def _price(self, heard: Ints, unaided: Ints, needing: Ints, codes: Ints) -> Costs:
        shared = np.where(heard > 1, self.bits[:, None], 0).sum(axis=0) + self.free
        alone = ((codes & shared) == 0).sum(axis=0)
        outside = needing - unaided.max(axis=0)
        # Where only languages of single people are spoken, one of them still counts as the table's.
        outside = np.minimum(outside, np.maximum(needing - 1, 0))
        cost: Costs = OUTSIDE * outside + ISOLATED * alone
        return cost

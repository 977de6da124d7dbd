"""What the languages of a table cost: a price for everybody outside its most shared language.

What somebody follows is a row of small numbers, one byte a language, and eight bytes are one machine word: a table
is the sum of its people's words, an exchange one addition and one subtraction, and whoever is missing from the
largest byte is outside. Whoever needs no language there (undeclared, interpreted for, an empty chair) follows every
language. But among people who are interpreted for, somebody may be alone with the language of the table: they count
as outside, too.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from consult.rotation.problem import Problem
from consult.rotation.terms import Costs, Flags, Ints, Terms

Words = NDArray[np.uint64]
WORD = 8
FOLLOWS, TRAVELLER, HOST = 9, 6, 9
"""What following a language counts, and what is missing if somebody does not: more for hosts, who sum up."""
FEW_ROUNDS, LEAST = 16, 5
"""The price of one such point: 16 shared by the rounds after the first, and never below 5. Among three rounds one
outside is a larger part of somebody's café (48 for a traveller, as much as five repeated meetings) than among four
or more (30)."""


class Speech:
    """The languages of P people in K kinds (of the same languages; kind 0 are ghosts, nobody, undeclared people), at
    T tables of C chairs.

    matters: whether there is no language that everybody speaks; price: what a missing point costs; company: how many
    others each person can talk to, counted once for every language; kind [P]; follows [K, T, W] what a kind follows
    at a table, in W words of eight languages; needs [K, T] whether they depend on it; shares [K, K] whether two kinds
    have a language in common; helped [T] whether anything is interpreted at a table.
    """

    def __init__(self, problem: Problem, terms: Terms) -> None:
        talking = [person.languages for person in problem.people if person.languages]
        self.matters = bool(talking) and not frozenset.intersection(*talking)
        self.price = float(max(LEAST, round(FEW_ROUNDS / max(1, problem.rounds - 1))))
        spoken = Counter(language for languages in talking for language in languages)
        self.company = [sum(spoken[language] for language in person.languages) for person in problem.people]
        names = sorted(spoken)
        kinds = {(frozenset[str](), False): 0}
        self.kind: Ints = np.zeros(terms.all, dtype=np.int64)
        for i, person in enumerate(problem.people):
            if person.languages:
                kind = (person.languages, person.host_table is not None)
                self.kind[i] = kinds.setdefault(kind, len(kinds))
        self.needs: Flags = np.array(
            [[bool(each) and not each & table.interpreted for table in problem.tables] for each, _ in kinds]
        )
        self.helped = np.array([bool(table.interpreted) for table in problem.tables])
        self.shares = np.array(
            [[bool(one & other) for other, _ in kinds] for one, _ in kinds],
            dtype=np.int64,
        )
        width = WORD * max(1, -(-len(names) // WORD))
        self._one = np.uint8 if FOLLOWS * terms.chairs < 256 else np.uint64
        follows = np.full((len(kinds), terms.tables, width), FOLLOWS, dtype=self._one)
        for k, (each, host) in enumerate(kinds):
            speaks = [name in each for name in names] + [False] * (width - len(names))
            follows[k, self.needs[k]] = np.where(speaks, FOLLOWS, FOLLOWS - (HOST if host else TRAVELLER))
        self.names = width
        self.follows: Words = follows.view(np.uint64)

    def cost(self, chairs: Ints, tables: Ints) -> Costs:
        """The cost of each of m tables [m] with the people `chairs` [m, C] there."""
        words = self.follows[self.kind[chairs], tables[:, None]].sum(axis=1)
        outside = self._outside(chairs, words)
        helped = self.helped[tables]
        if helped.any():
            alone = self._alone(chairs[helped], tables[helped])
            outside[helped] = np.maximum(outside[helped], TRAVELLER * alone)
        return np.float32(self.price) * outside

    def instead(self, chairs: Ints, tables: Ints) -> Costs:
        """The same [K, m, C] if somebody of each kind sat on each chair instead of whoever does."""
        words = self.follows[self.kind[chairs], tables[:, None]]
        others = words.sum(axis=1)[:, None] - words
        outside = self._outside(chairs, others + self.follows[:, tables, None])
        for k in np.flatnonzero(self.helped[tables]):
            outside[:, k] = np.maximum(outside[:, k], TRAVELLER * self._alone_instead(chairs[k], tables[k]))
        return np.float32(self.price) * outside

    def after_party(self, chairs: Ints, a: int, party: Ints, choices: Ints) -> Costs:
        """What table a and each other one of a round's `chairs` [T, C] cost together if the `party` [n] of table a
        changed places with the people on one of `choices` [c, n] of chairs: [T, c]."""
        tables = np.arange(len(chairs))
        shape = (len(chairs), len(choices), chairs.shape[1])
        row = np.arange(len(choices))[:, None]
        there = np.broadcast_to(chairs[:, None, :], shape).copy()
        here = np.broadcast_to(chairs[a], shape).copy()
        seats = np.flatnonzero((chairs[a][:, None] == party).any(axis=1))
        here[:, row, seats] = there[:, row, choices]
        there[:, row, choices] = chairs[a, seats]
        both = np.concatenate((there, here)).reshape(-1, shape[2])
        at = np.repeat(np.concatenate((tables, np.full_like(tables, a))), shape[1])
        costs: Costs = self.cost(both, at).reshape(2, *shape[:2]).sum(axis=0)
        return costs

    def _outside(self, chairs: Ints, words: Words) -> Costs:
        each = words.reshape(-1).view(self._one).reshape(-1, self.names)
        most = np.ascontiguousarray(each.T).max(axis=0).reshape(words.shape[:-1])
        outside: Costs = FOLLOWS * chairs.shape[1] - most.astype(np.float32)
        return outside

    def _alone(self, chairs: Ints, tables: Ints) -> Ints:
        """How many of the people `chairs` [m, C] at tables [m] need a language there and share none with anybody."""
        kinds = self.kind[chairs]
        known = self.shares[kinds[:, :, None], kinds[:, None, :]].sum(axis=2)
        alone: Ints = ((known == 1) & self.needs[kinds, tables[:, None]]).sum(axis=1)
        return alone

    def _alone_instead(self, chairs: Ints, t: np.intp) -> Ints:
        """How many they are [K, C] if somebody of each kind sat on each chair instead."""
        kinds = self.kind[chairs]
        met, mine = self.shares[kinds[:, None], kinds], self.shares[:, kinds]
        known = (met.sum(axis=1) - met)[None] + mine[:, None]
        others = self.needs[kinds, t] & ~np.eye(len(kinds), dtype=bool)
        alone: Ints = ((known == 1) & others).sum(axis=2)
        alone += (mine.sum(axis=1)[:, None] == mine) & self.needs[:, t, None]
        return alone

"""Improve a seating by exchanging people: focused heat-bath search, one anneal.

It looks at one round after the other and lets people who cost something there exchange places (`moves`), while the
temperature falls. In its first stage people who are hard to place attract those they can talk to: a table where
everybody speaks a rare language pays only once it is complete, and without a slope to it hardly any would form.
The second stage, for which it is heated up again a little, has the true costs only.

The budget is counted in looks at a round, not in seconds: a seed gives one plan anywhere. Where the time allowed is
too short for it, the anneal is shortened as a whole, so that it still ends cold.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from consult.rotation.board import Board
from consult.rotation.moves import Dice, exchange, move_party, parties


class Stage(NamedTuple):
    """A part of an anneal: its share of the looks, first and last temperature (a repeated meeting costs 10), and
    how strongly those who understand each other attract each other."""

    share: float
    warm: float
    cold: float
    attraction: float = 0.0


SPEAKING = (Stage(0.6, 12.0, 1.5, 6.0), Stage(0.4, 3.0, 0.6))
PLAIN = (Stage(1.0, 5.0, 0.6),)
GENTLE = (Stage(0.4, 2.0, 0.8, 5.0), Stage(0.6, 0.8, 0.4))
"""One anneal where languages matter; where they do not; and where people know their seats already and not all of
them should be stirred. Attraction was worth most of all that was tried: among 500 people in five rounds it left 17
outside their table's language instead of 21, for a few more repeated meetings; among 42 short runs found the best
known seating three times of four instead of never. Hotter starts and anneals that differ in turn made no clear
difference; a series of shorter anneals was worse: among 120 people one of three reached what one anneal reaches in
one of two."""

PARTY_EVERY = 7
"""Every so many looks a party moves. Without that, pairs who stay together cause returns; half as often is worse."""
ASK_EVERY = 16
"""Every so many looks the clock is read, and whoever may cancel is asked."""
SURE = 64
"""After so many looks their pace is known well enough to fit an anneal into the time."""
MARGIN = 0.95
"""How much of the time that is left an anneal is fitted into."""


class Limits(NamedTuple):
    """What may end a search early: `seconds` of wall clock since `started`; `cancelled`, asked now and then."""

    started: float = 0.0
    seconds: float | None = None
    cancelled: Callable[[], bool] | None = None


class Spent(NamedTuple):
    """What a search took, and whether the time allowed shortened it."""

    looks: int
    capped: bool


class _Budget:
    """How many looks an anneal has, and how many are done; fewer where the time allowed would not do."""

    def __init__(self, looks: int, limits: Limits) -> None:
        self.planned, self.total, self.done, self.over = looks, looks, 0, looks <= 0
        self._limits, self._begun = limits, time.monotonic()

    @property
    def part(self) -> float:
        """How much of the anneal is done, 0 to 1."""
        return self.done / self.total if self.total else 1.0

    def ask(self) -> None:
        """Read the clock: shorten the anneal, or end it."""
        limits = self._limits
        if limits.cancelled is not None and limits.cancelled():
            self.over = True
        if limits.seconds is None:
            return
        now = time.monotonic()
        left = limits.started + limits.seconds - now
        if left <= 0:
            self.total, self.over = self.done, True
        elif self.done >= SURE:
            affordable = self.done + int(MARGIN * left * self.done / (now - self._begun))
            self.total = min(self.planned, affordable)


def improve(board: Board, dice: Dice, looks: int, limits: Limits | None = None) -> Spent:
    """Search for so many `looks` from the seating on the board and leave the best one found there."""
    stages: tuple[Stage, ...] = PLAIN
    if board.terms.problem.announced:
        stages = GENTLE
    elif board.speech.matters:
        stages = SPEAKING
    best, best_cost = board.chairs.copy(), board.cost
    budget = _Budget(looks, limits or Limits())
    begins = 0.0
    for stage in stages:
        board.attract(stage.attraction)
        _cool(board, dice, stage, begins, budget)
        begins += stage.share
    board.attract(0.0)
    if board.cost > best_cost:
        board.restore(best)
    return Spent(budget.done, budget.total < budget.planned)


def _cool(board: Board, dice: Dice, stage: Stage, begins: float, budget: _Budget) -> None:
    """One stage, which begins at that part of the anneal; leaves the cheapest seating it saw on the board."""
    rounds = board.terms.rounds
    groups = parties(board)
    best, best_cost = board.chairs.copy(), board.cost
    quiet = 0
    while quiet < 8 * len(rounds):
        if budget.done % ASK_EVERY == 0:
            budget.ask()
        through = (budget.part - begins) / stage.share
        if budget.over or through >= 1:
            break
        heat = stage.warm * (stage.cold / stage.warm) ** max(0.0, through)
        r = rounds[budget.done % len(rounds)]
        if groups and budget.done % PARTY_EVERY == 0:
            move_party(board, r, dice.choose.choice(groups), heat, dice)
        quiet = 0 if exchange(board, r, heat, dice) else quiet + 1
        budget.done += 1
        if board.cost < best_cost:
            best, best_cost = board.chairs.copy(), board.cost
    if board.cost > best_cost:
        board.restore(best)

"""Improve a seating by exchanging people: focused heat-bath search in a series of anneals.

One anneal: look at one round after the other, let people who cost something there exchange places (`moves`), while
the temperature falls. In its first stage people who are hard to place attract those they can talk to: a table where
everybody speaks a rare language pays only once it is complete, and without a slope to it hardly any would form.
The second stage, for which it is heated up again a little, has the true costs only.

The series: shorter anneals first, each from the best seating so far, so that a search stopped at any time has
something good to show. The budget is counted in looks at a round, not in seconds: a seed gives one plan anywhere.
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
known seating three times of four instead of never. Hotter starts, more shorter anneals, and anneals that differ in turn
made no clear difference."""

LEAST, LEAST_FOR_EACH = 1_500, 4
"""An anneal of fewer looks, in all or for each person, is hardly worth it."""
PARTY_EVERY = 7
"""Every so many looks a party moves. Without that, pairs who stay together cause returns; half as often is worse."""
LAST_PART = 0.9
"""When so much of the time allowed is gone, the search cools down at once, at true costs."""


class Limits(NamedTuple):
    """What may end a search early: `seconds` of wall clock since `started`; `cancelled`, asked now and then."""

    started: float = 0.0
    seconds: float | None = None
    cancelled: Callable[[], bool] | None = None

    def gone(self) -> float:
        """The share of the time allowed that is gone."""
        return (time.monotonic() - self.started) / self.seconds if self.seconds else 0.0


class Spent(NamedTuple):
    """What a search took, and whether the time allowed ended it."""

    looks: int
    capped: bool


def improve(board: Board, dice: Dice, looks: int, limits: Limits | None = None) -> Spent:
    """Search for so many `looks` from the seating on the board and leave the best one found there."""
    limits = limits or Limits()
    stages: tuple[Stage, ...] = PLAIN
    if board.terms.problem.announced:
        stages = GENTLE
    elif board.speech.matters:
        stages = SPEAKING
    best, best_cost = board.chairs.copy(), board.cost
    used, capped = 0, False
    for length in lengths(looks, max(LEAST, LEAST_FOR_EACH * board.terms.people)):
        for stage in stages:
            board.attract(stage.attraction)
            spent = cool(board, dice, stage, int(length * stage.share), limits)
            used, capped = used + spent.looks, capped or spent.capped
        if board.cost < best_cost:
            best, best_cost = board.chairs.copy(), board.cost
        else:
            board.restore(best)
        if best_cost <= 0 or capped:
            break
    return Spent(used, capped)


def lengths(looks: int, least: int) -> list[int]:
    """How many looks each anneal of a series has: every one twice as many as the one before, none below `least`."""
    if looks < 3 * least:
        return [looks]
    last = looks - looks // 2
    return [*lengths(looks - last, least), last]


def cool(board: Board, dice: Dice, stage: Stage, length: int, limits: Limits) -> Spent:
    """One stage of `length` looks at a round; leaves the cheapest seating it saw on the board."""
    rounds = board.terms.rounds
    groups = parties(board)
    best, best_cost = board.chairs.copy(), board.cost
    capped = False
    done = quiet = 0
    while done < length and quiet < 8 * len(rounds):
        if done % 16 == 0:
            gone = limits.gone()
            capped = capped or gone > LAST_PART
            if (
                gone >= 1
                or (capped and stage.attraction)
                or (limits.cancelled is not None and limits.cancelled())
            ):
                break
        heat = stage.cold if capped else stage.warm * (stage.cold / stage.warm) ** (done / length)
        r = rounds[done % len(rounds)]
        if groups and done % PARTY_EVERY == 0:
            move_party(board, r, dice.choose.choice(groups), heat, dice)
        quiet = 0 if exchange(board, r, heat, dice) else quiet + 1
        done += 1
        if board.cost < best_cost:
            best, best_cost = board.chairs.copy(), board.cost
    if board.cost > best_cost:
        board.restore(best)
    return Spent(done, capped)

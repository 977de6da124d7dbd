"""Where it is wished, people meet again rather than sit where nobody understands them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cafes import problems
from hypothesis import given, settings

from consult.rotation import Person, Problem, Table, plan
from consult.rotation.board import Board
from consult.rotation.company import befriend
from consult.rotation.moves import Dice
from consult.rotation.start import seat_everybody

LANGUAGES = ("en",), ("fr",), ("es", "en"), ("pt", "fr"), ("en", "fr"), ("en", "es", "pt")


@pytest.mark.parametrize(("people", "tables"), [(20, 4), (20, 5), (30, 6), (40, 8)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_alone_in_four_languages(people, tables, seed):
    guests = tuple(Person(i, frozenset(LANGUAGES[i % len(LANGUAGES)])) for i in range(people))
    problem = Problem(guests, tuple(Table(t + 1) for t in range(tables)), 3, nobody_alone=True)

    found = plan(problem, seed=seed, steps=500)

    assert (found.measures.isolated, found.measures.table_returns, found.measures.uneven) == (0, 0, 0)


@settings(max_examples=40)
@given(problems())
def test_no_more_are_alone_and_nothing_worse_comes_of_it(problem):
    before = plan(replace(problem, nobody_alone=False), seed=1, steps=100).measures

    after = plan(replace(problem, nobody_alone=True), seed=1, steps=100).measures

    assert after.isolated <= before.isolated
    hard = ["mode_violations", "apart_violations", "together_violations", "moved_hosts", "unseated", "uneven"]
    hard += ["table_returns"] * problem.fresh_tables
    assert {name: getattr(after, name) for name in hard if getattr(after, name) > getattr(before, name)} == {}


@settings(max_examples=40)
@given(problems())
def test_the_books_stay_right(problem):
    if not problem.tables or problem.rounds == len(problem.past):
        return
    board = Board(problem)
    board.fill(seat_everybody(board, Dice(1).choose))

    befriend(board)

    assert board.cost == board.total()

"""What counts as a promise kept."""

from __future__ import annotations

import pytest

from consult.rehearsal.truth import Kept, notes_kept, verdict, wrong_tables

ALL_WELL = {
    "notes_planned": 3,
    "notes_acknowledged": 3,
    "notes_missing": 0,
    "notes_doubled": 0,
    "notes_unknown": 0,
    "authors_out_of_order": 0,
    "phones_without_own_notes": 0,
    "wrong_tables": 0,
    "phones_behind_in_rounds": 0,
    "phones_behind_at_end": 0,
}


def test_notes_stored_once_in_order_are_kept():
    stored = [(1, "a"), (2, "c"), (1, "b")]

    assert notes_kept({1: ["a", "b"], 2: ["c"]}, {"a", "b", "c"}, stored) == Kept((), (), (), ())


def test_note_that_was_never_acknowledged_may_be_stored_or_not():
    assert notes_kept({1: ["a", "b"]}, {"a"}, [(1, "a"), (1, "b")]) == Kept((), (), (), ())
    assert notes_kept({1: ["a", "b"]}, {"a"}, [(1, "a")]) == Kept((), (), (), ())


def test_acknowledged_note_that_is_not_stored_is_missing():
    assert notes_kept({1: ["a", "b"]}, {"a", "b"}, [(1, "b")]).missing == ("a",)


def test_note_stored_twice_is_doubled_and_nothing_else():
    assert notes_kept({1: ["a"]}, {"a"}, [(1, "a"), (1, "a")]) == Kept((), ("a",), (), ())


def test_note_of_nobody_or_of_somebody_else_is_unknown():
    assert notes_kept({1: ["a"], 2: []}, {"a"}, [(2, "a"), (1, "z")]).unknown == ("a", "z")


def test_author_whose_later_note_came_first_is_out_of_order():
    assert notes_kept({1: ["a", "b"], 2: ["c"]}, {"a", "b", "c"}, [(1, "b"), (1, "a"), (2, "c")]) == Kept(
        (), (), (), (1,)
    )


def test_phone_that_showed_its_own_table_alone_is_right():
    assert wrong_tables({1: {1: {4}, 2: {5}}}, {(1, 1): 4, (1, 2): 5}) == []


@pytest.mark.parametrize("shown", [{5}, {4, 5}, {None}, {4, None}])
def test_phone_that_showed_another_table_or_none_is_wrong(shown: set[int | None]):
    assert wrong_tables({1: {2: shown}}, {(1, 2): 4}) == [(1, 2)]


def test_phone_of_somebody_without_a_seat_shows_none():
    assert wrong_tables({1: {2: {None}}}, {}) == []
    assert wrong_tables({1: {2: {3}}}, {}) == [(1, 2)]


def test_verdict_says_nothing_when_all_is_well():
    assert verdict(ALL_WELL) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("notes_acknowledged", 1, "2 notes were never acknowledged"),
        ("notes_missing", 1, "1 acknowledged notes are missing"),
        ("notes_doubled", 4, "4 notes are stored more than once"),
        ("wrong_tables", 1, "1 times a phone showed a wrong table"),
        ("phones_behind_at_end", 2, "2 phones were behind at the end"),
    ],
)
def test_verdict_names_every_broken_promise(name: str, value: int, said: str):
    assert verdict({**ALL_WELL, name: value}) == [said]

"""Rubbish is found: at once where it is young, and when it is quiet where it is old."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from consult.live import rubbish


class Circle:
    """Only a search can find it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def put_off() -> Iterator[None]:
    thresholds = gc.get_threshold()
    rubbish.put_off_searching()
    yield
    gc.callbacks.remove(rubbish._keep)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def fill_up() -> list[list[int]]:
    """Enough for a search among the youngest, which does not count the eighty lists that Python keeps for use again."""
    return [[] for _ in range(rubbish.SEARCH_AFTER + 100)]


def test_young_rubbish_is_found_soon():
    gone = weakref.ref(Circle())

    fill_up()

    assert gone() is None


def test_what_was_in_use_is_found_when_it_is_quiet(monkeypatch):
    used = Circle()
    gc.collect(0)
    gone = weakref.ref(used)
    del used
    gc.collect(0)
    still_there = gone() is not None
    monkeypatch.setattr(rubbish, "MANY", 1)
    monkeypatch.setattr(rubbish, "QUIET", float("inf"))

    found = rubbish.search_when_quiet()

    assert (still_there, found, gone()) == (True, True, None)


def test_nothing_is_searched_while_somebody_waits(monkeypatch):
    fill_up()
    monkeypatch.setattr(rubbish, "MANY", 1)
    monkeypatch.setattr(rubbish, "QUIET", 0.0)

    assert not rubbish.search_when_quiet()


def test_too_much_is_searched_all_the_same(monkeypatch):
    fill_up()
    monkeypatch.setattr(rubbish, "TOO_MANY", 1)
    monkeypatch.setattr(rubbish, "QUIET", 0.0)

    assert rubbish.search_when_quiet()


def test_what_stays_is_searched_once():
    kept = fill_up()
    before = gc.get_freeze_count()

    assert before > len(kept)
    assert len(gc.get_objects()) < rubbish.SEARCH_AFTER

"""Who is connected, also at other processes; a process that falls silent takes its phones with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from consult.services import neighbours
from consult.services.meeting import presence

NOW = 1000.0
ELSEWHERE = {"of": "elsewhere", "connected": [2, 3], "gone": {"4": NOW - 10, "5": NOW - 1500}}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """What this process tells the others."""
    told: list[tuple[str, Any]] = []
    monkeypatch.setattr(neighbours, "_voice", lambda name, about: told.append((name, about)))
    presence.forget_all()
    yield told
    presence.forget_all()


def states(*people: int, now: float = NOW) -> list[str]:
    return [presence.state(one, now) for one in people]


def test_who_is_connected_elsewhere_is_connected(said):
    presence.arrived(1, "a")
    presence.heard(ELSEWHERE)

    assert states(1, 2, 3, 4, 5, 6) == ["connected"] * 3 + ["away", "offline", "offline"]


def test_who_moves_to_another_process_stays_connected(said):
    presence.arrived(2, "a")
    presence.gone(2, "a", NOW)
    assert states(2) == ["away"]

    presence.heard(ELSEWHERE)

    assert states(2) == ["connected"]


def test_changes_are_told_whole_and_then_only_a_sign_of_life(said):
    presence.arrived(1, "a")
    presence.arrived(7, "b")
    presence.gone(7, "b", NOW - 1)

    presence.keep_in_touch(NOW)
    presence.keep_in_touch(NOW)

    assert said == [
        ("presence", {"of": neighbours.ME, "connected": [1], "gone": {7: NOW - 1}}),
        ("presence", {"of": neighbours.ME}),
    ]


def test_unknown_process_is_asked_who_is_there_and_this_one_answers(said):
    presence.heard({"of": "new"})
    assert said == [("who_is_there", None)]

    presence.arrived(1, "a")
    presence.keep_in_touch(NOW)
    presence.say_again()
    presence.keep_in_touch(NOW)

    assert [about["connected"] for name, about in said if name == "presence"] == [[1], [1]]


def test_phones_of_a_silent_process_are_away(said, monkeypatch: pytest.MonkeyPatch):
    presence.heard(ELSEWHERE)
    instant = presence.time.monotonic()
    monkeypatch.setattr(presence.time, "monotonic", lambda: instant + presence.SILENT_SECONDS + 1)

    presence.keep_in_touch(NOW)

    assert states(2, 3) == ["away", "away"]


def test_process_alone_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(neighbours, "_voice", None)
    presence.arrived(1, "a")

    presence.keep_in_touch(NOW)

    assert states(1) == ["connected"]
    presence.forget_all()

"""Lines that have ended are cleared away one after another; everybody else has a turn in between."""

from __future__ import annotations

import eventlet
import pytest
from tools import run_apart

from consult.live.leaving import in_turn


def told(messages):
    return in_turn(iter(messages).__next__)


def test_messages_come_without_waiting():
    wait = told(["first", b"second"])

    assert [wait(), wait()] == ["first", b"second"]


def test_whoever_comes_is_served_between_two_who_leave():
    async def play() -> list[str]:
        seen: list[str] = []

        def leave(number: int) -> None:
            told([None])()
            seen.append(f"gone {number}")

        def come() -> None:
            for number in range(3):
                eventlet.sleep(0)
                seen.append(f"served {number}")

        everybody = [eventlet.spawn(leave, number) for number in range(20)] + [eventlet.spawn(come)]
        for one in everybody:
            one.wait()
        return seen

    seen = run_apart(play())

    gone = [place for place, what in enumerate(seen) if what.startswith("gone")]
    assert [seen[place] for place in gone] == [f"gone {number}" for number in range(20)]
    assert seen.index("served 2") < gone[5]


def test_what_ended_with_an_error_leaves_with_it():
    async def play() -> str:
        def broken() -> None:
            raise ConnectionResetError("gone")

        with pytest.raises(ConnectionResetError):
            in_turn(broken)()
        return "left"

    assert run_apart(play()) == "left"

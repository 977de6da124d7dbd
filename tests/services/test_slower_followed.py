"""Following equals asking: what phones and consoles hear of wishes for slower speech gives what they would be told."""

from __future__ import annotations

import random
from typing import Any

import pytest
from live.notes import done

from consult.domain.slower import SHOWN_SECONDS
from consult.live import limits
from consult.services import hall

STEPS = ["ask"] * 6 + ["wait"] * 3 + ["move", "turn", "speak"]


class Phone:
    """As the real one: it folds what it hears over what it knew, and asks only when it is told to."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.catch_up()

    def catch_up(self) -> None:
        self.screen.get_received()
        self.slower = done(self.screen.ask("catch_up"))["slower"]

    def follow(self) -> None:
        events = self.screen.get_received()
        for event in events:
            payload = event["args"][0] if event["args"] else {}
            if event["name"] == "slower.asked" and self.slower and self.slower["table"] == payload["table"]:
                self.slower = {**self.slower, "heard_at": payload["at"]}
        if {"seat.changed", "meeting.changed"} & {event["name"] for event in events}:
            self.catch_up()

    def shown(self, now: float) -> Any:
        """The table a wish would be about, and until when it is shown that somebody has asked."""
        if self.slower is None:
            return None
        at = self.slower["heard_at"]
        return self.slower["table"], at if at is not None and now * 1000 - at < SHOWN_SECONDS * 1000 else None


class Console:
    """It puts what it hears in the place of what it knew about that table, and fetches the rest when touched."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.slower: list[dict[str, Any]] = []

    def follow(self, touched: bool) -> None:
        for event in self.screen.get_received():
            if event["name"] == "slower.asked":
                (asked,) = event["args"]
                others = [one for one in self.slower if one["table"] != asked["table"]]
                self.slower = [asked, *others]
        if touched:
            self.slower = done(self.screen.ask("catch_up"))["slower"]


def by_table(shown: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {one["table"]: one for one in shown}


@pytest.mark.parametrize("seed", range(8))
def test_following_equals_asking(phone, console, clock, seed, monkeypatch):
    monkeypatch.setattr(limits, "spend", lambda *_: True)
    dice, facilitator = random.Random(seed), console()
    followers = [Phone(phone(table=table)) for table in (1, 1, 1, 2, 2, 2)]
    watching = Console(console())

    for _ in range(60):
        me, step, touched = dice.choice(followers), dice.choice(STEPS), False
        match step:
            case "ask":
                me.screen.ask("slower.ask")
            case "wait":
                clock.advance(dice.choice([1, 9, 31]))
            case "move":
                one = {"participant_id": me.screen.participant.id, "table": dice.choice([1, 2])}
                facilitator.ask("participant.move", one)
                touched = True
            case "speak":
                facilitator.ask("speaker.choose", {"table": dice.choice([1, 2, None])})
            case "turn":
                facilitator.ask(dice.choice(["round.open", "round.open", "round.close"]))
                touched = True
        for follower in followers:
            follower.follow()
        watching.follow(touched)

        assert by_table(watching.slower) == by_table(done(facilitator.ask("catch_up"))["slower"])
        for follower in followers:
            fresh = Phone(follower.screen)
            assert follower.shown(clock()) == fresh.shown(clock())


def test_restart_forgets_nothing(phone, console, open_round, connect, clock):
    people = [phone(table=1) for _ in range(3)]
    open_round()
    done(people[0].ask("slower.ask"))

    # Another process knows only what is stored.
    hall.forget_all()

    assert done(people[1].ask("catch_up"))["slower"]["heard_at"] == round(clock() * 1000)
    done(people[0].ask("slower.ask"))
    assert [one["count"] for one in done(console().ask("catch_up"))["slower"]] == [1]

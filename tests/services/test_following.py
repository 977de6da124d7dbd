"""Following equals asking: the events a phone hears, folded over what it knew, give what it would be told anew."""

from __future__ import annotations

import random
from typing import Any

import pytest
from live.notes import done, new_note

from consult.services.seating import steer as seating_steer

KEYS = ("client_key", "hidden")


def state(screen: Any) -> dict[str, Any]:
    return done(screen.ask("catch_up"))


class Follower:
    """A phone that keeps its notes up to date, as the real one does: it asks only when it is told to."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.ask()

    def ask(self) -> None:
        self.screen.get_received()
        facts = state(self.screen)
        self.notes = {note["id"]: note for note in facts["notes"]}
        self.own = {note["id"]: note for note in facts["own"]}
        self.interpretation = facts["interpretation"]

    def follow(self) -> None:
        again = False
        for event in self.screen.get_received():
            payload = event["args"][0] if event["args"] else {}
            match event["name"]:
                case "note.written":
                    self.notes[payload["note"]["id"]] = payload["note"]
                case "note.changed":
                    for known in (self.notes, self.own):
                        if payload["note"]["id"] in known:
                            known[payload["note"]["id"]] = payload["note"]
                case "note.removed":
                    self.notes.pop(payload["id"], None)
                    again = again or payload["id"] in self.own
                case "seat.changed" | "meeting.changed":
                    again = True
        if again:
            self.ask()

    def acknowledged(self, answer: dict[str, Any]) -> None:
        """What the real phone does when its own note is on the server's disk."""
        if answer["ok"]:
            self.own[answer["note"]["id"]] = answer["note"]


def one_step(dice: random.Random, followers: list[Follower], console: Any, number: int) -> None:
    me = dice.choice(followers)
    known = sorted(me.own) or [0]
    anything = [note["id"] for note in state(console)["notes"]] or [0]
    on = dice.random() < 0.6
    match dice.choice(
        ["write"] * 5
        + ["erase", "hide", "show", "mark", "mark", "move", "volunteer", "interpret", "undo", "turn", "turn"]
    ):
        case "write":
            late = dice.choice([1, 1, 2])
            me.acknowledged(
                me.screen.ask("note.write", new_note(f"key-{number:08}", round=late, text=f"Note {number}"))
            )
        case "erase":
            answer = me.screen.ask("note.erase", {"note_id": dice.choice(known)})
            assert answer["ok"] or known == [0]
        case "hide":
            console.ask("note.hide", {"note_id": dice.choice(anything), "reason": "Names somebody"})
        case "show":
            console.ask("note.show", {"note_id": dice.choice(anything)})
        case "mark":
            me.screen.ask("main_point.mark", {"note_id": dice.choice(anything), "on": on})
        case "move":
            console.ask(
                "participant.move", {"participant_id": me.screen.participant.id, "table": dice.choice([1, 2])}
            )
        case "interpret":
            channels = [{"language": "en", "how": f"Channel {number}"}]
            console.ask("interpretation.set", {"table": dice.choice([None, 1, 2]), "channels": channels})
        case "undo":
            console.ask("seating.undo")
        case "volunteer":
            me.screen.ask("host.volunteer" if on else "host.step_down")
        case "turn":
            phase = state(console)["meeting"]["phase"]
            console.ask(
                "round.open"
                if phase == "moving"
                else dice.choice(["round.close", "round.pause", "round.resume"])
            )


@pytest.mark.parametrize("seed", range(8))
def test_following_equals_asking(phone, console, seed, monkeypatch):
    from consult.live import limits

    monkeypatch.setattr(limits, "spend", lambda *_: True)
    followers = [Follower(phone(table=table)) for table in (1, 1, 2, 2)]
    facilitator, dice = console(), random.Random(seed)
    done(facilitator.ask("round.open"))

    for number in range(45):
        one_step(dice, followers, facilitator, number)
        for follower in followers:
            follower.follow()

    for follower in followers:
        fresh = state(follower.screen)
        assert follower.notes == {note["id"]: note for note in fresh["notes"]}
        assert {i: n["text"] for i, n in follower.own.items()} == {n["id"]: n["text"] for n in fresh["own"]}
        assert [n["id"] for n in fresh["notes"]] == sorted(follower.notes)
        assert follower.interpretation == fresh["interpretation"]


def test_late_note_of_an_earlier_round_is_not_shown_in_this_one(phone, console, open_round):
    people = [phone(table=1), phone(table=1)]
    facilitator = console()
    open_round()
    done(facilitator.ask("round.close"))
    open_round()
    followers = [Follower(screen) for screen in people]

    followers[0].acknowledged(people[0].ask("note.write", new_note(round=1)))
    for follower in followers:
        follower.follow()

    assert [follower.notes for follower in followers] == [{}, {}]
    assert len(followers[0].own) == 1


def test_asking_twice_gives_the_same(phone, console, projector, open_round):
    author = phone(table=1)
    open_round()
    done(author.ask("note.write", new_note()))

    for screen in (author, console(), projector()):
        assert state(screen) == state(screen)


def test_steering_reaches_a_phone_that_only_follows(phone, meeting, console):
    follower = Follower(phone(table=1))
    done(console().ask("round.open"))
    seating_steer.move(meeting.id, follower.screen.participant.id, 2)

    follower.follow()

    assert state(follower.screen)["me"]["table"]["number"] == 2

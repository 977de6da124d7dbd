"""Following equals asking, with translations: who only listens knows the same as who asks anew."""

from __future__ import annotations

import random
from typing import Any

import pytest
from live.notes import done, new_note


class Follower:
    """A phone that keeps its notes and their translations up to date, as the real one does."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.notes: dict[int, dict[str, Any]] = {}
        self.ask()

    def ask(self) -> None:
        self.screen.get_received()
        self.notes = self.asked()

    def asked(self) -> dict[int, dict[str, Any]]:
        return {note["id"]: note for note in done(self.screen.ask("catch_up"))["notes"]}

    def follow(self) -> None:
        again = False
        for event in self.screen.get_received():
            payload = event["args"][0] if event["args"] else {}
            match event["name"]:
                case "note.written" | "note.changed":
                    note = payload["note"]
                    known = self.notes.get(note["id"], {})
                    kept = {"translation": known["translation"]} if "translation" in known else {}
                    self.notes[note["id"]] = {**kept, **note}
                case "note.translated" if payload["id"] in self.notes:
                    self.notes[payload["id"]] |= {"translation": payload["translation"]}
                case "note.removed":
                    self.notes.pop(payload["id"], None)
                case "seat.changed" | "meeting.changed":
                    again = True
        if again:
            self.ask()


def one_step(dice: random.Random, phones: list[Follower], console: Any, number: int) -> None:
    me, on = dice.choice(phones), dice.random() < 0.6
    note = {"note_id": dice.choice([one for phone in phones for one in phone.notes] or [0])}
    match dice.choice(["write"] * 5 + ["hide", "show", "mark", "move", "correct", "correct", "switch"]):
        case "write":
            text = dice.choice(["", "(es) ", "(de) "]) + f"Note {number}"
            done(me.screen.ask("note.write", new_note(f"key-{number:08}", text=text)))
        case "hide":
            console.ask("note.hide", {**note, "reason": "Names somebody"})
        case "show":
            console.ask("note.show", note)
        case "mark":
            me.screen.ask("main_point.mark", {**note, "on": on})
        case "move":
            one = me.screen.participant.id
            console.ask("participant.move", {"participant_id": one, "table": dice.choice([1, 2])})
        case "correct":
            me.screen.ask("note.correct", {**note, "text": f"Better {number}"})
        case "switch":
            done(me.screen.ask("language.change", {"language": dice.choice(["en", "fr", "pt"])}))
            # Whoever reads another language asks for everything.
            me.ask()


@pytest.mark.parametrize("seed", range(4))
def test_following_equals_asking_in_four_languages(phone, console, translated, seed, monkeypatch):
    from consult.live import limits

    monkeypatch.setattr(limits, "spend", lambda *_: True)
    languages = ("en", "fr", "es", "pt", "fr")
    phones = [Follower(phone(table=1 + (place > 2), languages=(one,))) for place, one in enumerate(languages)]
    facilitator, dice = console(), random.Random(seed)
    done(facilitator.ask("round.open"))

    for number in range(40):
        one_step(dice, phones, facilitator, number)
        if dice.random() < 0.3:
            translated()
        for follower in phones:
            follower.follow()
    translated()
    for follower in phones:
        follower.follow()

    for follower in phones:
        assert follower.notes == follower.asked()
        mine = follower.screen.participant.id
        assert all("translation" not in note for note in follower.notes.values() if note["mine"]), mine

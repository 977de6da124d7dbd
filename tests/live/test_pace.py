"""When the server is late, what can wait waits: never the state of a screen, never the facilitator, notes last."""

from __future__ import annotations

import pytest
from live.notes import done, new_note

from consult.live import pace
from consult.locales import in_language
from consult.phrases import sentence


class Monotonic:
    instant = 1000.0

    def monotonic(self) -> float:
        return self.instant


@pytest.fixture
def turn(monkeypatch):
    """The loop comes round, so many seconds too late."""
    clock = Monotonic()
    monkeypatch.setattr(pace, "time", clock)
    pace.forget_all()
    pace.turn()

    def _turn(late: float) -> None:
        clock.instant += pace.TURN_SECONDS + late
        pace.turn()

    yield _turn
    pace.forget_all()


def test_lateness_is_that_of_two_turns(turn):
    turn(5)
    once = pace.lateness()
    turn(2)
    twice = pace.lateness()
    turn(0)

    assert (once, twice, pace.lateness()) == (0.0, pytest.approx(2), 0.0)


def test_what_can_wait_waits_and_what_cannot_is_done(turn, phone, console, open_round):
    author = phone(table=1)
    facilitator = console()
    open_round()
    turn(1.5)
    turn(1.5)

    refused = author.ask("head_count.give", {"people": 4})

    assert (refused["code"], refused["retry"]) == ("please_wait", True)
    assert facilitator.ask("analysis.start")["code"] == "please_wait"
    done(author.ask("catch_up"))
    done(author.ask("note.write", new_note()))
    done(author.ask("help.call", {"on": True}))
    done(facilitator.ask("round.pause"))


def test_notes_wait_last_and_arrive_in_the_end(turn, phone, console, open_round):
    author = phone(table=1, languages=("fr",))
    facilitator = console()
    open_round()
    turn(4)
    turn(4)

    refused = author.ask("note.write", new_note())

    assert (refused["code"], refused["retry"]) == ("please_wait", True)
    with in_language("fr"):
        assert refused["message"] == sentence("please_wait")
    done(author.ask("catch_up"))
    done(facilitator.ask("round.pause"))
    turn(0)
    done(author.ask("note.write", new_note()))

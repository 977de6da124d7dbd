"""A line from the facilitator to all, or to one table; and a table that calls for help."""

from __future__ import annotations

import pytest
from live.notes import done, quiet

LINE = "Five more minutes."


def state(screen):
    return done(screen.ask("catch_up"))


@pytest.fixture
def hall(phone, console, projector):
    """(at table 1, at table 2, facilitator, projector), everybody quiet."""
    screens = phone(table=1), phone(table=2), console(), projector()
    quiet(*screens)
    return screens


def test_announcement_to_all(hall):
    one, two, facilitator, _projector = hall

    done(facilitator.ask("announcement.make", {"text": LINE}))

    assert [s.heard() for s in hall] == [["announcement.made"]] * 3 + [[]]
    assert [state(s)["announcement"]["text"] for s in (one, two)] == [LINE, LINE]


def test_announcement_to_one_table(hall):
    one, two, facilitator, _projector = hall

    done(facilitator.ask("announcement.make", {"text": LINE, "table": 2}))

    assert [s.heard() for s in hall] == [[], ["announcement.made"], ["announcement.made"], []]
    assert state(one)["announcement"] is None
    assert state(two)["announcement"]["text"] == LINE


def test_what_was_said_to_a_table_is_not_told_to_the_next_group(hall, open_round, phone):
    people = [*hall[:2], *(phone() for _ in range(10))]
    facilitator = hall[2]
    open_round()
    for table in (1, 2, 3, 4):
        done(facilitator.ask("announcement.make", {"text": LINE, "table": table}))
    done(facilitator.ask("round.close"))
    done(facilitator.ask("round.open"))

    assert {state(screen)["announcement"] is None for screen in people} == {True}


def test_latest_announcement_counts(hall, clock):
    one, _two, facilitator, _projector = hall
    done(facilitator.ask("announcement.make", {"text": "First"}))
    clock.advance(60)
    done(facilitator.ask("announcement.make", {"text": "Second", "table": 1}))

    assert state(one)["announcement"] == {"text": "Second", "at": round(clock() * 1000)}


def test_whoever_moves_tables_hears_the_new_one_and_not_the_old(hall):
    one, _two, facilitator, _projector = hall
    done(facilitator.ask("participant.move", {"participant_id": one.participant.id, "table": 3}))
    quiet(one)

    done(facilitator.ask("announcement.make", {"text": "To one", "table": 1}))
    assert one.heard() == []
    done(facilitator.ask("announcement.make", {"text": "To three", "table": 3}))
    assert one.heard() == ["announcement.made"]


@pytest.mark.parametrize("payload", [{"text": ""}, {"text": "x" * 401}, {"text": LINE, "table": 9}, {}])
def test_announcement_that_is_refused(hall, payload):
    assert hall[2].ask("announcement.make", payload)["ok"] is False
    assert hall[0].heard() == []


def test_call_for_help_reaches_the_console_and_the_own_table_only(hall):
    one, two, facilitator, projector = hall

    done(one.ask("help.call", {"on": True}))

    heard = facilitator.get_received()
    assert [(event["name"], event["args"]) for event in heard] == [("help.called", [{"table": 1}])]
    assert (one.heard(), two.heard(), projector.heard()) == (["seat.changed"], [], [])
    assert state(one)["me"]["calls_help"] is True
    assert [table["calls_help"] for table in state(facilitator)["tables"]] == [True, False, False, False]


@pytest.mark.parametrize("taken_back", [True, False])
def test_help_is_answered_or_no_longer_needed(hall, taken_back):
    one, _two, facilitator, _projector = hall
    done(one.ask("help.call", {"on": True}))
    quiet(*hall)

    if taken_back:
        done(one.ask("help.call", {"on": False}))
    else:
        done(facilitator.ask("help.answer", {"table": 1}))

    assert state(one)["me"]["calls_help"] is False
    assert (one.heard(), facilitator.heard()) == (["seat.changed"], [])


def test_call_for_help_ends_with_the_round(hall, open_round):
    one, _two, facilitator, _projector = hall
    open_round()
    done(one.ask("help.call", {"on": True}))

    done(facilitator.ask("round.close"))

    assert not any(table["calls_help"] for table in state(facilitator)["tables"])


def test_help_while_moving_is_for_the_table_they_go_to(hall, open_round, phone):
    people = [*hall[:2], *(phone() for _ in range(10))]
    facilitator = hall[2]
    open_round()
    done(facilitator.ask("round.close"))
    tables = {screen: state(screen)["me"]["table"]["number"] for screen in people}
    quiet(*people)

    done(people[0].ask("help.call", {"on": True}))

    here = [screen for screen in people if tables[screen] == tables[people[0]]]
    assert [screen for screen in people if screen.heard() == ["seat.changed"]] == here

"""Somebody asks for slower speech: who is told, who is not, what is counted, and what nobody can find out."""

from __future__ import annotations

from typing import Any

import pytest
from live.notes import done, quiet

from consult.domain.slower import AGAIN_AFTER_SECONDS, SHOWN_SECONDS
from consult.extensions import db
from consult.live import limits
from consult.locales import in_language
from consult.models import Participant, SlowerRequest
from consult.phrases import sentence
from consult.services.meeting import announce, join, news
from consult.services.meeting import slower as requests


def state(screen: Any) -> dict[str, Any]:
    return done(screen.ask("catch_up"))


def stored() -> list[tuple[int, int, int]]:
    """(round, table, times) of every row."""
    found = db.session.query(SlowerRequest).order_by(SlowerRequest.id)
    return [(row.round_number, row.table_number, row.times) for row in found]


def told(screen: Any) -> list[dict[str, Any]]:
    return [event["args"][0] for event in screen.get_received() if event["name"] == "slower.asked"]


@pytest.fixture
def table(phone, console, projector, open_round):
    """(asker, neighbour, host, elsewhere, facilitator, projector) in round 1; the first three at one table."""
    asker, neighbour, host, elsewhere = (phone(table=number) for number in (1, 1, 1, 2))
    facilitator, hall = console(), projector()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    quiet(asker, neighbour, host, elsewhere, facilitator, hall)
    return asker, neighbour, host, elsewhere, facilitator, hall


def test_whole_table_is_told_and_nobody_else(table, clock):
    asker, neighbour, host, elsewhere, facilitator, hall = table

    answer = done(asker.ask("slower.ask"))

    at = round(clock() * 1000)
    assert set(answer) == {"ok", "version"}
    for screen in (asker, neighbour, host):
        assert told(screen) == [{"table": 1, "at": at}]
        assert state(screen)["slower"]["heard_at"] == at
    assert told(facilitator) == [{"table": 1, "at": at, "count": 1, "people": 1}]
    assert (elsewhere.heard(), told(hall)) == ([], [])
    assert state(elsewhere)["slower"] == {"table": 2, "asked_at": None, "heard_at": None}
    assert state(hall)["slower"] is None


def test_only_who_asked_sees_that_they_did(table, clock):
    asker, neighbour, *_others = table
    done(asker.ask("slower.ask"))

    at = round(clock() * 1000)
    assert state(asker)["slower"] == {"table": 1, "asked_at": at, "heard_at": at}
    assert state(neighbour)["slower"] == {"table": 1, "asked_at": None, "heard_at": at}
    clock.advance(SHOWN_SECONDS)
    assert state(asker)["slower"] == {"table": 1, "asked_at": at, "heard_at": None}
    clock.advance(AGAIN_AFTER_SECONDS - SHOWN_SECONDS)
    assert state(asker)["slower"] == {"table": 1, "asked_at": None, "heard_at": None}


def test_asking_twice_is_harmless_and_counts_once(table, clock):
    asker, neighbour, _host, _elsewhere, facilitator, _hall = table
    done(asker.ask("slower.ask"))
    quiet(neighbour, facilitator)
    news._touched.clear()

    for _ in range(3):
        done(asker.ask("slower.ask"))

    assert (neighbour.heard(), facilitator.heard(), news._touched) == ([], [], {})
    assert stored() == [(1, 1, 1)]
    clock.advance(AGAIN_AFTER_SECONDS)
    done(asker.ask("slower.ask"))
    assert stored() == [(1, 1, 2)]
    assert told(facilitator) == [{"table": 1, "at": round(clock() * 1000), "count": 2, "people": 1}]


def test_console_counts_by_table_newest_first_and_names_nobody(table, clock, phone):
    asker, neighbour, _host, elsewhere, facilitator, _hall = table
    companions = [phone(table=2), phone(table=2)]
    done(asker.ask("slower.ask"))
    clock.advance(1)
    done(companions[0].ask("slower.ask"))
    clock.advance(AGAIN_AFTER_SECONDS)
    done(neighbour.ask("slower.ask"))
    done(asker.ask("slower.ask"))

    shown = state(facilitator)["slower"]

    assert [(one["table"], one["count"], one["people"]) for one in shown] == [(1, 3, 2), (2, 1, 1)]
    assert {name for one in shown for name in one} == {"table", "at", "count", "people"}
    assert state(elsewhere)["slower"]["heard_at"] is None


def test_at_a_table_of_two_no_number_says_who_it_was(phone, console, open_round, clock):
    asker, _other = phone(table=1), phone(table=1)
    facilitator = console()
    open_round()
    quiet(facilitator)

    done(asker.ask("slower.ask"))

    unsaid = {"table": 1, "at": round(clock() * 1000), "count": None, "people": None}
    assert told(facilitator) == [unsaid]
    assert state(facilitator)["slower"] == [unsaid]


def test_round_that_is_over_takes_its_wishes_along(table):
    asker, neighbour, _host, _elsewhere, facilitator, _hall = table
    done(asker.ask("slower.ask"))

    done(facilitator.ask("round.close"))

    assert (state(neighbour)["slower"], state(facilitator)["slower"]) == (None, [])
    refused = asker.ask("slower.ask")
    assert (refused["code"], stored()) == ("nobody_speaks", [(1, 1, 1)])
    done(facilitator.ask("round.open"))
    assert state(facilitator)["slower"] == []
    assert state(neighbour)["slower"]["heard_at"] is None
    # Whoever asks at the new table is heard there at once.
    done(asker.ask("slower.ask"))
    assert len(stored()) == 2


def test_who_sits_nowhere_is_refused(phone, console, open_round):
    resting = phone()
    done(resting.ask("round.sit_out", {"on": True}))
    open_round()

    assert (resting.ask("slower.ask")["code"], state(resting)["slower"]) == ("not_seated", None)


def test_after_the_end_it_is_refused(harvest):
    asker, *_others, facilitator, _hall = harvest
    done(facilitator.ask("meeting.close"))

    assert (asker.ask("slower.ask")["code"], state(asker)["slower"]) == ("meeting_closed", None)
    assert (stored(), state(facilitator)["slower"]) == ([], [])


def test_in_the_welcome_the_hall_and_the_console_are_told(phone, console, projector, clock):
    people = [phone(table=number) for number in (1, 1, 2)]
    facilitator, hall = console(), projector()
    quiet(*people, facilitator)

    done(people[0].ask("slower.ask"))

    at = round(clock() * 1000)
    assert told(facilitator) == [{"table": 0, "at": at, "count": 1, "people": 1}]
    assert state(hall)["slower"] == {"at": at}
    # The facilitator speaks: no phone has the floor.
    assert [told(screen) for screen in people] == [[], [], []]
    assert [state(screen)["slower"]["heard_at"] for screen in people] == [None, None, None]
    assert state(people[0])["slower"]["asked_at"] == at
    clock.advance(SHOWN_SECONDS)
    assert state(hall)["slower"] is None


@pytest.fixture
def harvest(table):
    facilitator = table[4]
    for name in ("round.close", "harvest.begin"):
        done(facilitator.ask(name))
    quiet(*table)
    return table


def test_in_the_harvest_the_table_that_has_the_floor_is_told(harvest, clock):
    asker, neighbour, host, elsewhere, facilitator, hall = harvest
    done(facilitator.ask("speaker.choose", {"table": 2}))
    quiet(asker, neighbour, host, elsewhere)

    done(asker.ask("slower.ask"))

    at = round(clock() * 1000)
    assert told(elsewhere) == [{"table": 0, "at": at}]
    assert [told(screen) for screen in (asker, neighbour, host)] == [[], [], []]
    assert state(elsewhere)["slower"] == {"table": 0, "asked_at": None, "heard_at": at}
    assert state(neighbour)["slower"] == {"table": 0, "asked_at": None, "heard_at": None}
    assert state(hall)["slower"] == {"at": at}


def test_whoever_gets_the_floor_next_is_told_too(harvest):
    asker, neighbour, _host, elsewhere, facilitator, _hall = harvest
    done(facilitator.ask("speaker.choose", {"table": 2}))
    done(asker.ask("slower.ask"))
    quiet(asker, neighbour, elsewhere)

    done(facilitator.ask("speaker.choose", {"table": 1}))

    assert (neighbour.heard(), elsewhere.heard()) == (["seat.changed"], ["seat.changed"])
    assert state(neighbour)["slower"]["heard_at"] is not None
    assert state(elsewhere)["slower"]["heard_at"] is None


def test_nobody_is_told_of_the_floor_when_nobody_has_asked(harvest):
    _asker, neighbour, _host, _elsewhere, facilitator, _hall = harvest

    done(facilitator.ask("speaker.choose", {"table": 1}))

    assert neighbour.heard() == []


def test_whoever_is_moved_sees_what_their_new_table_was_asked(table):
    asker, neighbour, _host, elsewhere, facilitator, _hall = table
    done(asker.ask("slower.ask"))
    moved = {"participant_id": neighbour.participant.id, "table": 2}
    done(facilitator.ask("participant.move", moved))
    quiet(neighbour)

    assert state(neighbour)["slower"] == {"table": 2, "asked_at": None, "heard_at": None}
    done(elsewhere.ask("slower.ask"))
    assert [one["table"] for one in told(neighbour)] == [2]


def test_flood_of_taps_is_one_row(table, monkeypatch):
    asker, _neighbour, _host, _elsewhere, facilitator, _hall = table
    quiet(facilitator)
    carried_out: list[int] = []
    asked_by = requests.asked_by
    monkeypatch.setattr(requests, "asked_by", lambda one: (carried_out.append(one), asked_by(one))[1])

    codes = {asker.ask("slower.ask").get("code", "ok") for _ in range(2_000)}

    assert codes >= {"ok", "too_fast"}
    assert len(carried_out) < 2 * limits.CAPACITY
    assert (stored(), len(told(facilitator))) == ([(1, 1, 1)], 1)


def test_who_erases_themselves_takes_their_wishes_along(table, console):
    asker, neighbour, *_others = table
    done(asker.ask("slower.ask"))

    join.erase(db.session.get_one(Participant, asker.participant.id))

    assert stored() == []
    assert state(console())["slower"] == []
    assert state(neighbour)["slower"]["heard_at"] is None


def test_who_leaves_has_asked_all_the_same(table, console):
    asker, *_others = table
    done(asker.ask("slower.ask"))

    done(asker.ask("meeting.leave"))

    assert asker.ask("slower.ask")["code"] == "not_recognised"
    assert [one["table"] for one in state(console())["slower"]] == [1]


def test_payload_says_nothing_about_who_or_where(table):
    asker, *_others = table

    assert asker.ask("slower.ask", {"table": 2})["code"] == "malformed"
    assert asker.ask("slower.ask", {"participant_id": 1})["code"] == "malformed"
    assert stored() == []


def test_refusal_is_in_the_language_of_the_phone(phone, console, open_round):
    asker = phone(table=1, languages=("fr",))
    open_round()
    done(console().ask("round.close"))

    answer = asker.ask("slower.ask")

    assert (answer["ok"], answer["code"]) == (False, "nobody_speaks")
    with in_language("fr"):
        assert answer["message"] == sentence("nobody_speaks")
    assert answer["message"] != sentence("nobody_speaks")


def test_what_happened_is_announced_after_it_is_stored(table, monkeypatch):
    asker, *_others = table
    seen: list[list[tuple[int, int, int]]] = []
    monkeypatch.setattr(announce, "announce", lambda *_: seen.append(stored()))

    done(asker.ask("slower.ask"))

    assert seen == [[(1, 1, 1)]]

"""Seats steered from the console: the people concerned hear of it, others do not; every step can be taken back."""

from __future__ import annotations

import pytest
from live.notes import done, quiet

from consult.extensions import db
from consult.models import Participant, Seat, SeatingStep


def table_of(screen):
    table = done(screen.ask("catch_up"))["me"]["table"]
    return table and table["number"]


def me(screen):
    return screen.participant.id


def stored():
    db.session.expire_all()
    return {
        (seat.round_number, seat.participant_id): (seat.table_number, seat.is_host, seat.pinned)
        for seat in db.session.query(Seat)
    }


@pytest.fixture
def hall(phone, console):
    """Eight phones, two at each of four tables, before the first round; and a console."""
    phones = [phone(table=1 + k // 2, nickname=f"Person {k + 1}") for k in range(8)]
    facilitator = console()
    for screen in [*phones, facilitator]:
        screen.get_received()
    return phones, facilitator


def test_swapping_tells_both_tables_and_nobody_else(hall):
    phones, facilitator = hall

    done(facilitator.ask("seating.swap", {"round": 1, "one": me(phones[0]), "other": me(phones[2])}))

    assert [table_of(screen) for screen in phones] == [2, 1, 1, 2, 3, 3, 4, 4]
    assert ["seat.changed" in screen.heard() for screen in phones[:4]] == [True] * 4
    assert [screen.heard() for screen in phones[4:]] == [[]] * 4


def test_preview_says_what_would_change_and_changes_nothing(hall, open_round):
    phones, facilitator = hall
    open_round()
    done(facilitator.ask("round.close"))
    quiet(*phones)
    before = stored()
    one = me(phones[0])
    been = before[1, one][0]

    answer = done(
        facilitator.ask("seating.preview", {"round": 2, "move": {"participant_id": one, "table": been}})
    )

    assert answer["after"]["table_returns"] == answer["before"]["table_returns"] + 1
    assert f"Person 1 has been at table {been} before." in answer["sentences"]
    assert stored() == before
    assert [screen.heard() for screen in phones] == [[]] * 8


def test_preview_of_a_swap_keeps_sizes(hall):
    phones, facilitator = hall

    answer = done(facilitator.ask("seating.preview", {"round": 1, "swap": [me(phones[0]), me(phones[7])]}))

    assert answer["after"]["uneven"] == answer["before"]["uneven"]


def test_pinned_seats_are_shown_and_survive_the_opening(hall, open_round):
    phones, facilitator = hall
    ids = [me(screen) for screen in phones[:2]]

    done(facilitator.ask("seating.pin", {"round": 1, "participant_ids": ids, "on": True}))

    shown = done(facilitator.ask("seating.show", {"round": 1}))
    table = next(table for table in shown["tables"] if table["number"] == 1)
    assert [person["pinned"] for person in table["people"]] == ["round", "round"]
    open_round()
    assert [table_of(screen) for screen in phones[:2]] == [1, 1]
    assert [screen.heard().count("ended") for screen in phones] == [0] * 8


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("participant.move", lambda a, b: {"participant_id": a, "table": 4}),
        ("seating.swap", lambda a, b: {"round": 1, "one": a, "other": b}),
        ("seating.pin", lambda a, b: {"round": 1, "participant_ids": [a, b], "on": False}),
        ("seating.keep", lambda a, b: {"participant_id": a, "on": True}),
        ("pair.wish", lambda a, b: {"one": a, "other": b, "wish": "apart"}),
        ("pair.wish", lambda a, b: {"one": b, "other": a, "wish": "together"}),
        ("participant.sit_out", lambda a, b: {"participant_id": a, "on": True}),
        ("host.appoint", lambda a, b: {"participant_id": a, "on": True}),
        ("seating.settings", lambda a, b: {"fresh_tables": False, "mix_groups": False}),
    ],
)
def test_every_step_can_be_taken_back(hall, name, payload):
    phones, facilitator = hall
    before, view = stored(), facilitator.ask("seating.show")

    done(facilitator.ask(name, payload(me(phones[0]), me(phones[2]))))
    changed, changed_view = stored(), facilitator.ask("seating.show")
    done(facilitator.ask("seating.undo"))

    assert (changed, changed_view["wishes"], changed_view["settings"]) != (
        before,
        view["wishes"],
        view["settings"],
    ) or changed_view["tables"] != view["tables"]
    after = facilitator.ask("seating.show")
    assert stored() == before
    parts = ("tables", "wishes", "settings", "unseated")
    assert {part: after[part] for part in parts} == {part: view[part] for part in parts}


def test_steps_are_taken_back_one_after_the_other(hall):
    phones, facilitator = hall
    before = stored()
    first = {"round": 1, "one": me(phones[0]), "other": me(phones[2])}
    done(facilitator.ask("seating.swap", first))
    between = stored()
    done(facilitator.ask("seating.swap", {"round": 1, "one": me(phones[0]), "other": me(phones[4])}))
    said = facilitator.ask("seating.show")["undo"]["sentence"]

    done(facilitator.ask("seating.undo"))
    assert stored() == between
    done(facilitator.ask("seating.undo"))

    assert stored() == before
    assert said == "Person 1 and Person 5 change places in round 1"


def test_undoing_leaves_whoever_came_since_where_they_sit(hall, phone):
    phones, facilitator = hall
    done(facilitator.ask("seating.swap", {"round": 1, "one": me(phones[0]), "other": me(phones[2])}))
    late = phone(nickname="Late")
    seat = table_of(late)

    done(facilitator.ask("seating.undo"))
    done(facilitator.ask("seating.undo"))

    assert table_of(late) == seat
    assert table_of(phones[0]) == 1


def test_undoing_does_not_bring_back_whoever_left(hall):
    phones, facilitator = hall
    done(facilitator.ask("seating.swap", {"round": 1, "one": me(phones[0]), "other": me(phones[2])}))
    done(phones[0].ask("meeting.leave"))

    done(facilitator.ask("seating.undo"))

    assert (1, me(phones[0])) not in stored()
    assert table_of(phones[2]) == 2


def test_nothing_can_be_undone_once_the_phase_has_changed(hall, open_round):
    phones, facilitator = hall
    done(facilitator.ask("seating.swap", {"round": 1, "one": me(phones[0]), "other": me(phones[2])}))

    open_round()

    assert facilitator.ask("seating.undo")["code"] == "nothing_to_undo"
    assert facilitator.ask("seating.show")["undo"] is None
    assert db.session.query(SeatingStep).count() == 0


@pytest.mark.parametrize(
    ("name", "payload", "code"),
    [
        ("seating.swap", {"round": 1, "one": 1, "other": 1}, "two_people_needed"),
        ("seating.swap", {"round": 1, "one": 1, "other": 2}, "same_table"),
        ("seating.swap", {"round": 1, "one": 1, "other": 99}, "no_such_person"),
        ("seating.swap", {"round": 9, "one": 1, "other": 3}, "no_such_round"),
        ("seating.swap", {"round": 3, "one": 1, "other": 3}, "person_not_seated"),
        ("seating.swap", {"round": True, "one": 1, "other": 3}, "malformed"),
        ("seating.swap", {"one": 1, "other": 3}, "malformed"),
        ("seating.pin", {"round": 1, "participant_ids": [], "on": True}, "malformed"),
        ("seating.pin", {"round": 1, "participant_ids": [99], "on": True}, "no_such_person"),
        ("seating.show", {"round": 9}, "no_such_round"),
        ("seating.show", {"round": 0}, "malformed"),
        ("seating.preview", {"round": 1}, "two_people_needed"),
        ("seating.preview", {"round": 1, "swap": [1, 99]}, "person_not_seated"),
        ("seating.preview", {"round": 1, "move": {"participant_id": 1, "table": 99}}, "no_such_table"),
        ("seating.preview", {"round": 1, "move": {"participant_id": 99, "table": 1}}, "no_such_person"),
        ("seating.preview", {"round": 1, "swap": [1, 2, 3]}, "malformed"),
        ("pair.wish", {"one": 1, "other": 1, "wish": "apart"}, "two_people_needed"),
        ("pair.wish", {"one": 1, "other": 2, "wish": "hate"}, "malformed"),
        ("seating.take", {"fingerprint": "0" * 64}, "changed_meanwhile"),
        ("seating.take", {"fingerprint": "x"}, "malformed"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_everything(hall, name, payload, code):
    _, facilitator = hall
    before = stored()

    assert facilitator.ask(name, payload)["code"] == code

    assert stored() == before


def test_the_view_shows_no_group(hall):
    phones, facilitator = hall
    person = db.session.get_one(Participant, me(phones[0]))
    person.group_key = person_group = "migrant-council"
    db.session.commit()

    assert person_group not in str(facilitator.ask("seating.show"))


def test_a_host_who_sits_elsewhere_in_a_later_round_remains_host(hall, open_round):
    phones, facilitator = hall
    done(facilitator.ask("host.appoint", {"participant_id": me(phones[0]), "on": True}))
    open_round()
    done(facilitator.ask("round.close"))
    done(facilitator.ask("round.open"))

    assert table_of(phones[0]) == 1
    assert stored()[2, me(phones[0])][:2] == (1, True)

"""What a table host does: main points, the hand-over, the head count; becoming one and stepping down."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import Meeting


def state(screen):
    return done(screen.ask("catch_up"))


@pytest.fixture
def hosted(phone, console, open_round):
    """(host, guest at the same table, somebody elsewhere, facilitator) in round 1."""
    host, guest, elsewhere = phone(table=1), phone(table=1), phone(table=2)
    facilitator = console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    return host, guest, elsewhere, facilitator


def test_main_point_is_marked_before_the_table(hosted):
    host, guest, elsewhere, _facilitator = hosted
    note_id = written(guest)
    quiet(host, guest, elsewhere)

    done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))

    [heard] = guest.get_received()
    assert (heard["name"], heard["args"][0]["note"]["main_point"]) == ("note.changed", True)
    assert elsewhere.heard() == []


def test_main_point_of_another_table_is_not_the_hosts(hosted):
    host, _guest, elsewhere, _facilitator = hosted

    answer = host.ask("main_point.mark", {"note_id": written(elsewhere), "on": True})

    assert answer["code"] == "hosts_only"


def test_main_point_is_taken_back(hosted, projector):
    host, guest, _elsewhere, _facilitator = hosted
    note_id = written(guest)
    done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))
    done(host.ask("main_point.mark", {"note_id": note_id, "on": False}))

    assert state(projector())["harvest"]["tables"][0]["points"] == []


def test_host_of_a_round_still_marks_its_points_in_the_next_one(hosted):
    host, guest, _elsewhere, facilitator = hosted
    note_id = written(guest)
    done(facilitator.ask("round.close"))
    done(host.ask("host.step_down"))
    done(facilitator.ask("round.open"))

    assert host.ask("main_point.mark", {"note_id": note_id, "on": True})["ok"] is True


def test_hand_over_greets_the_next_group_at_that_table_and_no_other(hosted, phone):
    host, *_others, facilitator = hosted
    everybody = [*hosted[:3], *(phone() for _ in range(6))]
    done(host.ask("hand_over.write", {"text": "They want lamps.", "round": 1}))
    done(facilitator.ask("round.close"))
    done(facilitator.ask("round.open"))

    seen = {screen: state(screen) for screen in everybody}

    for facts in seen.values():
        expected = {"text": "They want lamps.", "language": "en", "round": 1}
        assert facts["hand_over"] == (expected if facts["me"]["table"]["number"] == 1 else None)
    assert seen[host]["me"]["table"]["number"] == 1
    assert {facts["hand_over"] is not None for facts in seen.values()} == {True, False}


def test_hand_over_written_while_people_move_reaches_those_who_come(hosted, meeting):
    host, _guest, _elsewhere, facilitator = hosted
    done(facilitator.ask("round.close"))
    coming = {s: state(s)["me"]["table"]["number"] == 1 for s in hosted[:3]}
    quiet(*hosted[:3])

    done(host.ask("hand_over.write", {"text": "They want lamps.", "round": 1}))

    for screen, comes in coming.items():
        facts = state(screen)
        assert (facts["hand_over"] is not None) == comes
        if comes and screen is not host:
            assert "seat.changed" in screen.heard()


def test_hand_over_is_replaced_and_can_be_emptied(hosted):
    host, *_others, facilitator = hosted
    seen = []
    for text in ("First", "Second", ""):
        done(host.ask("hand_over.write", {"text": text, "round": 1}))
        seen.append(state(host)["my_hand_over"])
    done(facilitator.ask("round.close"))
    done(facilitator.ask("round.open"))

    assert seen == ["First", "Second", ""]
    assert state(host)["hand_over"] is None


@pytest.mark.parametrize("payload", [{"text": "x" * 1201, "round": 1}, {"text": "Lamps", "round": 2}])
def test_hand_over_too_long_or_too_early_is_refused(hosted, payload):
    assert hosted[0].ask("hand_over.write", payload)["ok"] is False


def test_head_count_is_seen_at_the_table_and_on_the_console(hosted):
    host, guest, elsewhere, facilitator = hosted
    quiet(host, guest, elsewhere)

    done(host.ask("head_count.give", {"people": 6}))

    assert state(guest)["heads"] == 6
    assert (guest.heard(), elsewhere.heard()) == (["seat.changed"], [])
    assert [table["head_count"] for table in state(facilitator)["tables"]] == [6, None, None, None]


@pytest.mark.parametrize("people", [-1, 100, "5", 5.5, True])
def test_head_count_that_cannot_be_is_refused(hosted, people):
    assert hosted[0].ask("head_count.give", {"people": people})["code"] == "malformed"


def test_volunteer_becomes_the_host_where_there_is_none(phone, open_round):
    volunteer, other = phone(table=1), phone(table=1)
    open_round()
    quiet(other)

    done(volunteer.ask("host.volunteer"))

    assert state(volunteer)["me"]["is_host"] is True
    assert other.heard() == ["seat.changed"]
    assert state(other)["me"]["table_has_host"] is True
    assert other.ask("host.volunteer")["code"] == "table_has_host"


def test_host_who_steps_down_makes_room_for_another(phone, open_round):
    host, other = phone(table=1), phone(table=1)
    open_round()
    done(host.ask("host.volunteer"))

    done(host.ask("host.step_down"))

    assert state(host)["me"]["is_host"] is False
    assert other.ask("host.volunteer")["ok"] is True


def test_table_whose_host_went_home_can_have_another(phone, open_round):
    host, other = phone(table=1), phone(table=1)
    open_round()
    done(host.ask("host.volunteer"))
    done(host.ask("meeting.leave"))

    assert state(other)["me"]["table_has_host"] is False
    assert other.ask("host.volunteer")["ok"] is True


def test_host_stays_and_travellers_move_on(phone, console, open_round, meeting):
    people = [phone() for _ in range(12)]
    host = people[0]
    done(host.ask("host.volunteer"))
    open_round()
    table = state(host)["me"]["table"]["number"]
    facilitator = console()
    for _round in range(2):
        done(facilitator.ask("round.close"))
        done(facilitator.ask("round.open"))

    assert (state(host)["me"]["table"]["number"], state(host)["me"]["is_host"]) == (table, True)


def test_volunteering_host_stays_one_more_round_then_travels(phone, console, open_round, meeting):
    db.session.get_one(Meeting, meeting.id).host_policy = "volunteer"
    db.session.commit()
    people = [phone() for _ in range(12)]
    open_round()
    host, facilitator, seen = people[0], console(), []
    done(host.ask("host.volunteer"))
    for _round in range(2):
        seen.append((state(host)["me"]["table"]["number"], state(host)["me"]["is_host"]))
        done(facilitator.ask("round.close"))
        done(facilitator.ask("round.open"))
    seen.append((state(host)["me"]["table"]["number"], state(host)["me"]["is_host"]))

    assert seen[1] == (seen[0][0], True)
    assert seen[2][1] is False
    assert seen[2][0] != seen[0][0]


def test_next_volunteer_may_follow_while_the_first_hands_over(phone, console, open_round, meeting):
    db.session.get_one(Meeting, meeting.id).host_policy = "volunteer"
    db.session.commit()
    people = [phone() for _ in range(8)]
    open_round()
    host, facilitator = people[0], console()
    done(host.ask("host.volunteer"))
    done(facilitator.ask("round.close"))
    done(facilitator.ask("round.open"))
    table = state(host)["me"]["table"]["number"]
    guest = next(p for p in people[1:] if state(p)["me"]["table"]["number"] == table)

    assert guest.ask("host.volunteer")["ok"] is True


@pytest.mark.parametrize("on", [True, False])
def test_facilitator_appoints_and_relieves(hosted, on):
    _host, _guest, elsewhere, facilitator = hosted
    quiet(elsewhere)

    done(facilitator.ask("host.appoint", {"participant_id": elsewhere.participant.id, "on": on}))

    assert state(elsewhere)["me"]["is_host"] is on
    assert elsewhere.heard() == ["seat.changed"]


def test_host_who_is_moved_away_no_longer_looks_after_the_old_table(hosted):
    host, guest, _elsewhere, facilitator = hosted

    done(facilitator.ask("participant.move", {"participant_id": host.participant.id, "table": 2}))

    me = state(host)["me"]
    assert (me["table"]["number"], me["is_host"], me["stays"]) == (2, False, False)
    assert state(guest)["me"]["table_has_host"] is False
    assert guest.ask("host.volunteer")["ok"] is True

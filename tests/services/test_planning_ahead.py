"""The rounds to come are planned in a process of their own, and nobody is surprised by it."""

from __future__ import annotations

import pytest
from services.people import join_many, join_one, seats, sizes

from consult.domain import commands as c
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingReview
from consult.services import catch_up
from consult.services.meeting import contribute, news, steer
from consult.services.seating import ahead
from consult.services.seating import steer as seating_steer


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Every test begins with nothing planned, and waits for no quiet moment."""
    monkeypatch.setattr(ahead, "QUIET_SECONDS", 0.0)
    news.to_plan()
    ahead._changed_at.clear()
    yield
    for meeting_id in list(ahead._working):
        ahead.cancel(meeting_id)


def plan_ahead(meeting: Meeting) -> None:
    """Let the planning go on until nothing is left to plan."""
    ahead.keep_ready()
    for _ in range(10):
        if meeting.id not in {*ahead._working, *ahead._changed_at}:
            break
        for work in list(ahead._working.values()):
            work.process.wait(timeout=60)
        ahead.keep_ready()
    db.session.expire_all()


def turn(meeting: Meeting, name: str) -> None:
    steer.steer(meeting.id, steer.PLAIN[name])
    db.session.expire_all()


def show(meeting: Meeting, number: int | None = None) -> dict:
    db.session.expire_all()
    return catch_up.seating(meeting, number)


def test_all_rounds_are_planned_before_the_first_opens(meeting):
    people = {one.id for one in join_many(meeting, 20)}

    plan_ahead(meeting)

    plans = [seats(meeting, number) for number in (1, 2, 3)]
    assert [set(plan) for plan in plans] == [people] * 3
    assert [sizes(plan) for plan in plans] == [[5, 5, 5, 5]] * 3
    assert [len({plan[person] for plan in plans}) for person in people] == [3] * 20


def test_the_round_that_opens_is_the_one_that_was_planned(meeting):
    join_many(meeting, 20)
    plan_ahead(meeting)
    planned = [seats(meeting, number) for number in (1, 2, 3)]

    for _ in range(2):
        turn(meeting, "round.open")
        plan_ahead(meeting)
        turn(meeting, "round.close")
    turn(meeting, "round.open")

    assert [seats(meeting, number) for number in (1, 2, 3)] == planned


def test_whoever_comes_late_has_a_seat_in_every_round_and_nobody_else_moves(meeting):
    join_many(meeting, 18)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    before = [seats(meeting, number) for number in (1, 2, 3)]

    late = join_one(meeting, languages=["en", "fr"])

    after = [seats(meeting, number) for number in (1, 2, 3)]
    assert [late.id in plan for plan in after] == [True] * 3
    assert len({plan[late.id] for plan in after}) == 3
    assert [{p: t for p, t in plan.items() if p != late.id} for plan in after] == before


def test_whoever_leaves_vanishes_from_the_rounds_to_come_and_stays_in_the_past(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")

    contribute.leave(people[0])

    assert [people[0].id in seats(meeting, number) for number in (1, 2, 3)] == [True, False, False]


def test_what_phones_or_the_facilitator_know_changes_only_after_it_was_shown(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    known = {number: seats(meeting, number) for number in (1, 2, 3)}
    for one in [person for person, table in known[2].items() if table == 1][:4]:
        contribute.leave(next(p for p in people if p.id == one))

    plan_ahead(meeting)

    left = {one.id for one in people if one.left_at is not None}
    for number in (2, 3):
        kept = {person: table for person, table in known[number].items() if person not in left}
        assert seats(meeting, number) == kept
    offered = show(meeting, 2)["proposal"]
    # Four of twenty have gone: at least 65 of 100 seats that were known stay.
    assert 0 < offered["count"] <= 32 * 0.35
    assert offered["after"]["uneven"] < offered["before"]["uneven"]
    assert {change["round"] for change in offered["changes"]} <= {2, 3}

    seating_steer.take(meeting.id, offered["fingerprint"])

    assert seats(meeting, 1) == known[1]
    assert [sizes(seats(meeting, number)) for number in (2, 3)] == [[4, 4, 4, 4]] * 2
    assert show(meeting, 2)["proposal"] is None


def test_a_proposal_that_is_not_wanted_does_not_come_back(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    for one in people[:3]:
        contribute.leave(one)
    plan_ahead(meeting)
    offered = show(meeting, 2)["proposal"]
    before = {number: seats(meeting, number) for number in (2, 3)}

    seating_steer.dismiss(meeting.id, offered["fingerprint"])
    news.people_changed(meeting.id, meeting.version)
    plan_ahead(meeting)

    assert show(meeting, 2)["proposal"] is None
    assert {number: seats(meeting, number) for number in (2, 3)} == before


def test_a_proposal_is_refused_when_somebody_has_come_since(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    for one in people[:3]:
        contribute.leave(one)
    plan_ahead(meeting)
    offered = show(meeting, 2)["proposal"]
    join_one(meeting)

    with pytest.raises(Exception, match="changed_meanwhile"):
        seating_steer.take(meeting.id, offered["fingerprint"])


def test_pins_hosts_and_wishes_hold_in_every_plan(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    first, second, third, fourth, host = (one.id for one in people[:5])
    for number in (2, 3):
        seating_steer.move(meeting.id, first, 4, number)
    seating_steer.wish(meeting.id, second, third, together=True)
    seating_steer.wish(meeting.id, second, fourth, together=False)
    seating_steer.appoint_host(meeting.id, host, True)

    plan_ahead(meeting)

    stays = seats(meeting, 1)[host]
    for number in (2, 3):
        plan = seats(meeting, number)
        assert (plan[first], plan[host]) == (4, stays)
        assert plan[second] == plan[third] != plan[fourth]


def test_whoever_is_kept_at_a_table_stays_there_and_hosts_nothing(meeting):
    people = join_many(meeting, 20)
    kept = people[7].id
    seating_steer.keep(meeting.id, kept, on=True)

    plan_ahead(meeting)

    assert len({seats(meeting, number)[kept] for number in (1, 2, 3)}) == 1
    stored = db.session.query(Seat).filter_by(participant_id=kept)
    assert [seat.is_host for seat in stored] == [False] * 3


def test_whoever_sits_a_round_out_is_in_the_next(meeting):
    people = join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    turn(meeting, "round.close")

    seating_steer.let_sit_out(meeting.id, people[0].id, on=True)
    turn(meeting, "round.open")
    plan_ahead(meeting)
    turn(meeting, "round.close")

    assert [people[0].id in seats(meeting, number) for number in (1, 2, 3)] == [True, False, True]


def test_printed_cards_make_later_rounds_known(meeting):
    join_many(meeting, 19)
    plan_ahead(meeting)
    meeting.cards_printed_at = 1.0
    db.session.commit()
    planned = {number: seats(meeting, number) for number in (2, 3)}

    join_one(meeting, languages=["en", "fr"])
    plan_ahead(meeting)

    for number in (2, 3):
        now = seats(meeting, number)
        assert {person: now[person] for person in planned[number]} == planned[number]


def test_a_change_while_planning_is_planned_again(meeting):
    join_many(meeting, 12)
    ahead.keep_ready()
    assert ahead.planning(meeting.id)
    late = join_one(meeting)

    plan_ahead(meeting)

    assert [late.id in seats(meeting, number) for number in (1, 2, 3)] == [True] * 3


def test_a_plan_that_takes_too_long_is_given_up(meeting, monkeypatch):
    join_many(meeting, 12)
    ahead.keep_ready()
    process = ahead._working[meeting.id].process
    monkeypatch.setattr(ahead, "PATIENCE_SECONDS", -1.0)

    ahead.keep_ready()

    assert ahead._working == {} or process.returncode == 0
    assert process.poll() is not None


def test_the_harvest_leaves_no_planned_seats(meeting):
    join_many(meeting, 12)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    turn(meeting, "round.close")

    steer.steer(meeting.id, c.BeginHarvest())

    assert [len(seats(meeting, number)) for number in (1, 2, 3)] == [12, 0, 0]


def test_what_was_found_is_kept_for_the_next_start(meeting):
    join_many(meeting, 12)
    plan_ahead(meeting)

    found = db.session.query(SeatingReview).filter_by(meeting_id=meeting.id).one()

    assert set(found.plan) == {"1", "2", "3"}
    assert found.found["capped"] is False
    assert {"measures", "bounds"} <= set(found.found)


def test_the_view_says_what_cannot_be_and_what_would_help(meeting):
    join_many(meeting, 20)
    plan_ahead(meeting)

    found = show(meeting)

    assert found["bounds"]["repeat_meetings"] > 0
    assert found["totals"]["repeat_meetings"] >= found["bounds"]["repeat_meetings"]
    # Five people leave a table together, and only three others wait for them.
    assert found["outlook"]["facts"][0].startswith("5 people leave a table together and only 3 other tables")
    for suggestion in found["outlook"]["suggestions"]:
        before, after = suggestion["before"], suggestion["after"]
        assert any(after[name] < before[name] for name in before)


def test_a_finished_meeting_is_not_planned(meeting):
    join_many(meeting, 12)
    steer.steer(meeting.id, c.CloseMeeting())

    ahead.keep_ready()

    assert not ahead.planning(meeting.id)


def test_notes_do_not_start_planning(meeting):
    join_many(meeting, 12)
    turn(meeting, "round.open")
    plan_ahead(meeting)
    news.to_plan()
    author = db.session.query(Participant).first()

    contribute.write_note(
        author,
        client_key="key-00000001",
        kind=Kind.NEED,
        text="More lamps.",
        language="en",
        round_number=1,
        by_proxy=False,
    )

    assert news.to_plan() == set()
    assert news._touched[meeting.id] == meeting.version


def test_latecomers_beyond_the_chairs_have_a_seat_in_every_round(meeting):
    join_many(meeting, 20)
    plan_ahead(meeting)
    turn(meeting, "round.open")

    late = [join_one(meeting) for _ in range(3)]

    for number in (1, 2, 3):
        assert {one.id for one in late} <= set(seats(meeting, number))


def test_a_plan_that_is_no_better_is_not_taken_when_the_round_ends(meeting):
    join_many(meeting, 12)
    plan_ahead(meeting)
    turn(meeting, "round.open")
    planned = seats(meeting, 2)
    found = db.session.query(SeatingReview).filter_by(meeting_id=meeting.id).one()
    # Everybody would return to where they sit now.
    same = {str(person): table for person, table in seats(meeting, 1).items()}
    found.plan = {**found.plan, "2": same}
    db.session.commit()

    turn(meeting, "round.close")

    assert seats(meeting, 2) == planned

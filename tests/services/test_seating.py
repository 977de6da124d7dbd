"""Three rounds with all sorts of people: fair tables, hosts who stay, people who come and go."""

from __future__ import annotations

import pytest
from services.people import join_many, join_one, seats, sizes

from consult.domain import commands as c
from consult.extensions import db
from consult.models import Meeting, Participant, Seat
from consult.services import seating
from consult.services.meeting import contribute, steer
from consult.services.preparation.drafts import MeetingDraft, RoundDraft
from consult.services.preparation.prepare import create_meeting
from consult.services.seating import steer as seating_steer


def next_round(meeting: Meeting) -> None:
    db.session.expire_all()
    if meeting.phase == "round":
        steer.steer(meeting.id, c.CloseRound())
    steer.steer(meeting.id, c.OpenRound())
    db.session.expire_all()


def cafe(consultation, people: int, rounds: int = 3) -> Meeting:
    drafts = [RoundDraft(minutes=20)] * rounds
    return create_meeting(
        consultation, MeetingDraft(title={"en": "Café"}, expected_people=people, rounds=drafts)
    )


@pytest.mark.parametrize("people", [12, 16, 17, 20, 23, 30])
def test_three_rounds_are_fair(consultation, people):
    meeting = cafe(consultation, people)
    everybody = {p.id for p in join_many(meeting, people)}
    plans = []
    for number in (1, 2, 3):
        next_round(meeting)
        plans.append(seats(meeting, number))

    for plan in plans:
        assert set(plan) == everybody
        assert max(sizes(plan)) - min(sizes(plan)) <= 1
    if people >= 16:
        visited = [[plan[person] for plan in plans] for person in everybody]
        assert [len(set(tables)) for tables in visited] == [3] * people


@pytest.mark.parametrize("people", [16, 20, 30])
def test_everybody_is_understood_at_every_table(consultation, people):
    meeting = cafe(consultation, people)
    join_many(meeting, people)
    for number in (1, 2, 3):
        next_round(meeting)

        quality = seating.quality(meeting, number)
        assert (quality.table_returns, quality.without_language) == (0, 0)


def test_hosts_stay_and_everybody_else_moves(meeting):
    people = join_many(meeting, 20)
    next_round(meeting)
    first = seats(meeting, 1)
    hosts = {table: next(p for p, t in first.items() if t == table) for table in (1, 2, 3, 4)}
    for person in hosts.values():
        seating_steer.appoint_host(meeting.id, person, True)
    next_round(meeting)
    second = seats(meeting, 2)

    for table, person in hosts.items():
        assert second[person] == table
    travellers = {p.id for p in people} - set(hosts.values())
    assert [person for person in travellers if second[person] == first[person]] == []
    stored = db.session.query(Seat).filter_by(round_number=2, is_host=True)
    assert {seat.participant_id for seat in stored} == set(hosts.values())


def test_whoever_left_is_not_planned_and_whoever_came_is(meeting):
    people = join_many(meeting, 14)
    next_round(meeting)
    contribute.leave(people[0])
    late = join_one(meeting)
    next_round(meeting)

    plan = seats(meeting, 2)
    assert set(plan) == {p.id for p in people[1:]} | {late.id}
    assert max(sizes(plan)) - min(sizes(plan)) <= 1
    assert people[0].id in seats(meeting, 1)


def test_seats_shown_while_moving_are_the_seats_of_the_round(meeting):
    join_many(meeting, 16)
    next_round(meeting)
    steer.steer(meeting.id, c.CloseRound())
    shown = seats(meeting, 2)

    steer.steer(meeting.id, c.OpenRound())

    assert seats(meeting, 2) == shown


def test_few_seats_change_when_somebody_leaves_while_people_move(meeting):
    people = join_many(meeting, 20)
    next_round(meeting)
    steer.steer(meeting.id, c.CloseRound())
    shown = seats(meeting, 2)
    contribute.leave(people[3])

    steer.steer(meeting.id, c.OpenRound())

    now = seats(meeting, 2)
    assert set(now) == set(shown) - {people[3].id}
    assert sum(now[person] != shown[person] for person in now) <= 2


def test_latecomers_while_people_move_change_nobody_elses_seat(meeting):
    join_many(meeting, 16)
    next_round(meeting)
    steer.steer(meeting.id, c.CloseRound())
    shown = seats(meeting, 2)
    late = [join_one(meeting, languages=["en", "fr"]) for _ in range(3)]

    steer.steer(meeting.id, c.OpenRound())

    now = seats(meeting, 2)
    assert {person: now[person] for person in shown} == shown
    assert {person.id for person in late} <= set(now)


def test_planned_round_that_is_never_held_leaves_no_seats(meeting):
    join_many(meeting, 12)
    next_round(meeting)
    steer.steer(meeting.id, c.CloseRound())

    steer.steer(meeting.id, c.BeginHarvest())

    assert len(seats(meeting, 1)) == 12
    assert seats(meeting, 2) == {}


@pytest.mark.parametrize("tables", [1, 3])
def test_focus_group_stays_where_it_is(consultation, tables):
    rounds = [RoundDraft(minutes=20)] * 3
    meeting = create_meeting(
        consultation,
        MeetingDraft(
            title={"en": "Group"}, format="focus_group", expected_people=12, rounds=rounds, tables=tables
        ),
    )
    people = join_many(meeting, 9)
    plans = []
    for number in (1, 2, 3):
        next_round(meeting)
        plans.append(seats(meeting, number))

    assert set(plans[0]) == {p.id for p in people}
    assert plans[0] == plans[1] == plans[2]


def test_latecomers_of_a_group_that_stays_sit_at_the_smallest_table(consultation):
    rounds = [RoundDraft(minutes=20)] * 2
    draft = MeetingDraft(title={"en": "G"}, format="focus_group", expected_people=12, rounds=rounds, tables=3)
    meeting = create_meeting(consultation, draft)
    join_many(meeting, 9)
    next_round(meeting)
    steer.steer(meeting.id, c.CloseRound())
    late = [join_one(meeting, languages=["en", "fr", "es", "pt"]) for _ in range(3)]
    steer.steer(meeting.id, c.OpenRound())

    plan = seats(meeting, 2)
    assert sizes(plan) == [4, 4, 4]
    assert len({plan[person.id] for person in late}) == 3


def test_whoever_rests_in_a_group_that_stays_comes_back_to_their_table(consultation):
    rounds = [RoundDraft(minutes=20)] * 3
    draft = MeetingDraft(title={"en": "G"}, format="focus_group", expected_people=12, rounds=rounds, tables=3)
    meeting = create_meeting(consultation, draft)
    people = join_many(meeting, 9)
    next_round(meeting)
    table = seats(meeting, 1)[people[0].id]
    contribute.sit_out(db.session.get_one(Participant, people[0].id), True)
    next_round(meeting)

    contribute.sit_out(db.session.get_one(Participant, people[0].id), False)

    assert seats(meeting, 2)[people[0].id] == table


def test_remote_people_sit_at_tables_for_them(meeting):
    meeting.tables[0].mode = "remote"
    for table in meeting.tables[1:]:
        table.mode = "onsite"
    db.session.commit()
    remote = [join_one(meeting, mode="remote") for _ in range(4)]
    join_many(meeting, 12)
    for number in (1, 2):
        next_round(meeting)

        plan = seats(meeting, number)
        assert {plan[person.id] for person in remote} == {1}
        assert {person for person, table in plan.items() if table == 1} == {p.id for p in remote}


def test_meeting_with_nobody_runs_through(meeting):
    for number in (1, 2, 3):
        next_round(meeting)
        assert seats(meeting, number) == {}


def test_host_who_leaves_keeps_no_chair(meeting):
    people = join_many(meeting, 12)
    next_round(meeting)
    seating_steer.appoint_host(meeting.id, people[0].id, True)
    steer.remove_participant(meeting.id, people[0].id)
    next_round(meeting)

    assert people[0].id not in seats(meeting, 2)


def test_whom_the_facilitator_moved_stays_there_and_nobody_else_changes(meeting):
    join_many(meeting, 12)
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    steer.steer(meeting.id, steer.PLAIN["round.close"])
    shown = seats(meeting, 2)
    moved = next(person for person, table in shown.items() if table != 1)
    seating_steer.move(meeting.id, moved, 1)

    steer.steer(meeting.id, steer.PLAIN["round.open"])

    assert seats(meeting, 2) == {**shown, moved: 1}


def test_whom_the_facilitator_moved_stays_there_when_somebody_needs_a_seat(meeting):
    people = join_many(meeting, 12)
    contribute.sit_out(people[0], on=True)
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    steer.steer(meeting.id, steer.PLAIN["round.close"])
    shown = seats(meeting, 2)
    moved = next(person for person, table in shown.items() if table != 1)
    seating_steer.move(meeting.id, moved, 1)
    contribute.sit_out(people[0], on=False)

    steer.steer(meeting.id, steer.PLAIN["round.open"])

    assert seats(meeting, 2)[moved] == 1
    assert people[0].id in seats(meeting, 2)


@pytest.mark.parametrize(("people", "tables"), [(2, 1), (4, 1), (5, 1), (7, 2), (9, 2), (12, 4)])
def test_nobody_sits_alone_when_fewer_came_than_expected(meeting, people, tables):
    join_many(meeting, people)

    steer.steer(meeting.id, steer.PLAIN["round.open"])

    found = sizes(seats(meeting, 1))
    assert (len(found), sum(found)) == (tables, people)

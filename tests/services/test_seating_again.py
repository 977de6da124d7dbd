"""A meeting is edited after people have joined it: who keeps a seat, who gets another one, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stage import Screen

from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingReview, SeatingStep
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft
from consult.services.seating import steer

CAFE = {"en": "World Café"}
Seats = dict[int, int]


def edit(meeting: Meeting, **changed: Any) -> None:
    """Save the form of the meeting: 20 people at four tables in three rounds, but for what is changed."""
    prepare.update_meeting(meeting, MeetingDraft.model_validate({"title": CAFE, **changed}))


def seats(meeting: Meeting, number: int) -> Seats:
    """Who sits where in a round."""
    found = db.session.query(Seat).filter_by(meeting_id=meeting.id, round_number=number)
    return {seat.participant_id: seat.table_number for seat in found}


def plan(meeting: Meeting, number: int, tables: Seats) -> None:
    """Seats of a later round, as planning ahead stores them."""
    for participant_id, table in tables.items():
        seat = Seat(meeting_id=meeting.id, round_number=number, participant_id=participant_id)
        seat.table_number = table
        db.session.add(seat)
    db.session.commit()


def who(screen: Screen) -> Participant:
    assert screen.participant is not None
    db.session.refresh(screen.participant)
    return screen.participant


def test_people_whose_table_no_longer_takes_them_get_another_seat(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    online = [phone(table=table, mode="remote") for table in (1, 4)]
    on_site = [phone(table=table) for table in (1, 3, 4)]

    edit(meeting, remote_policy="own", remote_tables=1)

    now = seats(meeting, 1)
    assert [now[who(screen).id] for screen in online] == [4, 4]
    assert [now[who(screen).id] for screen in on_site[:2]] == [1, 3]
    assert now[who(on_site[2]).id] in (1, 2, 3)


def test_people_online_move_to_the_tables_with_a_screen(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    online = [phone(table=table, mode="remote") for table in (1, 2, 3, 4)]

    edit(meeting, remote_policy="screens", remote_tables=2)

    assert sorted(seats(meeting, 1)[who(screen).id] for screen in online) == [1, 1, 2, 2]


def test_only_phones_of_those_who_moved_are_told_of_another_seat(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    stays, moves = phone(table=4, mode="remote"), phone(table=4)
    for screen in (stays, moves):
        screen.get_received()

    edit(meeting, remote_policy="own", remote_tables=1)

    assert stays.heard() == ["meeting.changed"]
    assert moves.heard() == ["meeting.changed", "seat.changed"]


def test_planned_seats_are_given_up_where_table_or_round_are_gone(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    one, other = who(phone(table=1)).id, who(phone(table=2)).id
    edit(meeting, rounds=[{}] * 4)
    for number, tables in {2: {one: 2, other: 3}, 3: {one: 4, other: 1}, 4: {one: 1, other: 2}}.items():
        plan(meeting, number, tables)

    edit(meeting, tables=3)

    assert {number: seats(meeting, number) for number in (1, 2, 3, 4)} == {
        1: {one: 1, other: 2},
        2: {one: 2, other: 3},
        3: {other: 1},
        4: {},
    }


def test_planned_seats_are_given_up_where_the_table_no_longer_takes_them(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    online, on_site = who(phone(table=1, mode="remote")).id, who(phone(table=2)).id
    plan(meeting, 2, {online: 2, on_site: 1})
    plan(meeting, 3, {online: 1, on_site: 2})

    edit(meeting, remote_policy="screens", remote_tables=1)

    assert [seats(meeting, number) for number in (1, 2, 3)] == [
        {online: 1, on_site: 2},
        {on_site: 1},
        {online: 1, on_site: 2},
    ]


def test_planned_seats_are_filled_again_once_routes_are_printed(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    people = [who(phone(table=table)).id for table in (1, 2, 3)]
    for number in (2, 3):
        plan(meeting, number, {one: (number + place) % 4 + 1 for place, one in enumerate(people)})
    before = {number: seats(meeting, number) for number in (2, 3)}
    meeting.cards_printed_at = 1.0
    db.session.commit()

    edit(meeting, tables=3)

    for number in (2, 3):
        now = seats(meeting, number)
        assert sorted(now) == sorted(people)
        assert set(now.values()) <= {1, 2, 3}
        assert {one: now[one] for one, table in before[number].items() if table < 4} == {
            one: table for one, table in before[number].items() if table < 4
        }


def test_another_format_forgets_the_plan_but_not_the_first_seats(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    people = [who(phone(table=table)).id for table in (1, 2)]
    first = seats(meeting, 1)
    for number in (2, 3):
        plan(meeting, number, dict(zip(people, (2, 1), strict=True)))

    edit(meeting, format="focus_group", tables=4)

    assert [seats(meeting, number) for number in (1, 2, 3)] == [first, {}, {}]


@pytest.mark.parametrize("kept", ["kept_table", "host_table"])
@pytest.mark.parametrize(
    ("changed", "table"),
    [
        ({}, 4),
        ({"remote_policy": "own", "remote_tables": 1}, None),
        ({"remote_policy": "own", "remote_tables": 1, "tables": 5}, 4),
        ({"tables": 3}, None),
    ],
)
def test_staying_at_a_table_ends_with_the_table(
    meeting: Meeting, phone: Callable[..., Screen], kept: str, changed: dict[str, Any], table: int | None
) -> None:
    screen = phone(table=4)
    if kept == "kept_table":
        steer.keep(meeting.id, who(screen).id, True)
    else:
        steer.appoint_host(meeting.id, who(screen).id, True)

    edit(meeting, **changed)

    assert getattr(who(screen), kept) == table
    assert (seats(meeting, 1)[who(screen).id] == 4) is (table == 4)


def test_host_who_sits_elsewhere_now_is_no_host_there(meeting: Meeting, phone: Callable[..., Screen]) -> None:
    screen = phone(table=4)
    steer.appoint_host(meeting.id, who(screen).id, True)

    edit(meeting, tables=3)

    assert [seat.is_host for seat in db.session.query(Seat)] == [False]


def test_whoever_has_left_gets_no_seat(meeting: Meeting, phone: Callable[..., Screen]) -> None:
    gone, here = who(phone(table=4)), who(phone(table=4))
    gone.left_at = 1.0
    db.session.commit()

    edit(meeting, tables=3)

    assert list(seats(meeting, 1)) == [here.id]


def test_steps_upon_the_old_tables_cannot_be_undone(meeting: Meeting, phone: Callable[..., Screen]) -> None:
    phone(table=4)

    edit(meeting, tables=3)

    with pytest.raises(Refused, match="nothing_to_undo"):
        steer.undo(meeting.id)


def test_plan_for_the_old_tables_cannot_be_taken(meeting: Meeting, phone: Callable[..., Screen]) -> None:
    one = who(phone(table=1)).id
    review = SeatingReview(meeting_id=meeting.id, fingerprint="old", plan={"2": {str(one): 4}}, found={})
    review.worked_at = 1.0
    db.session.add(review)
    db.session.commit()

    edit(meeting, tables=3)

    assert db.session.query(SeatingReview).count() == 0


def test_another_title_changes_no_seat_and_forgets_nothing(
    meeting: Meeting, phone: Callable[..., Screen]
) -> None:
    screen = phone(table=4)
    plan(meeting, 2, {who(screen).id: 1})
    steps = db.session.query(SeatingStep).count()

    edit(meeting, title={"en": "Our café"}, place="Hall 3")

    assert meeting.phase == Phase.WELCOME
    assert [seats(meeting, number) for number in (1, 2)] == [{who(screen).id: 4}, {who(screen).id: 1}]
    assert db.session.query(SeatingStep).count() == steps == 1
    assert screen.heard() == ["meeting.changed"]

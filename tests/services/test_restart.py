"""The server stops in the middle of a round and comes back: nothing that was acknowledged is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from services.people import join_many, seats

from consult import create_app
from consult.domain import commands as c
from consult.extensions import db
from consult.models import Meeting, Participant
from consult.services import catch_up
from consult.services.meeting import contribute, steer, timekeeping


@pytest.fixture
def restarted(app: Flask, settings, clock) -> Iterator[object]:
    """A new app on the same database, entered like the first one."""
    contexts = []

    def _restart() -> Flask:
        db.session.remove()
        again = create_app(settings, TESTING=True, CLOCK=clock)
        context = again.app_context()
        context.push()
        contexts.append(context)
        return again

    yield _restart
    for context in reversed(contexts):
        db.session.remove()
        db.engine.dispose()
        context.pop()


def screen_of(meeting_id: int, person_id: int) -> dict:
    return catch_up.phone(person_id)


def test_round_goes_on_with_the_same_seats_notes_and_time_left(meeting, restarted, clock):
    people = [p.id for p in join_many(meeting, 12)]
    steer.steer(meeting.id, c.OpenRound())
    author = db.session.get_one(Participant, people[0])
    contribute.write_note(
        author,
        client_key="key-00000001",
        kind="need",
        text="Lamps",
        language="en",
        round_number=1,
        by_proxy=False,
    )
    meeting_id, plan = meeting.id, seats(meeting, 1)
    before = screen_of(meeting_id, people[0])
    clock.advance(125)

    restarted()

    after = screen_of(meeting_id, people[0])
    assert {**after, "server_time": 0} == {**before, "server_time": 0}
    assert after["meeting"]["ends_at"] - after["server_time"] == (20 * 60 - 125) * 1000
    assert seats(db.session.get_one(Meeting, meeting_id), 1) == plan


def test_same_note_sent_again_after_the_restart_is_stored_once(meeting, restarted):
    person_id = join_many(meeting, 2)[0].id
    steer.steer(meeting.id, c.OpenRound())
    note = {
        "client_key": "key-00000001",
        "kind": "need",
        "text": "Lamps",
        "language": "en",
        "round_number": 1,
        "by_proxy": False,
    }
    _version, first = contribute.write_note(db.session.get_one(Participant, person_id), **note)
    first_id = first.id

    restarted()

    _version, again = contribute.write_note(db.session.get_one(Participant, person_id), **note)
    assert again.id == first_id


def test_round_that_ended_while_the_server_was_away_is_closed_by_the_bell(meeting, restarted, clock):
    join_many(meeting, 12)
    steer.steer(meeting.id, c.OpenRound())
    meeting_id = meeting.id
    clock.advance(25 * 60)

    restarted()

    assert timekeeping.ring() == [meeting_id]
    row = db.session.get_one(Meeting, meeting_id)
    assert row.phase == "moving"
    assert len(seats(row, 2)) == 12


def test_paused_clock_stays_paused(meeting, restarted, clock):
    steer.steer(meeting.id, c.OpenRound())
    clock.advance(300)
    steer.steer(meeting.id, c.PauseRound())
    meeting_id = meeting.id
    clock.advance(3600)

    restarted()

    assert timekeeping.ring() == []
    facts = catch_up.console(db.session.get_one(Meeting, meeting_id))
    assert (facts["meeting"]["paused"], facts["meeting"]["remaining"]) == (True, 900)

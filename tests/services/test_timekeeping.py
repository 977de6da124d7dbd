"""The bell: due rounds are closed, all of them, once, and nothing else is."""

from __future__ import annotations

import logging

import pytest
from services.people import join_many

from consult.domain import commands as c
from consult.extensions import db
from consult.models import Meeting
from consult.services.meeting import steer, timekeeping
from consult.services.preparation.drafts import MeetingDraft, RoundDraft
from consult.services.preparation.prepare import create_meeting


@pytest.fixture
def others(consultation):
    rounds = [RoundDraft(minutes=10)] * 3
    drafts = [MeetingDraft(title={"en": "Café"}, expected_people=10, rounds=rounds)] * 2
    return [create_meeting(consultation, draft) for draft in drafts]


def phase(meeting) -> str:
    db.session.expire_all()
    return db.session.get_one(Meeting, meeting.id).phase


def test_due_rounds_are_closed_and_no_others(meeting, others, clock):
    for one in (meeting, *others):
        steer.steer(one.id, c.OpenRound())
    steer.steer(others[1].id, c.PauseRound())
    clock.advance(10 * 60)

    assert timekeeping.ring() == [others[0].id]
    assert [phase(one) for one in (meeting, *others)] == ["round", "moving", "round"]


def test_ringing_twice_is_harmless(meeting, clock):
    steer.steer(meeting.id, c.OpenRound())
    clock.advance(20 * 60)

    assert (timekeeping.ring(), timekeeping.ring()) == ([meeting.id], [])
    assert phase(meeting) == "moving"


def test_bell_does_not_ring_early(meeting, clock):
    steer.steer(meeting.id, c.OpenRound())
    clock.advance(20 * 60 - 0.001)

    assert timekeeping.ring() == []


def test_paused_round_is_never_closed(meeting, clock):
    steer.steer(meeting.id, c.OpenRound())
    clock.advance(60)
    steer.steer(meeting.id, c.PauseRound())
    clock.advance(24 * 3600)

    assert timekeeping.ring() == []


def test_bell_ends_the_last_round_with_the_harvest(meeting, clock):
    join_many(meeting, 6)
    for _round in range(3):
        steer.steer(meeting.id, c.OpenRound())
        clock.advance(20 * 60)
        timekeeping.ring()

    assert phase(meeting) == "harvest"


def test_phones_hear_the_bell(phone, console, clock):
    screen, facilitator = phone(table=1), console()
    facilitator.ask("round.open")
    screen.get_received()
    clock.advance(20 * 60)

    timekeeping.ring()

    assert screen.heard() == ["meeting.changed"]


def test_trouble_in_one_meeting_does_not_silence_the_others(meeting, others, clock, monkeypatch, caplog):
    for one in (meeting, *others):
        steer.steer(one.id, c.OpenRound())
    clock.advance(3600)
    sound = timekeeping.conduct

    def trouble(meeting_id, *args, **kwargs):
        if meeting_id == meeting.id:
            raise RuntimeError("what somebody wrote")
        return sound(meeting_id, *args, **kwargs)

    monkeypatch.setattr(timekeeping, "conduct", trouble)
    meeting_id = meeting.id

    with caplog.at_level(logging.ERROR):
        assert timekeeping.ring() == [one.id for one in others]
    assert "what somebody wrote" not in caplog.text
    assert phase(db.session.get_one(Meeting, meeting_id)) == "round"

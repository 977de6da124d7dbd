"""What a closed vote has told stays, whoever erases themselves; a vote that is opened again is counted again."""

from __future__ import annotations

import pytest
from live.notes import done, written

from consult.extensions import db
from consult.models import Meeting, Participant, ToldFigures, Vote
from consult.services.assessment import evidence
from consult.services.meeting import harvest, join, voices


@pytest.fixture
def voted(phone, console, open_round):
    """(voter, facilitator, hall's id of a point): host and voter have voted for it, the vote is closed."""
    host, voter, facilitator = phone(table=1), phone(table=2), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    point = written(host, text="Rooms for all")
    done(host.ask("main_point.mark", {"note_id": point, "on": True}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))
    for screen in (host, voter):
        done(screen.ask("vote.cast", {"note_id": point, "on": True}))
    done(facilitator.ask("voting.close"))
    return voter, facilitator, point


def told(projector):
    return [choice["votes"] for choice in done(projector().ask("catch_up"))["voting"]["choices"]]


def test_votes_stay_told_when_a_voter_erases_themselves(voted, projector, meeting):
    voter, _facilitator, point = voted
    before = told(projector)

    join.erase(db.session.get(Participant, voter.participant.id))

    assert before == told(projector) == [2]
    assert db.session.query(Vote).count() == 1
    assert harvest.votes_by_note(meeting.id)[point] == 2
    assert [note.votes for note in evidence.notes(meeting.consultation_id)] == [2]


def test_a_vote_that_is_opened_again_is_counted_again(voted, projector):
    voter, facilitator, _point = voted
    join.erase(db.session.get(Participant, voter.participant.id))

    done(facilitator.ask("voting.open"))
    kept = db.session.query(ToldFigures).filter_by(what="votes").count()
    done(facilitator.ask("voting.close"))

    assert kept == 0
    assert told(projector) == [1]


def test_figures_of_a_closed_meeting_are_kept_at_once(voted):
    _voter, facilitator, _point = voted
    done(facilitator.ask("meeting.close"))

    assert {one.what for one in db.session.query(ToldFigures)} == {"votes", "people", "mixing"}


def test_no_group_goes_from_the_console_with_whoever_erases_themselves(meeting, phone):
    key = meeting.consultation.groups[0].key
    people = [phone(table=1).participant for _number in range(5)]
    people[2].group_key = key
    db.session.commit()
    row = db.session.get(Meeting, meeting.id)
    before = voices.of_meeting(row, "en")

    join.erase(db.session.get(Participant, people[2].id))

    assert [one["key"] for one in before if one["present"]] == [key]
    assert voices.of_meeting(row, "en") == before

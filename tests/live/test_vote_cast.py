"""Votes on the main points: a few each, in secret until voting is closed."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import Theme, ThemeNote


@pytest.fixture
def ballot(phone, console, open_round):
    """(host, voter, facilitator, ids of five main points) in the harvest, voting open."""
    host, voter, facilitator = phone(table=1), phone(table=2), console()
    done(facilitator.ask("host.appoint", {"participant_id": host.participant.id, "on": True}))
    open_round()
    points = [written(host, f"key-0000000{i}", text=f"Point {i}") for i in range(5)]
    for note_id in points:
        done(host.ask("main_point.mark", {"note_id": note_id, "on": True}))
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))
    return host, voter, facilitator, points


def choices_of(screen):
    return done(screen.ask("ballot.read"))["choices"]


def vote(screen, note_id, on=True):
    return screen.ask("vote.cast", {"note_id": note_id, "on": on})


def test_three_votes_each_and_not_one_more(ballot):
    _host, voter, _facilitator, points = ballot

    codes = [vote(voter, note_id).get("code") for note_id in points]

    assert codes == [None, None, None, "no_votes_left", "no_votes_left"]
    assert done(voter.ask("catch_up"))["voting"]["mine"] == points[:3]


def test_vote_taken_back_can_be_given_to_another(ballot):
    _host, voter, _facilitator, points = ballot
    for note_id in points[:3]:
        done(vote(voter, note_id))

    done(vote(voter, points[0], on=False))
    done(vote(voter, points[4]))

    assert done(voter.ask("catch_up"))["voting"]["mine"] == [points[1], points[2], points[4]]


def test_voting_twice_for_the_same_point_counts_once(ballot):
    _host, voter, facilitator, points = ballot
    done(vote(voter, points[0]))
    done(vote(voter, points[0]))
    done(facilitator.ask("voting.close"))

    assert choices_of(voter)[0]["votes"] == 1


def test_votes_are_secret_until_voting_is_closed(ballot, projector):
    host, voter, facilitator, points = ballot
    hall = projector()
    theme = Theme(consultation_id=1, label={"en": "Light"})
    db.session.add(theme)
    db.session.flush()
    db.session.add(ThemeNote(note_id=points[2], theme_id=theme.id))
    db.session.commit()
    done(vote(voter, points[2]))

    def seen():
        console = done(facilitator.ask("catch_up"))
        return [
            {choice["votes"] for choice in choices}
            for choices in (choices_of(host), done(hall.ask("catch_up"))["voting"]["choices"])
        ] + [{note["votes"] for note in console["notes"]}, [theme["votes"] for theme in console["themes"]]]

    before = seen()
    done(facilitator.ask("voting.close"))

    assert before == [{None}, {None}, {None}, [0]]
    assert seen() == [{0, 1}, {0, 1}, {0, 1}, [1]]


def test_most_votes_come_first_once_closed(ballot):
    host, voter, facilitator, points = ballot
    for screen in (host, voter):
        done(vote(screen, points[3]))
    done(vote(voter, points[1]))
    done(facilitator.ask("voting.close"))

    choices = choices_of(voter)

    assert [(choice["id"], choice["votes"]) for choice in choices[:3]] == [
        (points[3], 2),
        (points[1], 1),
        (points[0], 0),
    ]


def test_nobody_hears_who_voted(ballot, projector):
    host, voter, facilitator, points = ballot
    hall = projector()
    quiet(host, voter, facilitator, hall)

    done(vote(voter, points[0]))

    assert (host.heard(), facilitator.heard(), hall.heard()) == ([], [], [])
    assert [(event["name"], event["args"]) for event in voter.get_received()] == [
        ("votes.changed", [{"mine": [points[0]]}])
    ]


def test_ballot_is_fetched_again_only_when_it_has_changed(ballot):
    host, voter, facilitator, points = ballot

    def mark():
        state = done(voter.ask("catch_up"))["voting"]
        assert "choices" not in state
        assert done(voter.ask("ballot.read"))["ballot"] == state["ballot"]
        return state["ballot"]

    open_at_first = mark()
    done(vote(host, points[1]))
    after_a_vote = mark()
    done(facilitator.ask("note.hide", {"note_id": points[0], "reason": "It names somebody."}))
    after_hiding = mark()
    done(facilitator.ask("voting.close"))

    assert open_at_first == after_a_vote
    assert len({open_at_first, after_hiding, mark()}) == 3


def test_only_participants_have_a_ballot(ballot, projector):
    _host, _voter, facilitator, _points = ballot

    assert [screen.ask("ballot.read")["code"] for screen in (facilitator, projector())] == ["not_allowed"] * 2


def test_ballot_is_empty_before_voting(phone, open_round):
    author = phone(table=1)
    open_round()

    assert done(author.ask("ballot.read"))["choices"] == []


def test_hidden_point_gives_the_vote_back(ballot):
    _host, voter, facilitator, points = ballot
    for note_id in points[:3]:
        done(vote(voter, note_id))

    done(facilitator.ask("note.hide", {"note_id": points[0], "reason": "It names somebody."}))

    assert done(voter.ask("catch_up"))["voting"]["mine"] == points[1:3]
    assert vote(voter, points[3])["ok"] is True


def test_erased_point_leaves_the_ballot_of_everybody(ballot):
    host, voter, _facilitator, points = ballot
    quiet(voter)

    done(host.ask("note.erase", {"note_id": points[0]}))

    assert "meeting.changed" in voter.heard()
    assert [c["id"] for c in choices_of(voter)] == points[1:]


def test_no_votes_before_voting_opens_or_after_it_closed(phone, console, open_round, ballot):
    _host, voter, facilitator, points = ballot
    done(facilitator.ask("voting.close"))

    assert vote(voter, points[0])["code"] == "voting_not_open"


def test_whoever_comes_for_the_ballot_alone_has_no_vote(ballot, phone):
    _host, voter, _facilitator, points = ballot
    stuffer = phone()

    assert vote(stuffer, points[0])["code"] == "never_seated"
    assert vote(voter, points[0])["ok"] is True


def test_only_main_points_can_be_voted_for(phone, console, open_round):
    author, facilitator = phone(table=1), console()
    open_round()
    note_id = written(author)
    assert vote(author, note_id)["code"] == "voting_not_open"
    for command in ("round.close", "harvest.begin", "voting.open"):
        done(facilitator.ask(command))

    assert vote(author, note_id)["code"] == "not_a_main_point"
    assert vote(author, 999)["code"] == "no_such_note"


def test_the_hall_sees_the_choices_and_then_the_result_by_itself(ballot, projector):
    _host, _voter, facilitator, _points = ballot
    hall = projector()
    during = done(hall.ask("catch_up"))["view"]
    done(facilitator.ask("speaker.choose", {"table": 1, "seconds": 60}))
    speaking = done(hall.ask("catch_up"))["view"]
    done(facilitator.ask("speaker.choose", {"table": None, "seconds": 60}))
    done(facilitator.ask("voting.close"))

    assert (during, speaking, done(hall.ask("catch_up"))["view"]) == ("votes", "harvest", "votes")

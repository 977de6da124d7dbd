"""Votes by group and objections on the pages of the assessment: nobody is named, and small groups are not told."""

from __future__ import annotations

import pytest
from harvested import hold
from sqlalchemy import update

from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Participant, Stance
from consult.services.assessment import by_group


@pytest.fixture
def held(meeting):
    notes = hold(meeting)
    points = [note for note in notes if note.main_point]
    people = db.session.query(Participant).filter_by(meeting_id=meeting.id).order_by(Participant.id).all()
    meeting.acceptability, meeting.asked_points = Voting.CLOSED, [point.id for point in points[:2]]
    for number, person in enumerate(people[:8]):
        objects = number in (1, 2)
        db.session.add(
            Stance(
                participant_id=person.id, note_id=points[0].id, acceptable=not objects,
                objection="<b>Qui paie ?</b>" if objects else "", language="fr", given_at=0.0,
            )
        )  # fmt: skip
    db.session.commit()
    return meeting


def page(browser, meeting):
    return browser.get(f"/consultations/{meeting.consultation_id}/assessment/votes")


def test_page_tells_votes_and_objections_without_names(held, sign_in, facilitator):
    text = page(sign_in(facilitator), held).get_data(as_text=True)

    assert "&lt;b&gt;Qui paie ?&lt;/b&gt;" in text
    assert "Nickname-" not in text
    assert "Votes by group" in text


def test_strangers_find_no_page(held, sign_in, stranger, client):
    assert page(sign_in(stranger), held).status_code == 404
    assert page(client, held).status_code == 302


def test_figures_are_of_five_people_or_more(held):
    votes = by_group.votes(held)

    assert votes is not None
    assert len(votes.groups) >= 2
    for point in votes.points:
        assert all(people is None or people == 0 or people >= 5 for people in point.by_group)
        assert sum(people or 0 for people in point.by_group) <= point.votes


def test_all_votes_are_told_where_groups_are_too_small_to_be(held, sign_in, facilitator):
    everybody = by_group.votes(held)
    db.session.execute(update(Participant).values(group_key=None))

    votes = by_group.votes(held)
    text = page(sign_in(facilitator), held).get_data(as_text=True)

    assert everybody is not None
    assert votes is not None
    assert votes.groups == ()
    assert [point.votes for point in votes.points] == [point.votes for point in everybody.points]
    assert {point.by_group for point in votes.points} == {()}
    assert "All votes" in text
    assert "Votes by group" not in text


def test_nothing_before_the_vote_is_closed(held):
    held.voting, held.acceptability = Voting.OPEN, Voting.OPEN

    assert by_group.votes(held) is None
    assert by_group.acceptability(held) == ()


def test_two_objections_among_eight_answers_are_not_counted_aloud(held):
    (first, _second) = by_group.acceptability(held)

    assert (first.result, first.objecting, first.acceptable) == ("objections", None, None)
    assert [one.text for one in first.objections] == ["<b>Qui paie ?</b>"] * 2

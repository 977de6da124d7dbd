"""An objection that a facilitator has hidden: read by its author and the facilitation, and by nobody else, in no file."""

from __future__ import annotations

import pytest
from harvested import hold

from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Meeting, Participant, ReportDraft, Stance
from consult.services.accounts.tokens import new_token, token_hash
from consult.services.assessment import by_group
from consult.services.meeting import join
from consult.services.reports import publish

NASTY, FAIR = "Zirkonwort is paid for it", "Who pays for the lamps?"


@pytest.fixture
def held(meeting):
    """A meeting that asked eight people about a main point; two object, one of them with words about somebody."""
    points = [note for note in hold(meeting) if note.main_point]
    people = db.session.query(Participant).filter_by(meeting_id=meeting.id).order_by(Participant.id).all()
    meeting.acceptability, meeting.asked_points = Voting.CLOSED, [points[0].id]
    for number, person in enumerate(people[:8]):
        words = {1: NASTY, 2: FAIR}.get(number, "")
        db.session.add(
            Stance(
                participant_id=person.id, note_id=points[0].id, acceptable=not words, objection=words,
                language="en", given_at=0.0,
            )
        )  # fmt: skip
    db.session.commit()
    return meeting


def of(words):
    return db.session.query(Stance).filter_by(objection=words).one()


def base(meeting):
    return f"/consultations/{meeting.consultation_id}/assessment/votes"


def decide(browser, meeting, stance, what, **data):
    address = f"{base(meeting)}/{meeting.id}/objections/{stance.id}/{what}"
    return browser.post(address, data=data)


def token_of(stance):
    """The link of whoever gave it."""
    token = new_token()
    author = db.session.get_one(Participant, stance.participant_id)
    author.token_hash, author.language = token_hash(token), "en"
    db.session.commit()
    return token


def told(meeting):
    (point,) = by_group.acceptability(db.session.get_one(Meeting, meeting.id))
    return point


def test_hidden_objection_is_told_nowhere_and_its_reason_is_kept(held, sign_in, facilitator):
    before = told(held)

    answer = decide(
        sign_in(facilitator), held, of(NASTY), "hide", reason="It names or identifies a person", own="A."
    )

    after, stored = told(held), of(NASTY)
    assert answer.status_code == 303
    assert stored.hidden_reason == "It names or identifies a person: A."
    assert [one.text for one in before.objections] == [FAIR, NASTY]
    assert [one.text for one in after.objections] == [FAIR]
    assert (after.result, after.by, after.objecting) == (before.result, before.by, before.objecting)


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_no_file_quotes_it(held, sign_in, facilitator, language):
    decide(sign_in(facilitator), held, of(NASTY), "hide", reason="other", own="It names a person.")

    files = [publish.export(held.consultation_id, kind, language).content.decode() for kind in ("md", "json")]

    assert [FAIR in file for file in files] == [True, True]
    assert [NASTY in file or "It names a person." in file for file in files] == [False, False]


def test_only_the_facilitation_finds_it_again_and_can_show_it(held, sign_in, facilitator):
    browser = sign_in(facilitator)
    decide(browser, held, of(NASTY), "hide", reason="other", own="It names a person.")

    page = browser.get(base(held)).text
    assert page.index("1 hidden objection") < page.index(NASTY)
    assert "Reason: It names a person." in page

    decide(browser, held, of(NASTY), "show")
    assert [one.text for one in told(held).objections] == [FAIR, NASTY]
    assert (of(NASTY).hidden_at, of(NASTY).hidden_reason) == (None, None)


def test_without_a_reason_nothing_is_hidden(held, sign_in, facilitator):
    browser = sign_in(facilitator)

    for data in ({}, {"reason": "other"}, {"reason": "  "}):
        decide(browser, held, of(NASTY), "hide", **data)

    assert of(NASTY).hidden_at is None
    assert "Please say why, in a few words." in browser.get(base(held)).text


def test_strangers_hide_and_show_nothing(held, sign_in, stranger, client):
    browser = sign_in(stranger)

    answers = [decide(browser, held, of(NASTY), what, reason="Mine").status_code for what in ("hide", "show")]

    assert answers == [404, 404]
    assert decide(client, held, of(NASTY), "hide", reason="Mine").status_code == 302
    assert of(NASTY).hidden_at is None


def test_an_objection_of_another_meeting_is_not_found(held, sign_in, facilitator, meeting_of_another):
    browser = sign_in(facilitator)
    elsewhere = f"{base(held)}/{meeting_of_another.id}/objections/{of(NASTY).id}/hide"

    assert browser.post(elsewhere, data={"reason": "Mine"}).status_code == 404
    assert of(NASTY).hidden_at is None


def test_who_can_live_with_it_has_no_words_to_hide(held, sign_in, facilitator):
    silent = db.session.query(Stance).filter_by(acceptable=True).first()

    browser = sign_in(facilitator)
    decide(browser, held, silent, "hide", reason="Mine")

    assert "This objection is no longer there." in browser.get(base(held)).text
    assert silent.hidden_at is None


def test_author_takes_home_their_own_objections_and_learns_what_is_hidden(held, client, sign_in, facilitator):
    author, other = token_of(of(NASTY)), token_of(of(FAIR))
    decide(sign_in(facilitator), held, of(NASTY), "hide", reason="other", own="It names a person.")

    mine, theirs = (client.get(f"/seat/{token}/notes.txt").text for token in (author, other))

    assert (
        f"Your objection is hidden by the facilitator: It names a person.\r\nYour objection: {NASTY}" in mine
    )
    assert f"Your objection: {FAIR}" in theirs
    assert (FAIR in mine, NASTY in theirs, "hidden by the facilitator" in theirs) == (False, False, False)
    assert "Your objections: 1" in client.get(f"/seat/{author}/erase").text


def test_main_point_that_is_hidden_is_not_quoted_to_who_objected(held, client):
    author = token_of(of(FAIR))
    point = told(held).text
    assert point in client.get(f"/seat/{author}/notes.txt").text

    (note,) = [note for note in held_notes(held) if note.id == held.asked_points[0]]
    note.hidden_at = 2.0
    db.session.commit()

    assert point not in client.get(f"/seat/{author}/notes.txt").text


def test_erasing_oneself_erases_a_hidden_objection_too(held, sign_in, facilitator):
    decide(sign_in(facilitator), held, of(NASTY), "hide", reason="other", own="It names a person.")
    author = db.session.get_one(Participant, of(NASTY).participant_id)

    join.erase(author)

    assert db.session.query(Stance).filter_by(objection=NASTY).all() == []
    assert NASTY not in sign_in(facilitator).get(base(held)).text


def held_notes(meeting):
    from consult.models import Note

    return db.session.query(Note).filter_by(meeting_id=meeting.id).all()


@pytest.fixture
def meeting_of_another(meeting):
    from consult.models import Consultation

    other = Consultation(title={"en": "Other"}, purpose={}, languages=["en"], created_at=0.0)
    db.session.add(other)
    db.session.flush()
    row = Meeting(
        consultation_id=other.id, title={"en": "Other"}, created_at=0.0, join_code="OTHER1",
        join_secret="other secret", projector_key="other key",
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def test_erasing_oneself_takes_the_objection_out_of_reports_by_hand(held):
    author = db.session.get_one(Participant, of(FAIR).participant_id)
    typed = f"One person asked: {FAIR} Another: {NASTY}."
    db.session.add(
        ReportDraft(
            consultation_id=held.consultation_id, form="session", language="en",
            sections={"messages": typed}, changed_at=1.0,
        )
    )  # fmt: skip
    db.session.commit()

    join.erase(author)

    (draft,) = db.session.query(ReportDraft).populate_existing()
    assert "lamps" not in draft.sections["messages"]
    assert NASTY in draft.sections["messages"]

"""Joining by code or QR link: who gets in, and where they sit."""

from __future__ import annotations

import pytest
from services.people import join_many, join_one, seats, sizes

from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Participant, Vote
from consult.services.accounts import tokens
from consult.services.meeting import contribute, join, steer
from consult.services.seating import steer as seating_steer

ANSWERS = {
    "nickname": "Ada",
    "language": "en",
    "languages": ["en", "fr"],
    "group_key": None,
    "mode": "onsite",
    "consented": True,
}


def refusal(meeting, **changes) -> str:
    with pytest.raises(Refused) as refused:
        join.join(meeting, **{**ANSWERS, **changes})
    return refused.value.code


def close(meeting):
    steer.steer(meeting.id, c.CloseMeeting())
    db.session.expire_all()


def test_token_opens_the_seat_and_is_not_stored(meeting):
    participant, token = join.join(meeting, **ANSWERS)

    assert join.participant_by_token(token).id == participant.id
    assert token not in str(db.session.execute(db.text("select * from participant")).all())
    assert participant.token_hash == tokens.token_hash(token)


@pytest.mark.parametrize("token", ["", "x", "' or 1=1 --"])
def test_wrong_token_opens_nothing(meeting, token):
    join.join(meeting, **ANSWERS)

    assert join.participant_by_token(token) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"consented": False}, "consent_missing"),
        ({"languages": []}, "language_missing"),
        ({"languages": ["de"]}, "language_missing"),
        ({"language": "de"}, "language_not_offered"),
        ({"group_key": "nobody-knows-it"}, "no_such_group"),
        ({"mode": "flying"}, "malformed"),
    ],
)
def test_answer_that_is_not_possible_is_refused(meeting, changes, code):
    assert refusal(meeting, **changes) == code
    assert db.session.query(Participant).count() == 0


def test_group_of_the_consultation_is_kept(meeting):
    key = meeting.consultation.groups[0].key

    assert join_one(meeting, group_key=key).group_key == key


def test_facilitator_may_add_somebody_who_has_not_consented_yet(meeting):
    participant, _token = join.join(meeting, **{**ANSWERS, "consented": False}, by_facilitator=True)

    assert participant.consented_at is None


def test_name_is_one_short_line(meeting):
    assert join_one(meeting, nickname=" A\u202eda\n" + "x" * 60).nickname == "Ada " + "x" * 36


def test_people_who_share_a_language_sit_together(meeting):
    for languages in (["en"], ["fr"]) * 4:
        join_one(meeting, language=languages[0], languages=languages)

    plan = seats(meeting, 1)
    spoken = {p.id: p.languages[0] for p in db.session.query(Participant)}
    assert {len({spoken[i] for i, t in plan.items() if t == table}) for table in set(plan.values())} == {1}


def test_people_spread_over_the_tables(meeting):
    join_many(meeting, 20)

    assert sizes(seats(meeting, 1)) == [5, 5, 5, 5]


def test_latecomer_in_a_round_sits_down_at_once(meeting):
    join_many(meeting, 8)
    steer.steer(meeting.id, c.OpenRound())

    late = join_one(meeting)

    assert seats(meeting, 1)[late.id] in (1, 2, 3, 4)
    assert seats(meeting, 2) == {}


def test_latecomer_between_rounds_gets_the_seat_of_the_coming_round(meeting):
    join_many(meeting, 8)
    steer.steer(meeting.id, c.OpenRound())
    steer.steer(meeting.id, c.CloseRound())

    late = join_one(meeting)

    assert late.id not in seats(meeting, 1)
    assert seats(meeting, 2)[late.id] in (1, 2, 3, 4)


def test_latecomer_in_the_harvest_has_no_seat_and_no_vote(meeting):
    author = join_many(meeting, 4)[0]
    steer.steer(meeting.id, c.OpenRound())
    seating_steer.appoint_host(meeting.id, author.id, True)
    _version, note = contribute.write_note(
        author,
        client_key="key-00000001",
        kind="need",
        text="Lamps",
        language="en",
        round_number=1,
        by_proxy=False,
    )
    contribute.mark_main_point(author, note.id, True)
    for command in (c.CloseRound(), c.BeginHarvest(), c.OpenVoting()):
        steer.steer(meeting.id, command)

    late = join_one(meeting)
    with pytest.raises(Refused, match="never_seated"):
        contribute.cast_vote(late, note.id, True)

    assert late.id not in {**seats(meeting, 1), **seats(meeting, 2)}
    assert db.session.query(Vote).count() == 0


def test_nobody_joins_a_closed_meeting(meeting):
    close(meeting)

    assert refusal(meeting) == "meeting_closed"


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-", "lower"])
def test_code_is_found_however_it_is_typed(meeting, typed):
    code = meeting.join_code
    text = code.lower() if typed == "lower" else typed.format(f"{code[:3]} {code[3:]}")

    assert join.meeting_by_code(text).id == meeting.id


def test_unknown_closed_and_empty_codes_answer_alike(meeting):
    code, secret = meeting.join_code, meeting.join_secret
    close(meeting)

    found = [join.meeting_by_code(text) for text in (code, "ZZZZZZ", "", "%", "😀")]

    assert found == [None] * 5
    assert (join.meeting_by_secret(secret), join.meeting_by_secret("wrong")) == (None, None)


def test_guessing_codes_comes_to_an_end_and_is_forgiven(meeting, clock):
    for _ in range(join.GUESSES_PER_MINUTE):
        assert join.meeting_by_code("ZZZZZZ") is None

    with pytest.raises(Refused) as refused:
        join.meeting_by_code(meeting.join_code)
    assert refused.value.code == "too_many_tries"
    clock.advance(61)
    assert join.meeting_by_code(meeting.join_code).id == meeting.id


def test_right_codes_cost_nothing(meeting):
    for _ in range(2 * join.GUESSES_PER_MINUTE):
        assert join.meeting_by_code(meeting.join_code).id == meeting.id


def test_qr_link_works_while_codes_are_being_guessed(meeting):
    for _ in range(join.GUESSES_PER_MINUTE):
        join.meeting_by_code("ZZZZZZ")

    assert join.meeting_by_secret(meeting.join_secret).id == meeting.id

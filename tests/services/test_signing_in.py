"""Passwords, links that work once, and budgets before the hash."""

from __future__ import annotations

import pytest
from flask import Flask

from consult.domain.errors import Refused
from consult.extensions import db, limiter
from consult.models import Membership, SignInLink, User
from consult.services.accounts import sign_in as doors
from consult.services.preparation import prepare
from consult.services.preparation.drafts import ConsultationDraft

PASSWORD = "café com leite às oito"


@pytest.fixture
def ana(app: Flask) -> User:
    user = doors.add_user("Ana Pereira")
    doors.set_password(user, PASSWORD)
    return user


def test_password_opens_for_its_user_however_the_name_is_typed(ana: User) -> None:
    assert doors.check("  ANA   pereira ", PASSWORD) == ana


def test_password_composed_on_another_keyboard_is_the_same(ana: User) -> None:
    assert doors.check("ana pereira", "cafe\u0301 com leite a\u0300s oito") == ana


def test_wrong_password_and_unknown_name_are_both_nobody(ana: User) -> None:
    answers = [doors.check("ana pereira", "something else"), doors.check("nobody", PASSWORD)]

    assert answers == [None, None]


def test_unknown_name_costs_a_hash_as_well(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    verify = doors._matches
    monkeypatch.setattr(
        doors, "_matches", lambda stored, given: hashed.append(given) or verify(stored, given)
    )

    doors.check("nobody", "one")
    doors.check("ana pereira", "two")

    assert hashed == ["one", "two"]


def test_user_without_password_cannot_sign_in_with_an_empty_one(app: Flask) -> None:
    doors.add_user("newcomer")

    assert doors.check("newcomer", "") is None


@pytest.mark.parametrize(
    ("text", "code"), [("nine char", "password_too_short"), ("x" * 201, "password_too_long")]
)
def test_password_length_is_limited(ana: User, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        doors.set_password(ana, text)

    assert refused.value.code == code


def test_password_is_stored_only_as_argon2(ana: User) -> None:
    assert (ana.password_hash or "").startswith("$argon2id$")


def test_budget_is_spent_before_the_hash(ana: User, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    monkeypatch.setattr(limiter, "_limiter", _fresh_counter())
    hashed: list[str] = []
    monkeypatch.setattr(doors, "_matches", lambda _stored, given: bool(hashed.append(given)))

    codes = []
    for _attempt in range(12):
        try:
            codes.append(str(doors.check("ana pereira", "guess", "192.0.2.1")))
        except Refused as refused:
            codes.append(refused.code)

    assert codes == ["None"] * 10 + ["too_many_attempts"] * 2
    assert len(hashed) == 10


def test_link_works_once(ana: User) -> None:
    token = doors.make_link(ana)

    assert [doors.use_link(token), doors.use_link(token)] == [ana, None]


def test_link_expires(ana: User, clock: object) -> None:
    token = doors.make_link(ana, hours=24)
    clock.advance(24 * 3600)  # type: ignore[attr-defined]

    assert doors.use_link(token) is None


def test_link_is_stored_only_as_a_hash(ana: User) -> None:
    token = doors.make_link(ana)
    stored = db.session.query(SignInLink).one().token_hash

    assert token not in stored
    assert len(stored) == 64


def test_new_password_ends_open_links(ana: User) -> None:
    token = doors.make_link(ana)
    doors.set_password(ana, "another long password")

    assert doors.use_link(token) is None


def test_first_facilitator_is_one_user(app: Flask) -> None:
    assert doors.first_facilitator().id == doors.first_facilitator().id
    assert doors.first_facilitator().name == "facilitator"


def test_colleague_may_hand_out_links_only_to_newcomers_of_the_same_consultation(
    app: Flask, ana: User
) -> None:
    consultation = prepare.ready_made()
    newcomer = doors.add_user("newcomer")
    before = doors.may_get_a_link(newcomer, consultation.id)
    other = prepare.create_consultation(ana, ConsultationDraft(title={"en": "Elsewhere"}))
    db.session.add(Membership(user_id=newcomer.id, consultation_id=other.id, role="facilitator"))
    db.session.commit()

    assert before is True
    assert doors.may_get_a_link(newcomer, consultation.id) is False
    assert doors.may_get_a_link(ana, consultation.id) is False


def _fresh_counter() -> object:
    from limits.storage import MemoryStorage
    from limits.strategies import FixedWindowRateLimiter

    return FixedWindowRateLimiter(MemoryStorage())

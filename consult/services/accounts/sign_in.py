"""Who may come in as a facilitator or coordinator: a password, or a link that works once."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from limits import parse
from sqlalchemy import delete, select, update

from consult.domain.errors import Refused
from consult.domain.texts import clean_line
from consult.extensions import db, limiter
from consult.models import Membership, SignInLink, User
from consult.services.accounts.tokens import new_token, token_hash
from consult.services.clock import now

PASSWORD_LENGTH = 10
PASSWORD_MAXIMUM = 200
NAME_LENGTH = 80
FIRST_NAME = "facilitator"

# Checked before the hash, which costs 64 MB and time. A hall shares one address, but few people sign in.
PER_ADDRESS = parse("40 per 10 minutes")
PER_NAME = parse("100 per hour")
PER_NAME_AND_ADDRESS = parse("10 per 10 minutes")

_hasher = PasswordHasher()
Answer = TypeVar("Answer")


def sign_in_name(text: str) -> str:
    """A name as it is stored and compared: composed letters, lower case, single spaces."""
    return clean_line(text).casefold()[:NAME_LENGTH].strip()


def find(name: str) -> User | None:
    """The user with this sign-in name, or None."""
    found: User | None = db.session.scalar(select(User).where(User.name == sign_in_name(name)))
    return found


def set_password(user: User, text: str) -> None:
    """Store a password's hash; open sign-in links of this user stop working.

    Raises Refused("password_too_short") under 10 characters, Refused("password_too_long") over 200.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text) < PASSWORD_LENGTH:
        raise Refused("password_too_short", count=PASSWORD_LENGTH)
    if len(text) > PASSWORD_MAXIMUM:
        raise Refused("password_too_long", count=PASSWORD_MAXIMUM)
    user.password_hash = _off_the_loop(_hasher.hash, text)
    db.session.execute(delete(SignInLink).where(SignInLink.user_id == user.id))
    db.session.commit()


def check(name: str, password: str, address: str = "") -> User | None:
    """The user whose name and password these are, or None; unknown names take as long as wrong passwords.

    `address` is where the request comes from. Raises Refused("too_many_attempts") before any hashing when the
    budget of the name or the address is used up.
    """
    name = sign_in_name(name)
    _spend_budget(name, address)
    user = find(name)
    stored = user.password_hash if user and user.password_hash else None
    matches = _matches(stored or _nobody_hash(), unicodedata.normalize("NFC", password)[:PASSWORD_MAXIMUM])
    if user is None or stored is None or not matches:
        return None
    if _hasher.check_needs_rehash(stored):
        user.password_hash = _hasher.hash(unicodedata.normalize("NFC", password))
        db.session.commit()
    return user


def password_mark(user: User) -> str:
    """Changes with the password, and says nothing about it: a cookie that carries an older one is void."""
    return token_hash(user.password_hash or "")[:16]


def make_link(user: User, *, hours: float = 24) -> str:
    """A token for `/sign-in/<token>` that works once within `hours`; only its hash is kept."""
    token = new_token()
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now()))
    db.session.add(
        SignInLink(
            user_id=user.id, token_hash=token_hash(token), expires_at=now() + hours * 3600, used_at=None
        )
    )
    db.session.commit()
    return token


def use_link(token: str) -> User | None:
    """The user a link signs in, the first time only; None for a used, expired or unknown one."""
    instant = now()
    # One statement, so that of two requests with the same link one wins.
    user_id = db.session.scalar(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > instant,
        )
        .values(used_at=instant)
        .returning(SignInLink.user_id)
    )
    db.session.commit()
    return db.session.get(User, user_id) if user_id is not None else None


def first_facilitator() -> User:
    """The user every installation starts with, made on first use; has no password until somebody sets one."""
    return find(FIRST_NAME) or add_user(FIRST_NAME)


def add_user(name: str) -> User:
    """A new user without a password. Raises Refused("name_missing") or Refused("name_taken")."""
    name = sign_in_name(name)
    if not name:
        raise Refused("name_missing")
    if find(name):
        raise Refused("name_taken")
    user = User(name=name, password_hash=None, language=None)
    db.session.add(user)
    db.session.commit()
    return user


def may_get_a_link(user: User, consultation_id: int) -> bool:
    """Whether a colleague may hand out a sign-in link to this user.

    Only for somebody who never set a password and is nowhere else: otherwise naming somebody in a
    consultation would open all their others.
    """
    if user.password_hash is not None or user.name == FIRST_NAME:
        return False
    elsewhere = select(Membership.id).where(
        Membership.user_id == user.id, Membership.consultation_id != consultation_id
    )
    return db.session.scalar(elsewhere.limit(1)) is None


def _spend_budget(name: str, address: str) -> None:
    if not limiter.enabled:
        return
    counter = limiter.limiter
    within = [
        counter.hit(PER_ADDRESS, "sign-in", "address", address),
        counter.hit(PER_NAME_AND_ADDRESS, "sign-in", "both", name, address),
        counter.hit(PER_NAME, "sign-in", "name", name),
    ]
    if not all(within):
        raise Refused("too_many_attempts")


def _matches(stored: str, password: str) -> bool:
    try:
        return _off_the_loop(_hasher.verify, stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def _off_the_loop(work: Callable[..., Answer], *values: str) -> Answer:
    """A hash takes a tenth of a second; under eventlet a thread does it, so that no phone waits for a sign-in."""
    from eventlet import patcher, tpool

    if not patcher.is_monkey_patched("socket"):
        return work(*values)
    answer: Answer = tpool.execute(work, *values)
    return answer


@cache
def _nobody_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))

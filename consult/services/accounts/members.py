"""Who holds which role in a consultation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from consult.domain.errors import Refused
from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Membership, User
from consult.services.accounts import sign_in
from consult.services.board import following


@dataclass(frozen=True)
class Member:
    """A user with their roles in one consultation; `may_get_a_link` when a colleague may hand out a link."""

    user: User
    roles: tuple[Role, ...]
    may_get_a_link: bool


def consultations_of(user: User) -> list[tuple[Consultation, int]]:
    """The consultations a user has a role in, newest first, each with its number of meetings."""
    mine = select(Membership.consultation_id).where(Membership.user_id == user.id)
    counted = db.session.execute(
        select(Meeting.consultation_id, func.count(Meeting.id))
        .where(Meeting.consultation_id.in_(mine))
        .group_by(Meeting.consultation_id)
    )
    meetings = {consultation_id: count for consultation_id, count in counted}  # noqa: C416
    rows = db.session.scalars(
        select(Consultation)
        .where(Consultation.id.in_(mine))
        .order_by(Consultation.created_at.desc(), Consultation.id.desc())
    )
    return [(row, meetings.get(row.id, 0)) for row in rows]


def members_of(consultation: Consultation) -> list[Member]:
    """Everybody with a role, by sign-in name; coordinator before facilitator."""
    rows = db.session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.consultation_id == consultation.id)
        .order_by(User.name, Membership.role)
    )
    roles: dict[User, list[Role]] = {}
    for user, role in rows:
        roles.setdefault(user, []).append(Role(role))
    return [
        Member(user, tuple(held), sign_in.may_get_a_link(user, consultation.id))
        for user, held in roles.items()
    ]


def add_member(consultation: Consultation, name: str, roles: Iterable[Role]) -> tuple[User, str | None]:
    """Give somebody roles; for a new name, make a user and the token of a one-time link (else None).

    Raises Refused("name_missing") or Refused("role_missing").
    """
    wanted = set(roles)
    if not sign_in.sign_in_name(name):
        raise Refused("name_missing")
    if not wanted:
        raise Refused("role_missing")
    user = sign_in.find(name)
    token = None
    if user is None:
        user = sign_in.add_user(name)
        token = sign_in.make_link(user)
    for role in wanted - _roles(consultation, user.id):
        db.session.add(Membership(user_id=user.id, consultation_id=consultation.id, role=role))
    db.session.commit()
    return user, token


def new_link(consultation: Consultation, user_id: int) -> str:
    """A fresh one-time link for a member; raises Refused where it is not ours to give."""
    user = db.session.get(User, user_id)
    if user is None or not _roles(consultation, user_id):
        raise Refused("no_such_member")
    if not sign_in.may_get_a_link(user, consultation.id):
        raise Refused("no_link_for_member")
    return sign_in.make_link(user)


def remove_member(consultation: Consultation, user_id: int) -> None:
    """Take all roles from somebody; raises Refused("last_coordinator") so that nobody is locked out."""
    rows = db.session.scalars(select(Membership).where(Membership.consultation_id == consultation.id)).all()
    if not any(row.user_id == user_id for row in rows):
        raise Refused("no_such_member")
    if not any(row.role == Role.COORDINATOR and row.user_id != user_id for row in rows):
        raise Refused("last_coordinator")
    for row in rows:
        if row.user_id == user_id:
            db.session.delete(row)
    db.session.commit()
    following.show_out(consultation.id, user_id)


def _roles(consultation: Consultation, user_id: int) -> set[Role]:
    rows = db.session.scalars(
        select(Membership.role).where(
            Membership.consultation_id == consultation.id, Membership.user_id == user_id
        )
    )
    return {Role(role) for role in rows}

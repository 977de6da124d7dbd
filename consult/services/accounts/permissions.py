"""Who may see and do what. Whatever is not yours answers like whatever does not exist."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Membership

ANY = (Role.FACILITATOR, Role.COORDINATOR)


def has_role(user_id: int, consultation_id: int, *roles: Role) -> bool:
    """Whether the user holds one of the roles (any, if none is named)."""
    wanted = [str(role) for role in roles or ANY]
    found = db.session.scalar(
        select(Membership.id)
        .where(Membership.user_id == user_id, Membership.consultation_id == consultation_id)
        .where(Membership.role.in_(wanted))
        .limit(1)
    )
    return found is not None


def consultation_for(user: Any, consultation_id: int, *roles: Role) -> Consultation:
    """The consultation, if the signed-in user has one of the roles in it; else 404."""
    consultation = db.session.get(Consultation, consultation_id)
    if consultation is None or not has_role(user.id, consultation_id, *roles):
        abort(404)
    return consultation


def meeting_for(user: Any, meeting_id: int, *roles: Role) -> Meeting:
    """The meeting, if the signed-in user has one of the roles in its consultation; else 404."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or not has_role(user.id, meeting.consultation_id, *roles):
        abort(404)
    return meeting

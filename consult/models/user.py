"""People who sign in: facilitators and coordinators. Participants never do."""

from __future__ import annotations

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class User(UserMixin, Model):  # type: ignore[misc]  # flask-login has no types
    """Somebody with a sign-in name; without a password only a sign-in link opens the door."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    language: Mapped[str | None] = mapped_column(String(2))


class SignInLink(Model):
    """A link that signs somebody in once. Only the token's hash is stored."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[float]
    used_at: Mapped[float | None]


class Membership(Model):
    """A user's role in one consultation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "consultation_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))

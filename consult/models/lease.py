"""Who does what only one process may do at a time."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from consult.extensions import Model


class Lease(Model):
    """A task by name, the process that has it, and until when it has it if it does not say so again (Unix seconds)."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    owner: Mapped[str] = mapped_column(String(32))
    until: Mapped[float]

"""What only one process may do at a time: whoever has the lease does it, and says again and again that it is alive.

A lease is a row with an end. Taking it, and taking it once more, is one statement, decided by the database and by
its clock: the clocks of the machines do not matter. When its owner dies it is free after LEASE_SECONDS.
"""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, Double, delete, literal_column, select

from consult.extensions import db
from consult.models import Lease
from consult.services import neighbours
from consult.services.inserting import insert_into

LEASE_SECONDS = 2.0
RENEW_SECONDS = 1.0

# Until when this process need not ask again, by its own monotonic clock.
_sure_until: dict[str, float] = {}


def owns(name: str) -> bool:
    """Whether this process is the one that does it now. A process without neighbours always is. Commits."""
    if not neighbours.several():
        return True
    begun = time.monotonic()
    if begun < _sure_until.get(name, 0.0):
        return True
    if not take(name):
        _sure_until.pop(name, None)
        return False
    _sure_until[name] = begun + LEASE_SECONDS - RENEW_SECONDS
    return True


def take(name: str, seconds: float = LEASE_SECONDS) -> bool:
    """Take the lease, or keep it for another while; False while somebody else has it. Commits."""
    until = _instant() + seconds
    values = {"name": name, "owner": neighbours.ME, "until": until}
    mine_or_over = (Lease.owner == neighbours.ME) | (Lease.until <= _instant())
    taken = db.session.execute(
        insert_into(Lease)
        .values(values)
        .on_conflict_do_update(
            index_elements=["name"], set_={"owner": neighbours.ME, "until": until}, where=mine_or_over
        )
        .returning(Lease.name)
    ).scalar()
    db.session.commit()
    return taken is not None


def is_taken(name: str) -> bool:
    """Whether some process has it."""
    return (
        db.session.scalar(select(Lease.name).where(Lease.name == name, Lease.until > _instant())) is not None
    )


def release(name: str) -> None:
    """It is done: somebody else may have it at once. Commits."""
    _sure_until.pop(name, None)
    db.session.execute(delete(Lease).where(Lease.name == name, Lease.owner == neighbours.ME))
    db.session.commit()


def _instant() -> ColumnElement[float]:
    """Unix seconds by the clock of the database, at this very moment."""
    if db.engine.dialect.name == "postgresql":
        return literal_column("extract(epoch from clock_timestamp())::float8", Double)
    return literal_column("(julianday('now') - 2440587.5) * 86400.0", Double)

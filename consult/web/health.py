"""Is the server up (`/healthz`), and can it work (`/readyz`)?"""

from __future__ import annotations

from flask import Blueprint

from consult.extensions import db, limiter
from consult.services import beats, neighbours
from consult.services.backup import revisions

pages = Blueprint("health", __name__)
Answer = tuple[dict[str, object], int]


@pages.get("/healthz")
@limiter.exempt
def healthz() -> Answer:
    """200 while the process answers. Touches nothing."""
    return {"status": "ok"}, 200


@pages.get("/readyz")
@limiter.exempt
def readyz() -> Answer:
    """200 while the database answers with the tables of this code, and every background loop comes round; else 503."""
    try:
        revision = revisions.of_database(db.session.connection())
        db.session.rollback()
    except Exception:
        return {"status": "database unavailable"}, 503
    if revision != revisions.newest():
        return {"status": "database not migrated", "found": revision, "wanted": revisions.newest()}, 503
    late = beats.late()
    if late:
        return {"status": "background loops late", "loops": late}, 503
    if neighbours.several():
        # Notes are taken all the same: nobody is to take this process out of service for it.
        return {"status": "ok", "neighbours": "heard" if neighbours.heard() else "not heard"}, 200
    return {"status": "ok"}, 200

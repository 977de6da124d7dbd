"""Is the server up (`/healthz`), and can it work (`/readyz`)?"""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from consult.extensions import db, limiter

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@limiter.exempt
def healthz() -> tuple[dict[str, str], int]:
    """200 while the process answers."""
    return {"status": "ok"}, 200


@pages.get("/readyz")
@limiter.exempt
def readyz() -> tuple[dict[str, str], int]:
    """200 while the database answers, else 503."""
    try:
        db.session.execute(text("select 1"))
    except Exception:
        return {"status": "database unavailable"}, 503
    return {"status": "ok"}, 200

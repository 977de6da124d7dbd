"""Rows that may be there already: what an INSERT does then is said in each database's own dialect."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from consult.extensions import db


def insert_into(table: Any) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into this table or model that can go on with `on_conflict_do_nothing` or `on_conflict_do_update`."""
    return postgresql.insert(table) if db.engine.dialect.name == "postgresql" else sqlite.insert(table)

"""How far the tables are, and how far this code is: numbers of migrations."""

from __future__ import annotations

from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from consult.places import MIGRATIONS


@cache
def known() -> tuple[str, ...]:
    """Every revision this code knows, newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def newest() -> str:
    """The revision this code was written for."""
    return known()[0]


def of_database(connection: Connection) -> str | None:
    """The revision of the tables behind that connection; None where there are no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()

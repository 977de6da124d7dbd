"""The shared instances of Flask's extensions, wired to an app in `create_app`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

# How long a statement waits until another process has stored what it is storing, and how often it looks.
BUSY_SECONDS, BUSY_PAUSE_SECONDS = 5.0, 0.002
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can drop it again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
# Whether this process works beside the one that serves.
_beside = False
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
migrate = Migrate()
babel = Babel()
login = LoginManager()
csrf = CSRFProtect()
socketio = SocketIO()
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")


def can_be_done_again() -> None:
    """What this process stores need not survive a power cut, and whoever serves must not wait for it to reach the disk."""
    global _beside
    _beside = True


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    if _beside:
        # Its commits do not wait for the disk, and it leaves tidying up the log to the server: both take a tenth of a
        # second and more, in which no note would be acknowledged.
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    else:
        # An acknowledgement means: it is on disk, also after a power cut.
        cursor.execute("PRAGMA synchronous=FULL")
    # What somebody erases is overwritten, not only forgotten.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute("PRAGMA foreign_keys=ON")
    # See `_wait_in_turn`.
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.close()


@event.listens_for(Engine, "do_execute")
def _execute(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    return isinstance(cursor, sqlite3.Cursor) and _wait_in_turn(cursor.execute, statement, parameters)


@event.listens_for(Engine, "do_executemany")
def _execute_many(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    return isinstance(cursor, sqlite3.Cursor) and _wait_in_turn(cursor.executemany, statement, parameters)


def _wait_in_turn(execute: Callable[[str, Any], object], statement: str, parameters: Any) -> bool:
    """Carry out a statement of SQLite as soon as no other process is writing; True when it is done.

    SQLite's own `busy_timeout` would wait in C, and every phone with it: an analysis that stores its themes for half a
    second would stop all clocks.
    """
    patient_until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            execute(statement, parameters)
            return True
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in BUSY or time.monotonic() > patient_until:
                raise
        time.sleep(BUSY_PAUSE_SECONDS)

"""SQLite lets one process write at a time: whoever waits for another one keeps nobody else waiting."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from consult import extensions

# Another connection holds the database until the clock of somebody else has gone on for a while.
WAITING_FOR_A_WRITER = """
import eventlet
eventlet.monkey_patch()
import sqlite3, sys
import consult.extensions
from sqlalchemy import create_engine, text
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("CREATE TABLE note (text)")
engine = create_engine(f"sqlite:///{sys.argv[1]}")
with engine.connect() as connection:
    connection.execute(text("SELECT 1"))
other.execute("BEGIN IMMEDIATE")
other.execute("INSERT INTO note VALUES ('first')")
ticks = []
def clock():
    while len(ticks) < 50:
        ticks.append(1)
        eventlet.sleep(0.001)
    other.execute("COMMIT")
eventlet.spawn(clock)
with engine.begin() as connection:
    connection.execute(text("INSERT INTO note VALUES ('second')"))
    found = connection.scalars(text("SELECT text FROM note ORDER BY rowid")).all()
print(len(ticks), *found)
"""


def test_waiting_for_another_writer_does_not_stop_the_clock_of_another_phone(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WAITING_FOR_A_WRITER, str(tmp_path / "consult.sqlite")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert ran.stdout.split() == ["50", "first", "second"]


def test_writer_who_never_ends_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(extensions, "BUSY_SECONDS", 0.0)
    path = tmp_path / "consult.sqlite"
    other = sqlite3.connect(path, isolation_level=None)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (text)"))
    other.execute("BEGIN IMMEDIATE")

    with engine.connect() as connection, pytest.raises(OperationalError, match="locked"):
        connection.execute(text("INSERT INTO note VALUES ('never')"))

    other.close()
    engine.dispose()

"""What is on disk at the end, compared with what the phones know."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from failures.phones import Phone

# (number of the row, whose note, its key), in the order of the rows.
Rows = list[tuple[int, int, str]]
NOTES = "SELECT id, participant_id, client_key FROM note ORDER BY id"


def ask(database: str | Path, statement: str) -> list[Any]:
    """Ask or change a database: the file of SQLite, or the address of PostgreSQL."""
    if isinstance(database, Path):
        with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
            return connection.execute(statement).fetchall()
    import psycopg

    with psycopg.connect(database) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def notes(database: str | Path) -> Rows:
    """All notes."""
    return ask(database, NOTES)


def by_author(rows: Rows) -> dict[int, list[str]]:
    """The keys of everybody's notes, in the order of the rows."""
    found: dict[int, list[str]] = {}
    for _, author, key in rows:
        found.setdefault(author, []).append(key)
    return found


def is_what_was_written(phones: Sequence[Phone], rows: Rows) -> None:
    """Every note is stored once, everybody's in the order of writing, and each is the row it was acknowledged as."""
    assert by_author(rows) == {phone.person.id: phone.written for phone in phones if phone.written}
    numbers = {key: number for number, _, key in rows}
    for phone in phones:
        assert phone.acknowledged == {key: numbers[key] for key in phone.written}

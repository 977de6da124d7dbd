"""An SQLite database: copied while it is written to, checked, and put in the place of another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from consult.services.backup.fault import BackupFault

# What belongs to a database beside its own file.
COMPANIONS = ("-wal", "-shm", "-journal")
BUSY_SECONDS = 30.0


def copy(source: Path, target: Path) -> None:
    """Everything that was committed when the copy began, whoever writes meanwhile. Writers are not held up."""
    if not source.is_file():
        raise BackupFault(f"there is no database at {source}")
    with (
        _failing("the database cannot be copied"),
        closing(_open(source)) as here,
        closing(_open(target)) as there,
    ):
        # All pages in one step: one read transaction, so one moment, and never begun again because of a writer.
        here.backup(there, pages=-1)
        # One file, without a log beside it.
        there.execute("pragma journal_mode=delete")
    target.chmod(0o600)


def checked(path: Path) -> tuple[str | None, dict[str, int]]:
    """Look through a whole database; (revision of its tables or None, rows of every table). Raises BackupFault."""
    with _failing("the database is damaged"), closing(_open(path)) as database:
        found = [str(row[0]) for row in database.execute("pragma integrity_check").fetchmany(3)]
        if found != ["ok"]:
            raise BackupFault(f"the database is damaged: {found[0]}")
        if database.execute("pragma foreign_key_check").fetchone() is not None:
            raise BackupFault("the database is damaged: rows point to rows that are not there")
        tables = _tables(database)
        rows = {name: _count(database, name) for name in tables}
        revision = None
        if "alembic_version" in rows:
            kept = database.execute("select version_num from alembic_version").fetchone()
            revision = str(kept[0]) if kept else None
    return revision, rows


def is_empty(path: Path) -> bool:
    """Whether there is nothing there that could be lost."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        with closing(_open(path)) as database:
            return not _tables(database)
    except sqlite3.Error:
        # Damaged, or something else: not ours to throw away.
        return False


def put_aside(path: Path, mark: str) -> list[Path]:
    """Rename a database with all that belongs to it; the new paths. Works with a damaged one too."""
    aside = []
    for ending in ("", *COMPANIONS):
        old = path.with_name(path.name + ending)
        if old.exists():
            aside.append(old.rename(path.with_name(path.name + mark + ending)))
    return aside


def put_in_place(new: Path, path: Path) -> None:
    """Give a checked database its place, and see to it that this survives a power cut."""
    new.chmod(0o600)
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_SECONDS)


def _tables(database: sqlite3.Connection) -> list[str]:
    named = "select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~' order by name"
    return [str(row[0]) for row in database.execute(named)]


def _count(database: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(database.execute(f'select count(*) from "{quoted}"').fetchone()[0])  # noqa: S608 - quoted


@contextmanager
def _failing(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFault(f"{what}: {error}") from error

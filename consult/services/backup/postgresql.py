"""A PostgreSQL database: dumped and loaded with PostgreSQL's own programs, counted in the same snapshot."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from consult.services.backup import revisions
from consult.services.backup.fault import BackupFault


def dump(url: str, target: Path) -> tuple[str | None, dict[str, int]]:
    """The whole database as it was at one moment; (revision of its tables or None, rows of every table)."""
    with _connected(url) as connection:
        snapshot = connection.scalar(text("select pg_export_snapshot()"))
        found = revisions.of_database(connection), _rows(connection)
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", [*words, f"--file={target}", _address(url)], url)
    target.chmod(0o600)
    return found


def load(url: str, dumped: Path, folder: Path) -> None:
    """Put a dump in the place of all tables, all of it or nothing; `folder` for the script in between."""
    begin, script = folder / "begin.sql", folder / "script.sql"
    _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(dumped)], url)
    with _connected(url) as connection:
        quote = connection.dialect.identifier_preparer.quote_identifier
        names = inspect(connection).get_table_names()
    begin.write_text("".join(f"drop table {quote(name)} cascade;\n" for name in names))
    words = ["--no-psqlrc", "--quiet", "--single-transaction", "--output=/dev/null"]
    words += ["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", f"--file={begin}", f"--file={script}"]
    _run("psql", [*words, _address(url)], url)


def checked(url: str) -> tuple[str | None, dict[str, int]]:
    """(revision of the tables or None, rows of every table)."""
    with _connected(url) as connection:
        return revisions.of_database(connection), _rows(connection)


def is_empty(url: str) -> bool:
    """Whether there are no tables."""
    with _connected(url) as connection:
        return not inspect(connection).get_table_names()


def others(url: str) -> int:
    """How many other connections the database has: servers at work, people looking."""
    with _connected(url) as connection:
        asked = text(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        return int(connection.scalar(asked) or 0)


def _rows(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote_identifier
    names = sorted(inspect(connection).get_table_names())
    return {name: connection.scalar(text(f"select count(*) from {quote(name)}")) or 0 for name in names}  # noqa: S608


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="REPEATABLE READ",
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        raise BackupFault(f"the database cannot be used: {reason}") from error


def _address(url: str) -> str:
    """The address without the password: everybody on the machine can read the words of a running program."""
    return make_url(url).set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, words: list[str], url: str) -> None:
    password = make_url(url).password
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"} | ({"PGPASSWORD": password} if password else {})
    if program != "pg_restore":
        words = [*words[:-1], f"--dbname={words[-1]}"]
    try:
        ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program, words made by us
            [program, *words], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupFault(
            f"{program} is not installed: install the PostgreSQL client programs, at least as new as the server"
        ) from None
    if ended.returncode != 0:
        raise BackupFault(f"{program} failed: {next(iter(ended.stderr.splitlines()), 'without a word')}")

"""`consult backup` and `consult restore` on the terminal, beside a real server and on PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from tools import missing

from consult import Settings, create_app
from consult.extensions import db
from consult.services import backup
from consult.services.backup import BackupFault, revisions
from consult.services.preparation import prepare


def consult(folder: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT")}
    return subprocess.run(
        [sys.executable, "-m", "consult", *words],
        env={**clean, "CONSULT_DATA": str(folder)},
        cwd=folder.parent,
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[bytes], str]]:
    """A server: its data folder, its process, its address."""
    folder = tmp_path / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "consult", "serve", "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "CONSULT_DATA": str(folder), "CONSULT_LOG": "json", "PYTHONWARNINGS": "ignore"},
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    ready(url)
    yield folder, process, url
    process.kill()
    process.wait(120)


def ready(url: str) -> None:
    pause = threading.Event()
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            pause.wait(0.05)
    raise AssertionError("the server is not ready")


def test_backup_beside_a_server_and_back_after_it(running, tmp_path):
    folder, process, url = running
    with urllib.request.urlopen(f"{url}/metrics", timeout=5) as answer:
        assert b'consult_loop_age_seconds{loop="bell"}' in answer.read()

    written = consult(folder, "backup", "--with-key")
    refused = consult(folder, "restore", "--replace", str(next((folder / "backups").iterdir())))
    process.send_signal(signal.SIGKILL)
    process.wait(120)
    copy = shutil.copy(next((folder / "backups").iterdir()), tmp_path / "copy.tar.gz")
    again = consult(folder, "restore", str(copy))
    replaced = consult(folder, "restore", "--replace", str(copy))
    new = consult(tmp_path / "new", "restore", str(copy))

    assert (written.returncode, written.stderr) == (0, b"")
    name = re.search(rb"Written: (\S+) \(", written.stdout)
    assert name
    assert Path(os.fsdecode(name.group(1))).parent == folder / "backups"
    assert b"whoever has this file can sign in as anybody" in written.stdout
    assert (refused.returncode, refused.stderr.count(b"\n")) == (1, 1)
    assert b"stop it first" in refused.stderr
    assert (again.returncode, b"--replace" in again.stderr) == (1, True)
    assert (replaced.returncode, replaced.stderr) == (0, b"")
    assert b"Kept aside: " in replaced.stdout
    assert new.returncode == 0
    assert (tmp_path / "new" / "secret-key").read_text() == (folder / "secret-key").read_text()
    for place in (folder, tmp_path / "new"):
        with closing(sqlite3.connect(place / "consult.sqlite")) as database:
            assert database.execute("select version_num from alembic_version").fetchone() == (
                revisions.newest(),
            )
            assert database.execute("select count(*) from meeting").fetchone() == (1,)


def test_backup_through_a_pipe(running, tmp_path):
    folder, _process, _url = running

    written = consult(folder, "backup", "--to", "-")
    restored = consult(tmp_path / "new", "restore", "-", given=written.stdout)

    assert (written.returncode, written.stderr) == (0, b"")
    assert (restored.returncode, restored.stderr) == (0, b"")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["consult.sqlite", "serving.lock"]
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_backup_without_a_database_is_a_sentence_and_leaves_nothing(tmp_path):
    answer = consult(tmp_path / "none", "backup", "--to", str(tmp_path / "b.tar.gz"))

    assert (answer.returncode, answer.stdout) == (1, b"")
    assert answer.stderr.startswith(b"consult: there is no database at ")
    assert list(tmp_path.iterdir()) == []


def test_backup_into_a_file_that_cannot_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    answer = consult(tmp_path / "none", "backup", "--to", str(tmp_path / "file" / "b.tar.gz"))

    assert answer.returncode == 1
    assert answer.stderr.startswith(b"consult: ")
    assert answer.stderr.count(b"\n") == 1


# ── PostgreSQL ───────────────────────────────────────────────────────────────


@pytest.fixture
def on_postgresql(settings: Settings) -> Iterator[Settings]:
    """A PostgreSQL database with the ready-made consultation."""
    url = os.environ.get("CONSULT_TEST_POSTGRESQL")
    if not url:
        missing("PostgreSQL (its address in CONSULT_TEST_POSTGRESQL)")
    if shutil.which("pg_dump") is None:
        missing("pg_dump")
    found = replace(settings, database_url=url, async_mode="threading")
    with create_app(found, TESTING=True).app_context():
        upgrade()
        prepare.ready_made()
        db.session.remove()
        db.engine.dispose()
    yield found
    sql(url, "drop schema public cascade; create schema public")


def sql(url: str, statements: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(statements))
    engine.dispose()


def asked(url: str, query: str) -> object:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = connection.scalar(text(query))
    engine.dispose()
    return found


def test_backup_and_restore_on_postgresql(on_postgresql, tmp_path):
    url = on_postgresql.database_url
    manifest = backup.make(url, tmp_path / "b.tar.gz")
    sql(url, "update meeting set place = 'changed'; create table newer (id integer)")

    with pytest.raises(BackupFault, match="--replace"):
        backup.restore(on_postgresql, tmp_path / "b.tar.gz")
    done = backup.restore(on_postgresql, tmp_path / "b.tar.gz", replace=True)

    assert (manifest.engine, manifest.revision, manifest.rows["meeting"]) == (
        "postgresql",
        revisions.newest(),
        1,
    )
    assert asked(url, "select count(*) from meeting where place = 'changed'") == 0
    assert asked(url, "select to_regclass('newer')") is None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "b.tar.gz", *done.aside)] == [0o600] * 2
    # New rows go on where the old numbers ended.
    sql(url, "insert into \"user\" (name) values ('after the restore')")

    backup.restore(on_postgresql, done.aside[0], replace=True)

    assert asked(url, "select count(*) from meeting where place = 'changed'") == 1


def test_backup_of_postgresql_is_of_one_moment_while_people_write(on_postgresql, tmp_path):
    url = on_postgresql.database_url
    stop, begun = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            for number in range(100_000):
                if stop.is_set():
                    break
                # Two rows in one transaction: never one without the other.
                for half in ("a", "b"):
                    connection.execute(
                        text('insert into "user" (name) values (:name)'), {"name": f"{number}{half}"}
                    )
                connection.commit()
                written.append(number)
                if len(written) == 20:
                    begun.set()
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        before = len(written)
        manifest = backup.make(url, tmp_path / "b.tar.gz")
    finally:
        stop.set()
        writer.join(60)

    backup.restore(on_postgresql, tmp_path / "b.tar.gz", replace=True)

    halves = asked(url, "select count(*) from \"user\" where name ~ '^[0-9]+[ab]$'")
    assert halves == manifest.rows["user"] - 1
    assert isinstance(halves, int)
    assert halves % 2 == 0
    assert before <= halves // 2 < len(written)


def test_postgresql_that_is_in_use_is_left_alone(on_postgresql, tmp_path):
    url = on_postgresql.database_url
    backup.make(url, tmp_path / "b.tar.gz")
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        connection.scalar(text("select 1"))
        with pytest.raises(BackupFault, match="1 other connections"):
            backup.restore(on_postgresql, tmp_path / "b.tar.gz", replace=True)
    engine.dispose()


def test_postgresql_without_its_programs_is_a_sentence(on_postgresql, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupFault, match="pg_dump is not installed"):
        backup.make(on_postgresql.database_url, tmp_path / "b.tar.gz")

    assert not (tmp_path / "b.tar.gz").exists()


def test_postgresql_that_is_away_is_a_sentence(settings, tmp_path):
    with pytest.raises(BackupFault, match="the database cannot be used: ") as fault:
        backup.make("postgresql://someone:hidden-word@127.0.0.1:9/none", tmp_path / "b.tar.gz")

    assert "hidden-word" not in str(fault.value)

"""Backups: whole while people write, harmless to read, and never in the way of what is there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import stamp

from consult import Settings
from consult.domain.errors import Refused
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Meeting, Participant
from consult.services import backup
from consult.services.backup import BackupFault, occupied, revisions
from consult.services.meeting import contribute, join, steer

KEY = "a-key-for-tests-only-0123456789"


@pytest.fixture
def filled(app: Flask, meeting: Meeting) -> Meeting:
    """A meeting in its first round; eight people at four tables, and tables that say which revision they are."""
    stamp()
    for language in ("en", "fr", "es", "pt") * 2:
        join.join(
            meeting, nickname="", language=language, languages=[language, "en"], group_key=None, mode="onsite",
            consented=True,
        )  # fmt: skip
    steer.steer(meeting.id, steer.PLAIN["round.open"])
    yield meeting
    db.session.rollback()
    db.session.execute(db.text("drop table if exists alembic_version"))
    db.session.commit()


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Settings:
    """Another machine."""
    folder = tmp_path / "elsewhere"
    return changed(settings, data_folder=folder, database_url=f"sqlite:///{folder / 'consult.sqlite'}")


@pytest.fixture
def made(filled: Meeting, settings: Settings, tmp_path: Path) -> Path:
    """A backup with the key."""
    write(db.session.get_one(Participant, 1), "key-00000001")
    backup.make(settings.database_url, tmp_path / "b.tar.gz", key=KEY)
    return tmp_path / "b.tar.gz"


def write(participant: Participant, key: str, text: str = "Plus de lampes, s’il vous plaît.") -> None:
    contribute.write_note(
        participant, client_key=key, kind=Kind.NEED, text=text, language="fr", round_number=1, by_proxy=False
    )


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def database_of(settings: Settings) -> Path:
    return settings.data_folder / "consult.sqlite"


def state(folder: Path) -> dict[str, str]:
    """Every file below, by its hash."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != occupied.LOCK_NAME)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# ── Made while people write ──────────────────────────────────────────────────


class Writers:
    """People who write without pause, each in a thread; what was acknowledged, in its order."""

    def __init__(self, app: Flask, ids: list[int]) -> None:
        self.app, self.acknowledged, self.sent = app, dict[int, list[str]](), dict[int, list[str]]()
        self.stop, self.under_way = threading.Event(), threading.Semaphore(0)
        self.threads = [threading.Thread(target=self._write, args=(one,)) for one in ids]
        for one in ids:
            self.acknowledged[one], self.sent[one] = [], []
        for thread in self.threads:
            thread.start()

    def _write(self, one: int) -> None:
        with self.app.app_context():
            for number in range(2000):
                if self.stop.is_set():
                    break
                key = f"key-{one:04}-{number:04}"
                self.sent[one].append(key)
                try:
                    write(db.session.get_one(Participant, one), key)
                except Refused:
                    db.session.rollback()
                    continue
                self.acknowledged[one].append(key)
                self.under_way.release()
            db.session.remove()

    def wait_for(self, notes: int) -> None:
        for _ in range(notes):
            assert self.under_way.acquire(timeout=60)

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)


def test_backup_in_the_middle_has_every_note_acknowledged_before(app, filled, settings, elsewhere, tmp_path):
    ids = [one.id for one in db.session.query(Participant)]
    db.session.remove()
    writers = Writers(app, ids[:4])
    try:
        writers.wait_for(25)
        before = {one: list(keys) for one, keys in writers.acknowledged.items()}
        manifest = backup.make(settings.database_url, tmp_path / "middle.tar.gz")
        writers.wait_for(25)
    finally:
        writers.end()

    backup.restore(elsewhere, tmp_path / "middle.tar.gz")

    found: dict[int, list[str]] = {one: [] for one in writers.sent}
    for author, key in rows(
        database_of(elsewhere), "select participant_id, client_key from note order by id"
    ):
        found[author].append(key)
    for one, keys in found.items():
        assert keys[: len(before[one])] == before[one]
        assert keys == [key for key in writers.sent[one] if key in set(keys)]
    assert sum(map(len, found.values())) == manifest.rows["note"]
    assert manifest.rows["note"] < sum(map(len, writers.acknowledged.values()))
    assert rows(database_of(elsewhere), "pragma integrity_check") == [("ok",)]
    assert rows(database_of(elsewhere), "pragma foreign_key_check") == []


def test_restored_database_has_every_row_of_the_original(made, settings, elsewhere):
    backup.restore(elsewhere, made)

    def everything(path: Path) -> dict[str, list[Any]]:
        tables = [name for (name,) in rows(path, "select name from sqlite_master where type = 'table'")]
        return {name: rows(path, f'select * from "{name}" order by 1') for name in sorted(tables)}

    assert everything(database_of(elsewhere)) == everything(database_of(settings))


# ── What a backup is ─────────────────────────────────────────────────────────


def test_backup_is_for_this_account_only(made, elsewhere):
    backup.restore(elsewhere, made)

    kept = (made, database_of(elsewhere), elsewhere.data_folder / "secret-key")
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600] * 3
    assert stat.S_IMODE(elsewhere.data_folder.stat().st_mode) == 0o700


def test_manifest_says_what_is_in_it(made):
    with tarfile.open(made) as archive:
        names = archive.getnames()
        manifest = json.load(archive.extractfile("manifest.json"))
        database = archive.extractfile("database.sqlite").read()

    assert names == ["manifest.json", "database.sqlite", "secret-key"]
    assert (manifest["engine"], manifest["revision"]) == ("sqlite", revisions.newest())
    assert (manifest["rows"]["note"], manifest["rows"]["participant"]) == (1, 8)
    assert manifest["files"]["database.sqlite"] == {
        "sha256": hashlib.sha256(database).hexdigest(),
        "bytes": len(database),
    }


def test_secret_key_stays_at_home_unless_asked_for(filled, settings, elsewhere, tmp_path):
    backup.make(settings.database_url, tmp_path / "b.tar.gz")

    done = backup.restore(elsewhere, tmp_path / "b.tar.gz")

    assert done.with_key is False
    assert not (elsewhere.data_folder / "secret-key").exists()
    assert KEY.encode() not in gzip.decompress((tmp_path / "b.tar.gz").read_bytes())


def test_key_in_use_is_that_of_the_environment_first(tmp_path):
    assert backup.kept_key({}, tmp_path) is None
    (tmp_path / "secret-key").write_text("kept\n")
    assert backup.kept_key({}, tmp_path) == "kept"
    assert backup.kept_key({"CONSULT_SECRET_KEY": "given"}, tmp_path) == "given"


def test_backup_never_overwrites(made, settings):
    before = made.read_bytes()

    with pytest.raises(BackupFault, match="never overwritten"):
        backup.make(settings.database_url, made)

    assert made.read_bytes() == before


def test_backup_of_nothing_makes_nothing(tmp_path):
    with pytest.raises(BackupFault, match="no database"):
        backup.make(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "b.tar.gz")
    sqlite3.connect(tmp_path / "other.sqlite").execute("create table other (id)").connection.close()
    with pytest.raises(BackupFault, match="no tables of this product"):
        backup.make(f"sqlite:///{tmp_path / 'other.sqlite'}", tmp_path / "b.tar.gz")

    assert [path.name for path in tmp_path.iterdir()] == ["other.sqlite"]


# ── Restoring where something is ─────────────────────────────────────────────


def test_what_is_there_stays_unless_it_may_be_replaced(made, elsewhere):
    backup.restore(elsewhere, made)
    before = state(elsewhere.data_folder)

    with pytest.raises(BackupFault, match="--replace"):
        backup.restore(elsewhere, made)

    assert state(elsewhere.data_folder) == before


def test_what_is_replaced_is_kept_aside_with_all_that_belongs_to_it(made, elsewhere):
    place = database_of(elsewhere)
    place.parent.mkdir()
    old = sqlite3.connect(place)
    old.execute("pragma journal_mode=wal")
    old.execute("create table precious (words)")
    old.execute("insert into precious values ('still in the log')")
    old.commit()
    (elsewhere.data_folder / "secret-key").write_text("the old key")
    # Killed: what was committed is only in the log beside the file.
    logged = {name: (place.parent / name).read_bytes() for name in ("consult.sqlite", "consult.sqlite-wal")}
    old.close()
    for name, content in logged.items():
        (place.parent / name).write_bytes(content)

    done = backup.restore(elsewhere, made, replace=True)

    assert rows(done.aside[0], "select words from precious") == [("still in the log",)]
    assert done.aside[-1].read_text() == "the old key"
    assert (elsewhere.data_folder / "secret-key").read_text() == KEY
    assert rows(place, "select count(*) from note") == [(1,)]
    assert not place.with_name("consult.sqlite-wal").exists()


def test_damaged_database_can_be_replaced(made, elsewhere):
    elsewhere.data_folder.mkdir()
    database_of(elsewhere).write_bytes(b"rubbish" * 1000)
    with pytest.raises(BackupFault, match="--replace"):
        backup.restore(elsewhere, made)

    done = backup.restore(elsewhere, made, replace=True)

    assert done.aside[0].read_bytes() == b"rubbish" * 1000


@pytest.mark.parametrize("replace", [False, True])
def test_nothing_is_restored_under_a_running_server(made, elsewhere, replace):
    with occupied.share(elsewhere.data_folder), occupied.share(elsewhere.data_folder):
        before = state(elsewhere.data_folder)
        with pytest.raises(occupied.Occupied, match="stop it first"):
            backup.restore(elsewhere, made, replace=replace)
        assert state(elsewhere.data_folder) == before

    assert backup.restore(elsewhere, made).manifest.rows["note"] == 1


def test_no_server_starts_during_a_restore(elsewhere):
    with occupied.alone(elsewhere.data_folder), pytest.raises(occupied.Occupied, match="being restored"):
        occupied.share(elsewhere.data_folder)


def test_backup_of_another_engine_is_refused(made, elsewhere):
    on_postgresql = changed(elsewhere, database_url="postgresql://nobody@127.0.0.1:9/none")

    with pytest.raises(BackupFault, match="of sqlite, and this server uses postgresql"):
        backup.restore(on_postgresql, made)


# ── Archives from anywhere ───────────────────────────────────────────────────

Entry = tuple[tarfile.TarInfo, bytes]


def remade(made: Path, change: Callable[[list[Entry]], list[Entry]]) -> Path:
    """The same backup with other members."""
    with tarfile.open(made) as archive:
        entries = [(entry, archive.extractfile(entry).read()) for entry in archive]
    target = made.with_name("changed.tar.gz")
    with tarfile.open(target, "w:gz") as archive:
        for entry, content in change(entries):
            archive.addfile(entry, io.BytesIO(content))
    return target


def said_otherwise(**facts: Any) -> Callable[[list[Entry]], list[Entry]]:
    def change(entries: list[Entry]) -> list[Entry]:
        manifest = json.dumps({**json.loads(entries[0][1]), **facts}).encode()
        return [plain("manifest.json", manifest), *entries[1:]]

    return change


def plain(name: str, content: bytes, kind: bytes = tarfile.REGTYPE, link: str = "") -> Entry:
    entry = tarfile.TarInfo(name)
    entry.size, entry.type, entry.linkname = len(content), kind, link
    return entry, content


def other_byte(entries: list[Entry]) -> list[Entry]:
    (entry, content), *_ = entries[1:]
    return [entries[0], (entry, content[:-1] + bytes([content[-1] ^ 1])), *entries[2:]]


UNSAFE = {
    "a path upwards": lambda e: [*e, plain("../outside", b"x")],
    "an absolute path": lambda e: [*e, plain("/tmp/outside", b"x")],
    "a link": lambda e: [e[0], plain("database.sqlite", b"", tarfile.SYMTYPE, "/etc/passwd"), *e[2:]],
    "a hard link": lambda e: [e[0], plain("database.sqlite", b"", tarfile.LNKTYPE, "manifest.json"), *e[2:]],
    "a device": lambda e: [e[0], plain("database.sqlite", b"", tarfile.CHRTYPE), *e[2:]],
    "a folder": lambda e: [*e, plain("folder", b"", tarfile.DIRTYPE)],
    "a file twice": lambda e: [*e, e[1]],
    "a file of another name": lambda e: [*e, plain("more", b"x")],
    "no database": lambda e: [e[0], *e[2:]],
    "no manifest": lambda e: e[1:],
    "the manifest not first": lambda e: [e[1], e[0], e[2]],
    "another byte": other_byte,
    "another size": lambda e: [e[0], plain("database.sqlite", e[1][1] + b"x"), *e[2:]],
    "nothing": lambda _e: [],
    "a manifest of a newer format": said_otherwise(format=2),
    "a manifest with more": said_otherwise(more=1),
    "a manifest that names other files": said_otherwise(files={"../x": {"sha256": "", "bytes": 1}}),
    "other rows": said_otherwise(rows={"note": 5}),
    "tables of a newer version": said_otherwise(revision="9999", version="99.0"),
    "tables of another known revision": said_otherwise(revision="0001"),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_archive_is_refused_and_nothing_is_touched(made, elsewhere, tmp_path, what):
    target = remade(made, UNSAFE[what])
    outside = state(tmp_path)

    with pytest.raises(BackupFault) as fault:
        backup.restore(elsewhere, target, replace=True)

    assert state(tmp_path) == outside
    assert "\n" not in str(fault.value)


def test_newer_tables_are_refused_with_the_version_to_install(made, elsewhere):
    target = remade(made, said_otherwise(revision="9999", version="99.0"))

    with pytest.raises(BackupFault, match=r"version 99\.0 .* revision 9999"):
        backup.restore(elsewhere, target)


@pytest.mark.parametrize(
    "content",
    [b"", b"rubbish", gzip.compress(b"rubbish" * 500), "half"],
    ids=["nothing", "rubbish", "compressed rubbish", "half"],
)
def test_file_that_is_no_backup_is_refused(made, elsewhere, tmp_path, content):
    target = tmp_path / "given.tar.gz"
    whole = made.read_bytes()
    target.write_bytes(whole[: len(whole) // 2] if isinstance(content, str) else content)

    with pytest.raises(BackupFault):
        backup.restore(elsewhere, target)

    assert not database_of(elsewhere).exists()


def test_full_disk_leaves_no_half_backup(filled, settings, tmp_path, monkeypatch):
    def full(_number: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / "kept" / "b.tar.gz"

    with pytest.raises(OSError, match="No space left"):
        backup.make(settings.database_url, target)

    assert list(target.parent.iterdir()) == []

"""Restore a backup: checked first, whole or not at all, and what was there is kept aside."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from consult.config import Settings
from consult.services.backup import archive, occupied, postgresql, revisions, sqlite
from consult.services.backup.archive import Manifest
from consult.services.backup.fault import BackupFault
from consult.services.backup.make import engine_of, make, sqlite_path


@dataclass
class Restored:
    """What was restored, and where that is which was there before."""

    manifest: Manifest
    with_key: bool = False
    aside: list[Path] = field(default_factory=list)


def restore(settings: Settings, path: Path, *, replace: bool = False) -> Restored:
    """Put the backup at `path` in the place of an empty database, or with `replace` of any.

    Raises BackupFault or occupied.Occupied; nothing was changed then.
    """
    with occupied.alone(settings.data_folder):
        if engine_of(settings.database_url) == "sqlite":
            return _into_sqlite(settings, path, replace)
        return _into_postgresql(settings, path, replace)


def _into_sqlite(settings: Settings, path: Path, replace: bool) -> Restored:
    place = sqlite_path(settings.database_url)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Beside the place itself, so that the last step is only a new name.
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=place.parent) as name:
        folder = Path(name)
        done = Restored(_read(path, folder, "sqlite"))
        new = folder / done.manifest.database
        _compare(done.manifest, *sqlite.checked(new))
        _may_replace(replace, sqlite.is_empty(place), str(place))
        _check_key(settings, folder, replace)
        mark = _mark()
        done.aside = sqlite.put_aside(place, mark)
        try:
            sqlite.put_in_place(new, place)
        except OSError as error:
            for old in done.aside:
                old.rename(old.with_name(old.name.replace(mark, "")))
            raise BackupFault(f"{place} cannot be written: {error.strerror}") from error
        _take_key(settings, folder, mark, done)
    return done


def _into_postgresql(settings: Settings, path: Path, replace: bool) -> Restored:
    url = settings.database_url
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_folder) as name:
        folder = Path(name)
        done = Restored(_read(path, folder, "postgresql"))
        empty = postgresql.is_empty(url)
        _may_replace(replace, empty, "the database")
        _check_key(settings, folder, replace)
        if connected := postgresql.others(url):
            raise BackupFault(f"the database has {connected} other connections: stop every server first")
        mark = _mark()
        if not empty:
            done.aside.append(_saved(url, settings.data_folder / "backups" / f"consult{mark}.tar.gz", folder))
        postgresql.load(url, folder / done.manifest.database, folder)
        _compare(done.manifest, *postgresql.checked(url))
        _take_key(settings, folder, mark, done)
    return done


def _saved(url: str, target: Path, folder: Path) -> Path:
    """What is there now, as a backup; as a bare dump where the tables are not ours to judge."""
    try:
        make(url, target)
    except BackupFault as fault:
        if "no tables of this product" not in str(fault):
            raise
        target = target.with_name(target.name.replace(".tar.gz", ".dump"))
        postgresql.dump(url, folder / "old.dump")
        shutil.copy2(folder / "old.dump", target)
    return target


def _read(path: Path, folder: Path, engine: str) -> Manifest:
    manifest = archive.read(path, folder)
    if manifest.engine != engine:
        raise BackupFault(f"the backup is of {manifest.engine}, and this server uses {engine}")
    if manifest.revision not in revisions.known():
        raise BackupFault(
            f"the backup was made by version {manifest.version} with tables of revision {manifest.revision}, "
            f"which this version does not know: install that version or a newer one first"
        )
    return manifest


def _compare(manifest: Manifest, revision: str | None, rows: dict[str, int]) -> None:
    if revision != manifest.revision or rows != manifest.rows:
        raise BackupFault("the database in the backup is not the one its manifest describes")


def _may_replace(replace: bool, empty: bool, place: str) -> None:
    if not (empty or replace):
        raise BackupFault(f"{place} is not empty: --replace puts the backup in its place and keeps it aside")


def _check_key(settings: Settings, folder: Path, replace: bool) -> None:
    new, kept = folder / archive.KEY, settings.data_folder / archive.KEY
    if new.exists() and kept.exists() and new.read_text() != kept.read_text().strip() and not replace:
        raise BackupFault(f"{kept} is another key: --replace puts that of the backup in its place")


def _take_key(settings: Settings, folder: Path, mark: str, done: Restored) -> None:
    new, kept = folder / archive.KEY, settings.data_folder / archive.KEY
    if not new.exists():
        return
    done.with_key = True
    if kept.exists() and new.read_text() != kept.read_text().strip():
        done.aside.append(kept.rename(kept.with_name(kept.name + mark)))
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(new.read_text())


def _mark() -> str:
    return f".before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"

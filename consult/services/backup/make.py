"""Make a backup of the database, also while the server runs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.engine import make_url

from consult.services.backup import archive, postgresql, sqlite
from consult.services.backup.archive import Manifest
from consult.services.backup.fault import BackupFault


def make(database_url: str, target: Path, *, key: str | None = None) -> Manifest:
    """Write a new backup to `target`, with the secret key if given; its manifest. Raises BackupFault.

    Every change that was acknowledged before the call is in it.
    """
    if target.exists():
        raise BackupFault(f"{target} is there already: it is never overwritten")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        folder = Path(name)
        engine = engine_of(database_url)
        database = folder / archive.DATABASES[engine]
        if engine == "sqlite":
            sqlite.copy(sqlite_path(database_url), database)
            revision, rows = sqlite.checked(database)
        else:
            revision, rows = postgresql.dump(database_url, database)
        if revision is None:
            raise BackupFault("the database has no tables of this product")
        files = {database.name: archive.facts_of(database)}
        if key is not None:
            (folder / archive.KEY).write_text(key)
            files[archive.KEY] = archive.facts_of(folder / archive.KEY)
        manifest = Manifest(
            format=archive.FORMAT,
            version=version("consult"),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=engine,  # type: ignore[arg-type]
            revision=revision,
            rows=rows,
            files=files,
        )
        whole = folder / "whole"
        archive.write(whole, manifest, folder)
        # What was written is read once more: a backup that cannot be read is none.
        (folder / "again").mkdir()
        archive.read(whole, folder / "again")
        whole.rename(target)
    return manifest


def kept_key(environ: Mapping[str, str], folder: Path) -> str | None:
    """The secret key in use: from the environment, else the one in the data folder, else None."""
    kept = folder / archive.KEY
    return environ.get("CONSULT_SECRET_KEY") or (kept.read_text().strip() if kept.exists() else None)


def engine_of(database_url: str) -> str:
    """sqlite or postgresql. Raises BackupFault for another one."""
    name = make_url(database_url).get_backend_name()
    name = "postgresql" if name == "postgres" else name
    if name not in archive.DATABASES:
        raise BackupFault(f"a backup of {name} is not known here: use that database's own tools")
    return name


def sqlite_path(database_url: str) -> Path:
    """Where the file of an SQLite database is."""
    found = make_url(database_url).database
    if not found or found == ":memory:":
        raise BackupFault("the database is in memory only")
    return Path(found).absolute()

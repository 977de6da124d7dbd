"""`consult backup` and `consult restore`: what they say on the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from consult.config import ConfigurationError, Settings


@contextmanager
def in_words() -> Iterator[None]:
    """A full disk or a folder that cannot be written is a sentence too."""
    try:
        yield
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise ConfigurationError(f"{place}{error.strerror or type(error).__name__}") from error


@in_words()
def back_up(target: Path | None, with_key: bool) -> None:
    """Make a backup and say what is in it; `target` None: a new file in the data folder, `-`: standard output."""
    from consult.services import backup

    settings = _settings()
    # The live meetings come first.
    os.nice(10)
    key = backup.kept_key(os.environ, settings.data_folder) if with_key else None
    if with_key and key is None:
        raise backup.BackupFault(
            "there is no secret key: neither CONSULT_SECRET_KEY nor one in the data folder"
        )
    if str(target) == "-":
        # Beside the data, where there is room; the machine's own folder for such things may be memory.
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=_folder(settings)) as folder:
            whole = Path(folder) / "backup"
            backup.make(settings.database_url, whole, key=key)
            with whole.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    target = target or settings.data_folder / "backups" / f"consult-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"
    manifest = backup.make(settings.database_url, target, key=key)
    click.echo(f"Written: {target} ({target.stat().st_size:,} bytes)")
    click.echo(
        f"  {manifest.engine}, tables of revision {manifest.revision}, "
        f"{manifest.rows.get('consultation', 0):,} consultations, {manifest.rows.get('note', 0):,} notes"
    )
    if key is None:
        click.echo(
            "  Without the secret key: after restoring elsewhere, staff sign in again (--with-key takes it along)."
        )
    else:
        click.echo("  With the secret key: whoever has this file can sign in as anybody.")
    click.echo(
        "  It holds what people said: keep it where few can read it, and delete it when the data has to go."
    )


@in_words()
def restore_from(file: Path, replace: bool) -> None:
    """Restore a backup and say what was done; `file` `-`: from standard input."""
    from consult.services import backup

    settings = _settings()
    if str(file) == "-":
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=_folder(settings)) as folder:
            given = Path(folder) / "backup"
            with given.open("xb") as whole:
                shutil.copyfileobj(sys.stdin.buffer, whole)
            done = backup.restore(settings, given, replace=replace)
    else:
        done = backup.restore(settings, file, replace=replace)
    manifest = done.manifest
    click.echo(f"Restored: the state of {manifest.made_at}, {manifest.rows.get('note', 0):,} notes")
    for old in done.aside:
        click.echo(f"  Kept aside: {old}")
    if done.aside:
        click.echo("  Delete what was kept aside when it is no longer needed: it holds what people said.")
    if done.with_key and os.environ.get("CONSULT_SECRET_KEY"):
        click.echo("  The key of the backup is in the data folder, but CONSULT_SECRET_KEY is set and counts.")
    elif not done.with_key:
        click.echo(
            "  The backup has no secret key: the key here goes on, or a new one is made and staff sign in again."
        )
    click.echo("Now start the server: it brings the tables up to date.")


def _folder(settings: Settings) -> Path:
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.data_folder


def _settings() -> Settings:
    """The settings. Nothing is signed here, so no key is made on the way where there is none."""
    return Settings.from_environment({**os.environ, "CONSULT_SECRET_KEY": "not-used-by-these-commands"})

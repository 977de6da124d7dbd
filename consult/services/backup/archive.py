"""The file of a backup: what is in it, how it is written, and how one from anywhere is read without harm."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import zlib
from pathlib import Path
from typing import IO, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from consult.services.backup.fault import BackupFault

FORMAT: Final = 1
MANIFEST = "manifest.json"
KEY = "secret-key"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
MOST_MANIFEST_BYTES = 1_000_000
CHUNK = 1 << 20


class FileFacts(BaseModel):
    """What a file in the archive must be."""

    model_config = ConfigDict(extra="forbid", strict=True)
    sha256: str
    bytes: int


class Manifest(BaseModel):
    """What the archive says of itself; `rows` counts every table of the database in it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    format: Literal[1]
    version: str
    made_at: str
    engine: Literal["sqlite", "postgresql"]
    revision: str
    rows: dict[str, int]
    files: dict[str, FileFacts]

    @property
    def database(self) -> str:
        """The name of the database's file in the archive."""
        return DATABASES[self.engine]


def facts_of(path: Path) -> FileFacts:
    """Size and hash of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileFacts(sha256=digest.hexdigest(), bytes=size)


def write(target: Path, manifest: Manifest, folder: Path) -> None:
    """Pack the manifest and the files it names from `folder` into a new file that only this account can read."""
    text = manifest.model_dump_json(indent=2).encode()
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            archive.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
            for name, facts in manifest.files.items():
                with (folder / name).open("rb") as content:
                    archive.addfile(_entry(name, facts.bytes), content)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, folder: Path) -> Manifest:
    """Unpack a backup into `folder` and check every byte of it.

    Only plain files with the names of ours are taken, each once, in the size and with the hash the manifest says;
    no path of the archive ever reaches the disk. Raises BackupFault.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            return _unpacked(archive, folder)
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise BackupFault(f"{path} is not a backup of this product, or it is damaged") from error
    except OSError as error:
        raise BackupFault(f"{path} cannot be read: {error.strerror or 'it is no gzip file'}") from error


def _unpacked(archive: tarfile.TarFile, folder: Path) -> Manifest:
    first = archive.next()
    if first is None or first.name != MANIFEST or not _is_plain(first) or first.size > MOST_MANIFEST_BYTES:
        raise BackupFault("this is not a backup of this product: it does not begin with a manifest")
    manifest = _manifest(_content(archive, first).read())
    missing = set(manifest.files)
    while (entry := archive.next()) is not None:
        if entry.name not in missing or not _is_plain(entry):
            raise BackupFault("the archive holds something that does not belong into a backup: refused")
        missing.remove(entry.name)
        _keep(_content(archive, entry), manifest.files[entry.name], entry.size, folder / entry.name)
    if missing:
        raise BackupFault(f"the backup is not complete: {', '.join(sorted(missing))} is missing")
    return manifest


def _manifest(text: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        raise BackupFault(
            "the manifest of this backup cannot be read; perhaps a newer version wrote it"
        ) from None
    if not {manifest.database} <= set(manifest.files) <= {manifest.database, KEY}:
        raise BackupFault("the manifest names files that do not belong into a backup: refused")
    return manifest


def _keep(content: IO[bytes], facts: FileFacts, size: int, target: Path) -> None:
    if size != facts.bytes:
        raise BackupFault(f"{target.name} in the backup has not the size the manifest says: it is damaged")
    if shutil.disk_usage(target.parent).free < size:
        raise BackupFault(f"there is not enough room for {target.name} ({size:,} bytes)")
    with target.open("xb") as file:
        shutil.copyfileobj(content, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())
    if facts_of(target) != facts:
        raise BackupFault(f"{target.name} in the backup has not the hash the manifest says: it is damaged")


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(entry)
    assert found is not None
    return found


def _is_plain(entry: tarfile.TarInfo) -> bool:
    return entry.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not entry.issparse()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry

"""A backup while people write, restored elsewhere: everything acknowledged before is in it, and no half of anything."""

from __future__ import annotations

import asyncio
import json
import random
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from real import JsonServer
from tools import run_apart

from failures import stored
from failures.cluster import Cluster
from failures.phones import Phone, all_of, there, writing
from failures.prepared import Hall, Prepared

PEOPLE, EVERY = 20, 0.3
Place = tuple[Path | str, Hall, dict[str, str], Path | str, dict[str, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, prepared: Prepared, folder: Path, tmp_path: Path) -> Place:
    """Where people write, the hall, the settings for it; where it is restored, and the settings for that."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    there_too = {"CONSULT_DATA": str(elsewhere)}
    if request.param == "sqlite":
        hall = prepared.on_sqlite(folder, PEOPLE)
        return folder / "consult.sqlite", hall, {}, elsewhere / "consult.sqlite", there_too
    cluster: Cluster = request.getfixturevalue("cluster")()
    address, hall = cluster.hall(PEOPLE)
    fresh = cluster.empty()
    settings = {"CONSULT_DATABASE_URL": address}
    return address, hall, settings, fresh, {**there_too, "CONSULT_DATABASE_URL": fresh}


def manifest(archive: Path) -> dict[str, Any]:
    with tarfile.open(archive) as tar:
        (name,) = [name for name in tar.getnames() if name.endswith("manifest.json")]
        file = tar.extractfile(name)
        assert file is not None
        return dict(json.loads(file.read()))


def test_backup_while_people_write_is_of_one_moment(
    place: Place, serve: Callable[..., JsonServer], tmp_path: Path
):
    database, hall, settings, restored, settings_there = place
    server, archive = serve(**settings), tmp_path / "backup.tar.gz"
    phones = [Phone([server.url], person, random.Random(person.id)) for person in hall.people]
    before: dict[int, list[str]] = {}

    async def play() -> None:
        async with there(*phones), asyncio.timeout(240):
            async with writing(phones, EVERY):
                await all_of(
                    *(phone.until(lambda phone=phone: len(phone.acknowledged) > 3) for phone in phones)
                )
                before.update({phone.person.id: list(phone.acknowledged) for phone in phones})
                await asyncio.to_thread(server.run, "backup", "--to", str(archive))
                count = len(phones[0].acknowledged)
                await phones[0].until(lambda: len(phones[0].acknowledged) > count)
            await all_of(*(phone.empty() for phone in phones))

    run_apart(play())
    server.environment.update(settings_there)
    server.run("restore", str(archive))

    rows = stored.notes(restored)
    found = stored.by_author(rows)
    assert rows == stored.notes(database)[: len(rows)]
    assert {author: found[author][: len(keys)] for author, keys in before.items()} == before
    rows_told = manifest(archive)["rows"]
    assert rows_told == {
        table: stored.ask(restored, f'SELECT count(*) FROM "{table}"')[0][0] for table in rows_told
    }
    stored.is_what_was_written(phones, stored.notes(database))

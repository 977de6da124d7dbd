"""The disk is full, or takes nothing any more: everybody is told to wait, nothing is lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from real import JsonServer
from tools import run_apart

from consult.locales import in_language
from consult.phrases import sentence
from failures import stored
from failures.phones import Phone, all_of, there, writing
from failures.prepared import Hall, Prepared

PEOPLE = 8
Trouble = AbstractContextManager[None]


def tool(*command: str) -> bool:
    """Whether a tool of the machine is there and did what it was told."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not tool("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)):
        pytest.skip("this machine lets nobody mount a disk in memory")
    yield disk
    tool("umount", "--lazy", str(disk))


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Something else has taken all the room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass
    yield
    filler.unlink()


@contextmanager
def no_writing(server: JsonServer) -> Iterator[None]:
    """The system lets the server write to no file."""
    pid, kind = server.process.pid, resource.RLIMIT_FSIZE
    before = resource.prlimit(pid, kind)
    resource.prlimit(pid, kind, (0, before[1]))
    yield
    resource.prlimit(pid, kind, before)


@contextmanager
def unchangeable(*files: Path) -> Iterator[None]:
    """Read-only also for those who have the files open already, as after a fault of the disk."""
    with (files[0].parent / "probe").open("wb", buffering=0) as probe:
        if not tool("chattr", "+i", probe.name):
            pytest.skip("no file can be made unchangeable here")
        try:
            probe.write(b"x")
            pytest.skip("this file system lets those write who have a file open")
        except PermissionError:
            pass
        finally:
            tool("chattr", "-i", probe.name)
    assert tool("chattr", "+i", *map(str, files))
    try:
        yield
    finally:
        tool("chattr", "-i", *map(str, files))


def survives(hall: Hall, server: JsonServer, trouble: Trouble) -> list[Phone]:
    """People write before, during and after; everybody is told to wait, and in the end everything is acknowledged."""
    phones = [Phone([server.url], person, random.Random(person.id)) for person in hall.people]

    async def play() -> None:
        async with there(*phones), asyncio.timeout(240):
            async with writing(phones, 0.3):
                await all_of(
                    *(phone.until(lambda phone=phone: len(phone.acknowledged) > 3) for phone in phones)
                )
                with trouble:
                    await all_of(
                        *(phone.until(lambda phone=phone: len(phone.told_to_wait) > 1) for phone in phones)
                    )
            await all_of(*(phone.empty() for phone in phones))

    run_apart(play())
    return phones


def check(app: Flask, phones: list[Phone], server: JsonServer, database: Path | str) -> None:
    """Once, in order, politely, without a new start, and without a word of anybody in the log."""
    stored.is_what_was_written(phones, stored.notes(database))
    for phone in phones:
        with in_language(phone.person.language):
            polite = {"ok": False, "code": "please_wait", "message": sentence("please_wait"), "retry": True}
        assert phone.told_to_wait == [polite] * len(phone.told_to_wait)
        assert phone.came == 1
    assert server.fetch("/readyz")[0] == 200
    assert "lamps" not in Path(server.said.name).read_text()


def test_full_disk_is_a_clear_refusal_and_then_over(
    app: Flask, prepared: Prepared, serve: Callable[..., JsonServer], small_disk: Path
):
    hall = prepared.on_sqlite(small_disk, PEOPLE)
    server = serve(CONSULT_DATA=str(small_disk))

    phones = survives(hall, server, full(small_disk))

    check(app, phones, server, small_disk / "consult.sqlite")


def test_forbidden_writing_is_a_clear_refusal_and_then_over(
    app: Flask, on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], folder: Path
):
    hall, server = on_sqlite(PEOPLE), serve()

    phones = survives(hall, server, no_writing(server))

    check(app, phones, server, folder / "consult.sqlite")


def test_read_only_database_is_a_clear_refusal_and_then_over(
    app: Flask, on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], folder: Path
):
    if os.geteuid() != 0:
        pytest.skip("only root can make a file unchangeable")
    hall, server = on_sqlite(PEOPLE), serve()
    files = [folder / f"consult.sqlite{part}" for part in ("", "-wal")]

    phones = survives(hall, server, unchangeable(*files))

    check(app, phones, server, folder / "consult.sqlite")

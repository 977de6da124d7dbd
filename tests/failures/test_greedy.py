"""Who does not read, says nothing, or asks without an end is cut off or refused, and nobody else feels it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from real import JsonServer
from tools import run_apart

from failures import stored
from failures.frames import Frame, Wire
from failures.phones import Phone, all_of, there
from failures.prepared import Hall

# Twelve bytes on the wire for each letter: a note of 7 KB.
LONG = "😀" * 600
FEW, FLOOD = 100, 1000


@pytest.fixture
def hall(on_sqlite: Callable[[int], Hall]) -> Hall:
    return on_sqlite(5)


@pytest.fixture
def server(hall: Hall, serve: Callable[..., JsonServer]) -> JsonServer:
    return serve()


def dropped(server: JsonServer) -> int:
    found = re.search(r"^consult_dropped_total (\S+)", server.read("/metrics"), re.MULTILINE)
    assert found
    return int(float(found[1]))


def phones_of(hall: Hall, server: JsonServer) -> list[Phone]:
    return [Phone([server.url], person, random.Random(person.id)) for person in hall.people[1:]]


def test_phone_that_does_not_read_is_dropped_and_its_table_goes_on(
    hall: Hall, server: JsonServer, folder: Path
):
    others = phones_of(hall, server)
    deaf = Wire(server.port, {"token": hall.people[0].token})

    async def play() -> None:
        async with there(*others):
            while dropped(server) == 0:
                for phone in others:
                    phone.write(LONG)
                await all_of(*(phone.empty() for phone in others))

    run_apart(play())

    # What was under way to it is cut off, and when it comes back it gets everything at once.
    assert deaf.answer(0) is None
    deaf.close()
    rows = stored.notes(folder / "consult.sqlite")
    stored.is_what_was_written(others, rows)
    again = Wire(server.port, {"token": hall.people[0].token})
    state = again.answer(again.send(Frame(b'42NUMBER["catch_up",{}]')))
    assert sorted(note["id"] for note in state["notes"]) == [number for number, _, _ in rows]
    again.close()


def test_flood_is_refused_or_cut_off_and_the_others_write(hall: Hall, server: JsonServer, folder: Path):
    others = phones_of(hall, server)
    wild = Wire(server.port, {"token": hall.people[0].token})
    note = {"client_key": "key-NUMBER-flood", "kind": "need", "text": "Again.", "round": 1}
    codes = set[str]()
    frame = Frame(b"42NUMBER" + json.dumps(["note.write", note]).encode())

    async def play() -> None:
        async with there(*others):
            for _ in range(FEW):
                wild.send(frame)
            codes.update((wild.answer(number + 2) or {}).get("code", "ok") for number in range(FEW))
            for _ in range(FLOOD):
                wild.send(frame)
            for phone in others:
                phone.write()
            await all_of(*(phone.empty() for phone in others))

    run_apart(play())

    assert codes == {"ok", "too_fast"}
    assert wild.answer(0) is None
    rows = stored.notes(folder / "consult.sqlite")
    mine = [row for row in rows if row[1] == hall.people[0].id]
    assert 0 < len(mine) < FEW
    stored.is_what_was_written(others, [row for row in rows if row not in mine])
    wild.close()


def test_lines_that_never_say_who_they_are_are_cut(hall: Hall, server: JsonServer):
    silent = [Wire(server.port, None) for _ in range(20)]
    good = phones_of(hall, server)[:1]

    async def play() -> None:
        async with there(*good):
            good[0].write()
            await all_of(*(phone.empty() for phone in good))

    run_apart(play())

    assert [wire.answer(0) for wire in silent] == [None] * 20
    for wire in silent:
        wire.close()

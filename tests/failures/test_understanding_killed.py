"""The process that understands notes is killed while people write: no note is lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from real import JsonServer
from tools import run_apart

from failures import stored
from failures.line import Line
from failures.prepared import KEY, Hall

NOTE = {"kind": "need", "round": 1, "text": "Les voisins demandent plus de lumière dans le parc."}
UNDERSTOOD = "SELECT note_id, length(vector), engine, proposals FROM note_meaning ORDER BY note_id"
TURNS = 600


def process(server: JsonServer, name: str) -> int:
    """The process beside the server with this command."""
    threads = Path(f"/proc/{server.process.pid}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    (found,) = (child for child, command in commands.items() if command.rstrip(b"\0").endswith(name.encode()))
    return found


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_notes_go_on_and_are_understood(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], folder: Path, mode: str
):
    hall = on_sqlite(5)
    server = serve(CONSULT_ASYNC_MODE=mode)

    async def understood(count: int) -> None:
        for _ in range(TURNS):
            if len(stored.ask(folder / "consult.sqlite", UNDERSTOOD)) == count:
                return
            await asyncio.sleep(0.1)
        pytest.fail("it is not understood")

    async def play() -> None:
        french = await Line(lambda *_: None).open(server.url, {"token": hall.people[1].token})
        assert (await french.ask("note.write", {**NOTE, "client_key": "key-00000001"}))["ok"] is True
        await understood(1)

        os.kill(process(server, "understand"), signal.SIGKILL)
        assert (await french.ask("note.write", {**NOTE, "client_key": "key-00000002"}))["ok"] is True
        await understood(2)
        await french.close()

    run_apart(play())
    rows = stored.ask(folder / "consult.sqlite", UNDERSTOOD)
    assert rows[0][1:3] == rows[1][1:3]


def test_what_is_confirmed_on_the_board_teaches_the_others(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], folder: Path
):
    hall = on_sqlite(5)
    server = serve()
    database = folder / "consult.sqlite"
    heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    def proposed(note_id: int) -> Any:
        (row,) = stored.ask(database, f"SELECT proposals FROM note_meaning WHERE note_id = {note_id}")
        return json.loads(row[0])

    async def play() -> None:
        phone = await Line(lambda *_: None).open(server.url, {"token": hall.people[1].token})
        ids = []
        for number, text in enumerate((NOTE["text"], NOTE["text"] + " Et des bancs.")):
            told = await phone.ask("note.write", {**NOTE, "text": text, "client_key": f"key-0000000{number}"})
            ids.append(told["note"]["id"])
        board = await Line(lambda *what: heard.put_nowait(what)).open(server.url, {"board": ticket(database)})
        for _ in range(TURNS):
            if len(stored.ask(database, UNDERSTOOD)) == len(ids):
                break
            await asyncio.sleep(0.1)
        opened = await board.ask("board.open")
        assert opened["ok"] is True
        command = {"do": "place.confirm", "note": ids[0], "commitments": ["3"], "track": "4"}
        done = await board.ask("board.do", {"key": "key-of-the-board", "command": command})
        assert done["ok"] is True

        while (await asyncio.wait_for(heard.get(), 60))[1].get("version", 0) <= done["version"]:
            pass

        commitments = proposed(ids[1])["commitments"]
        assert {"code": "confirmed", "note": ids[0]} in [
            why for _, _, reasons in commitments for why in reasons
        ]
        await phone.close()
        await board.close()

    run_apart(play())


def ticket(database: Path) -> str:
    """What a coordinator comes in to the board of the consultation with."""
    ((user_id, consultation_id),) = stored.ask(
        database, "SELECT user_id, consultation_id FROM membership WHERE role = 'coordinator' LIMIT 1"
    )
    signs = URLSafeTimedSerializer(KEY["CONSULT_SECRET_KEY"], salt="board-ticket")
    return str(signs.dumps([user_id, consultation_id]))

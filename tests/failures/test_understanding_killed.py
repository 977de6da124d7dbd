"""The process that understands notes is killed while people write: no note is lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from real import JsonServer
from tools import run_apart

from failures import stored
from failures.line import Line
from failures.prepared import Hall

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

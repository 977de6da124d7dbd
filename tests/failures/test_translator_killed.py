"""The process that translates is killed while people write: no note is lost, and translations go on by themselves."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from real import JsonServer
from tools import missing, run_apart

from consult.config import EngineSettings
from consult.translation.chain import engine_from
from failures.line import Line
from failures.prepared import Hall

NOTE = {"kind": "need", "round": 1, "text": "Les voisins demandent plus de lumière dans le parc."}


def translator(server: JsonServer) -> int:
    """The process beside the server."""
    threads = Path(f"/proc/{server.process.pid}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    (found,) = (child for child, command in commands.items() if b"translator" in command)
    return found


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_notes_and_translations_go_on(
    on_sqlite: Callable[[int], Hall], serve: Callable[..., JsonServer], mode: str
):
    if not engine_from(EngineSettings(order=("apertium",))).can("fr", "es"):
        missing("Apertium")
    hall = on_sqlite(5)
    server = serve(CONSULT_ASYNC_MODE=mode, CONSULT_TRANSLATION="apertium")
    heard: asyncio.Queue[Any] = asyncio.Queue()

    def hear(name: str, payload: Any) -> None:
        if name == "note.translated":
            heard.put_nowait(payload)

    async def play() -> None:
        french = await Line(lambda *_: None).open(server.url, {"token": hall.people[1].token})
        spanish = await Line(hear).open(server.url, {"token": hall.people[2].token})
        first = await french.ask("note.write", {**NOTE, "client_key": "key-00000001"})
        told = await asyncio.wait_for(heard.get(), 60)
        assert told["id"] == first["note"]["id"]
        assert told["translation"]["engine"] == "apertium"
        assert "parque" in told["translation"]["text"]

        os.kill(translator(server), signal.SIGKILL)
        second = await french.ask("note.write", {**NOTE, "client_key": "key-00000002"})
        assert second["ok"] is True
        told = await asyncio.wait_for(heard.get(), 60)
        assert told["id"] == second["note"]["id"]

        state = await spanish.ask("catch_up")
        assert ["parque" in note["translation"]["text"] for note in state["notes"]] == [True, True]
        await french.close()
        await spanish.close()

    run_apart(play())

"""Small rehearsals against a real server: one that is well, one that loses a note, one that is stopped."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from journeys.conftest import Server

PEOPLE = 12
QUICKLY = ("--participants", str(PEOPLE), "--speed", "6000")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    running.start()
    yield running
    running.stop()


def database(server: Server, *statements: str) -> list[Any]:
    with sqlite3.connect(server.folder / "consult.sqlite", timeout=10) as connection:
        return [row for statement in statements for row in connection.execute(statement)]


def test_rehearsal_over_two_addresses_keeps_every_promise(server: Server):
    other = server.url.replace("127.0.0.1", "localhost")

    done = server.command("rehearse", *QUICKLY, "--url", server.url, "--url", other, "--json")

    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert (figures["verdict"], figures["faults"], figures["finished"]) == ("kept", [], True)
    assert (figures["people"], figures["people_seated"], figures["rounds_played"]) == (PEOPLE, PEOPLE, 3)
    assert figures["notes_planned"] == figures["notes_acknowledged"] == figures["notes_stored"]
    assert [one["told"] for one in figures["rounds"]] == [one["connected"] for one in figures["rounds"]]
    assert figures["report_bytes"] > 10_000


def test_rehearsal_tells_of_a_note_that_the_server_has_lost(server: Server):
    database(
        server,
        "CREATE TRIGGER lose AFTER UPDATE OF phase ON meeting WHEN new.phase = 'closed' BEGIN "
        "DELETE FROM note WHERE id = (SELECT max(id) FROM note WHERE meeting_id = new.id); END",
    )

    done = server.command("rehearse", *QUICKLY, "--url", server.url, "--json")

    assert done.returncode == 1
    figures = json.loads(done.stdout)
    assert figures["verdict"] == "broken"
    assert figures["faults"][0] == "1 acknowledged notes are missing"


def test_stopped_rehearsal_says_what_was_seen_so_far(server: Server, tmp_path: Path):
    report = tmp_path / "report.json"
    command = ["rehearse", "--participants", str(PEOPLE), "--url", server.url, "--report", str(report)]
    player = subprocess.Popen(
        [sys.executable, "-m", "consult", *command],
        env=server.environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    pause = threading.Event()
    while database(server, "SELECT count(*) FROM note") == [(0,)]:
        assert player.poll() is None
        pause.wait(0.05)

    player.send_signal(signal.SIGINT)
    said, _ = player.communicate(timeout=300)

    assert player.returncode == 130, said
    assert "Stopped while writing" in said
    figures = json.loads(report.read_text())
    assert (figures["finished"], figures["people"] > 0, figures["notes_stored"] > 0) == (False, True, True)

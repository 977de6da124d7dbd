"""A whole café over real sockets against a real server, in both ways of waiting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeys.conftest import Server

# With fewer than four tables, three rounds can force a latecomer back to a table.
PEOPLE = 20


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_rehearsal_loses_no_note_and_finds_themes_across_languages(tmp_path: Path, mode: str):
    server = Server(tmp_path, CONSULT_ASYNC_MODE=mode)
    server.start()
    try:
        report = tmp_path / "report.json"
        done = server.command(
            "rehearse",
            "--participants",
            str(PEOPLE),
            "--url",
            server.url,
            "--speed",
            "1200",
            "--report",
            str(report),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        figures = json.loads(report.read_text())
        assert (figures["people"], figures["people_seated"]) == (PEOPLE, PEOPLE)
        assert figures["notes_acknowledged"] == figures["notes_stored"] == figures["notes_planned"] == 80
        assert figures["table_returns"] == 0
        assert figures["analysis"]["state"] == "done"
        assert figures["themes_mixing_languages"] > 0
        for extension, beginning in (
            ("docx", b"PK"),
            ("pdf", b"%PDF"),
            ("xlsx", b"PK"),
            ("json", b"{"),
            ("md", b"#"),
        ):
            file = tmp_path / f"assessment.{extension}"
            made = server.command(
                "export", "--consultation", str(figures["consultation"]), "--format", extension,
                "--language", "fr", "--output", str(file),
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
            assert file.read_bytes().startswith(beginning)
    finally:
        server.stop()
    assert "failed" not in server.printed

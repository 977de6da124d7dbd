"""`consult analyse`, as its callers meet it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hall_notes import GOLD, need_minilm

from consult.cli import cli

ROWS = [{**row, "id": f"n{number}"} for number, row in enumerate(GOLD, start=1)]
BY_ID = {row["id"]: row for row in ROWS}


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def notes(count: int = len(ROWS), *names: str) -> str:
    return lines(*(only(row, *(names or ("id", "lang", "text"))) for row in ROWS[:count]))


def analyse(content: str | bytes, *arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, ["analyse", "-", *arguments], input=content, env=env)


def written(result: Result) -> list[dict[str, Any]]:
    return [json.loads(text) for text in result.stdout.splitlines()]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "consult", "analyse", *arguments]


@pytest.fixture(scope="module")
def glossary() -> Result:
    return analyse(notes(), "--engine", "glossary")


def test_each_note_has_its_line_in_the_order_of_the_file(glossary: Result) -> None:
    found = written(glossary)

    assert (glossary.exit_code, [one["id"] for one in found]) == (0, [row["id"] for row in ROWS])
    assert [one["lang"] for one in found] == [row["lang"] for row in ROWS]
    assert {tuple(one) for one in found} == {
        ("id", "lang", "cluster", "neighbours", "commitments", "tracks", "sure")
    }


def test_all_commitments_and_tracks_are_ranked(glossary: Result) -> None:
    found = written(glossary)

    assert {tuple(sorted(one["commitments"])) for one in found} == {tuple(range(1, 11))}
    assert {tuple(sorted(one["tracks"])) for one in found} == {(1, 2, 3, 4)}
    assert {type(one["sure"]) for one in found} == {bool}


def test_neighbours_are_ten_other_notes(glossary: Result) -> None:
    for one in written(glossary):
        assert len(set(one["neighbours"])) == 10
        assert one["id"] not in one["neighbours"]
        assert set(one["neighbours"]) <= BY_ID.keys()


def test_neighbours_speak_of_the_same(glossary: Result) -> None:
    found = written(glossary)

    same = [
        BY_ID[other]["commitment"] == BY_ID[one["id"]]["commitment"]
        for one in found
        for other in one["neighbours"][:3]
    ]

    assert sum(same) / len(same) >= 0.8


def test_model_and_translation_are_named_on_standard_error() -> None:
    need_minilm()

    found = analyse(notes(25), "--engine", "minilm", env={"CONSULT_TRANSLATION": "none"})

    assert found.exit_code == 0
    assert (
        found.stderr
        == "compared by: sentence model MiniLM, words and glossary (5 of 25 notes have no English)\n"
    )


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.analysis.minilm.available", lambda: False)

    found = analyse(notes(25), env={"CONSULT_TRANSLATION": "none"})

    assert found.stderr == (
        "compared by: words and glossary (5 of 25 notes have no English; "
        "the sentence model MiniLM is not installed)\n"
    )
    assert (found.exit_code, len(written(found))) == (0, 25)


def test_language_that_is_not_given_is_recognised() -> None:
    found = analyse(notes(80, "id", "text"), "--engine", "glossary")

    assert [one["lang"] for one in written(found)] == [row["lang"] for row in ROWS]


def test_same_file_gives_the_same_answer(glossary: Result) -> None:
    assert analyse(notes(), "--engine", "glossary").stdout == glossary.stdout


def test_bad_lines_are_named_and_the_rest_is_analysed() -> None:
    bad = [
        "{not json",
        "[]",
        lines({"lang": "es", "text": "Dos casas"}),
        lines({"id": "b", "lang": "es"}),
        lines({"id": "c", "text": " \n "}),
        lines({"id": "d", "lang": "Spanish", "text": "casa"}),
        lines({"id": True, "text": "casa"}),
        lines({"id": 1.5, "text": "casa"}),
        lines({"id": "e", "text": ["casa"]}),
        lines({"id": "f", "text": "x" * 20_001}),
        '{"id": "g", "text": "' + "x" * 1_000_000 + '"}',
        "[" * 200_000,
        '{"id": "h", "text": "\\ud800"}',
        '{"id": "\\ud800", "text": "casa"}',
        lines({"id": "n1", "text": "once more"}),
    ]

    found = analyse(notes(6) + "\n\n" + "\n".join(bad), "--engine", "glossary")

    named = found.stderr.splitlines()[:-1]
    assert found.exit_code == 1
    assert [one["id"] for one in written(found)] == [f"n{number}" for number in range(1, 7)]
    assert [text.split(":")[0] for text in named] == [f"line {n}" for n in range(8, 8 + len(bad))]
    assert named[-1] == "line 22: line 1 has the same id"
    assert "casa" not in found.stderr


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    good = notes(1).encode()

    found = analyse(b"\xff\xfe\x00\n" + b"\xef\xbb\xbf" + good + b"\r\n", "--engine", "glossary")

    assert (found.exit_code, found.stderr.splitlines()[0], len(written(found))) == (1, "line 1: not JSON", 1)


def test_no_note_is_no_line() -> None:
    found = analyse("", "--engine", "glossary")

    assert (found.exit_code, found.stdout) == (0, "")


def test_one_note_has_no_neighbour() -> None:
    (one,) = written(analyse(notes(1), "--engine", "glossary"))

    assert (one["cluster"], one["neighbours"]) == (0, [])


def test_ids_come_back_as_they_were_given() -> None:
    content = lines(
        {"id": 7, "lang": "en", "text": "one"},
        {"id": "7", "lang": "en", "text": "two"},
        {"id": -2, "lang": "en", "text": "three"},
    )

    assert [one["id"] for one in written(analyse(content, "--engine", "glossary"))] == [7, "7", -2]


def test_another_framework_has_its_own_chapters() -> None:
    (one, *_) = written(analyse(notes(9), "--engine", "glossary", "--framework", "turin"))

    assert (sorted(one["commitments"]), one["tracks"]) == ([1, 2, 3], [])


def test_what_people_confirmed_leads(tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text(lines({"id": "n1", "commitment": 9, "track": 2}, {"id": "n2", "commitment": "4"}))

    found = written(analyse(notes(20), "--engine", "glossary", "--confirmed", str(labels)))

    assert (found[0]["commitments"][0], found[0]["tracks"][0], found[0]["sure"]) == (9, 2, True)
    assert found[1]["commitments"][0] == 4


def test_what_people_confirmed_teaches(tmp_path: Path) -> None:
    (last, *housing) = [row["id"] for row in ROWS if row["commitment"] == 7]
    labels = tmp_path / "labels.jsonl"
    labels.write_text(lines(*({"id": each, "commitment": 9, "track": 2} for each in housing)))

    before = {one["id"]: one for one in written(analyse(notes(), "--engine", "glossary"))}
    found = analyse(notes(), "--engine", "glossary", "--confirmed", str(labels))
    after = {one["id"]: one for one in written(found)}

    assert before[last]["commitments"].index(9) > after[last]["commitments"].index(9)


def test_bad_confirmations_are_named_and_the_rest_counts(tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    rows: list[Any] = [
        {"id": "n1", "commitment": 11},
        {"id": "n1", "commitment": 1, "track": "speed"},
        {"id": "nobody", "commitment": 1},
        {"id": "n1", "commitment": [1]},
        {"commitment": 1},
        {"id": "n1", "commitment": True},
        {"id": "n1", "track": 1},
        {"id": "n1", "commitment": 9},
    ]
    labels.write_text("{\n" + lines(*rows))

    found = analyse(notes(5), "--engine", "glossary", "--confirmed", str(labels))

    named = [text.split(":")[0] for text in found.stderr.splitlines()[:-1]]
    assert (found.exit_code, named) == (1, [f"confirmed, line {number}" for number in range(1, 9)])
    assert written(found)[0]["commitments"][0] == 9


def test_themes_are_written_with_labels_quotes_and_counts(tmp_path: Path) -> None:
    file = tmp_path / "themes.jsonl"
    rows = [{**only(row, "id", "lang", "text"), "table": n % 7} for n, row in enumerate(ROWS)]

    found = written(analyse(lines(*rows), "--engine", "glossary", "--themes", str(file)))

    themes = [json.loads(text) for text in file.read_text().splitlines()]
    assert [theme["cluster"] for theme in themes] == list(range(len(themes)))
    assert {one["cluster"] for one in found} == set(range(len(themes)))
    for theme in themes:
        inside = [one["id"] for one in found if one["cluster"] == theme["cluster"]]
        assert (theme["notes"], sum(theme["languages"].values())) == (len(inside), len(inside))
        assert sorted(theme["labels"]) == ["en", "es", "fr", "pt"]
        assert 1 <= theme["tables"] <= 7
        assert all(BY_ID[quote["id"]]["text"] == quote["text"] for quote in theme["quotes"])
        assert {quote["id"] for quote in theme["quotes"]} <= set(inside)
    assert [path.name for path in tmp_path.iterdir()] == ["themes.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-", "--framework", "oracle"], "--framework: there is no oracle, only eccar-2017, turin"),
        (["-", "--confirmed", "-"], "--confirmed: standard input holds the notes already"),
        (["-", "--themes", "/nowhere/themes.jsonl"], "--themes: /nowhere is no folder to write into"),
        (["/nowhere.jsonl"], "/nowhere.jsonl: No such file or directory"),
        (["-", "--confirmed", "/nowhere.jsonl"], "/nowhere.jsonl: No such file or directory"),
        (["-", "--engine", "local"], "--engine: local is not installed on this machine"),
    ],
)
def test_what_cannot_be_begun_is_refused(arguments: list[str], reason: str) -> None:
    found = CliRunner().invoke(cli, ["analyse", *arguments], input="")

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"{reason}\n")


def test_neither_web_nor_database_is_loaded() -> None:
    code = (
        "import sys; from consult.cli import cli\n"
        "try: cli(['analyse', '-', '--engine', 'glossary'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print(*sorted({'flask', 'sqlalchemy', 'eventlet', 'socketio'} & sys.modules.keys()), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], input=notes(3), capture_output=True, text=True, timeout=60
    )

    assert done.stderr.splitlines() == ["compared by: words and glossary", ""]


def test_ctrl_c_ends_and_nothing_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text("{\n" + lines(*({"id": n, "text": f"A house with {n} rooms"} for n in range(200_000))))
    process = subprocess.Popen(
        command(str(file), "--engine", "glossary"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    first = process.stderr.readline()

    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)

    assert (first, process.returncode, out, errors) == ("line 1: not JSON\n", 130, "", "")


def all_of(terminal: int) -> str:
    """Read a terminal until its other end is closed."""
    parts = []
    with suppress(OSError):
        while part := os.read(terminal, 100_000):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text(notes(20))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(str(file), "--engine", "glossary"), stdout=subprocess.PIPE, stderr=theirs, stdin=theirs
    )
    os.close(theirs)
    shown = all_of(ours)
    out, _ = process.communicate(timeout=60)

    assert (process.returncode, len(out.splitlines())) == (0, 20)
    assert "Finding themes" in shown or "Reading" in shown
    assert "compared by: words and glossary" in shown

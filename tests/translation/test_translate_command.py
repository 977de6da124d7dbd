"""`consult translate`, as its callers meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from answering import Server, data
from click.testing import CliRunner, Result

from consult.cli import cli
from consult.translation.apertium import Apertium


def line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def translate(*arguments: str, content: str | bytes = "", env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, ["translate", *arguments], input=content, env=env)


def written(result: Result) -> list[dict[str, Any]]:
    return [json.loads(text) for text in result.stdout.splitlines()]


def test_notes_are_translated_in_their_order(apertium: Apertium, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    lines = [
        line(id="a", lang="es", text="Dos casas"),
        line(id=2, lang="en", text="One house"),
        line(id="c", lang="pt", text="Três casas"),
    ]
    notes.write_text("\n".join(lines) + "\n")

    found = translate(str(notes), "--to", "en", "--engine", "apertium")

    assert (found.exit_code, found.stderr) == (0, "")
    same = {"to": "en", "doubtful": False, "reasons": []}
    assert written(found) == [
        {"id": "a", "lang": "es", "text": "Two houses", "engine": "apertium", **same},
        {"id": 2, "lang": "en", "text": "One house", "engine": "", **same},
        {"id": "c", "lang": "pt", "text": "Three houses", "engine": "apertium", **same},
    ]


def test_bad_lines_are_named_and_the_rest_is_done(apertium: Apertium) -> None:
    lines = [
        "{not json",
        line(id="a", lang="es", text="Dos casas"),
        "[]",
        "",
        line(lang="es", text="Dos casas"),
        line(id="b", lang="es"),
        line(id="c", lang="es", text="  "),
        line(id="d", lang="Spanish", text="casa"),
        line(id="e", lang=5, text="casa"),
        line(id=True, lang="es", text="casa"),
        line(id="f", lang="es", text="x" * 20_001),
        '{"id": "g", "lang": "es", "text": "\\ud800"}',
        line(id="h", lang="es", text="Tres casas"),
    ]

    found = translate("-", "--to", "en", content="\n".join(lines))

    named = [text.split(":")[0] for text in found.stderr.splitlines()]
    assert (found.exit_code, [one["text"] for one in written(found)]) == (1, ["Two houses", "Three houses"])
    assert named == [f"line {number}" for number in (1, 3, 5, 6, 7, 8, 9, 10, 11, 12)]


def test_bytes_that_are_no_text_are_a_bad_line(apertium: Apertium) -> None:
    good = line(id="a", lang="es", text="Dos casas").encode()

    found = translate("-", "--to", "en", content=b"\xff\xfe\x00\n" + b"\xef\xbb\xbf" + good + b"\r\n")

    assert (found.exit_code, found.stderr, len(written(found))) == (1, "line 1: not JSON\n", 1)


def test_language_that_is_not_given_is_recognised(apertium: Apertium) -> None:
    texts = {
        "es": "Las agencias nos piden papeles que nadie tiene.",
        "fr": "Les agences nous demandent des papiers que personne n'a.",
        "pt": "As agências pedem-nos documentos que ninguém tem.",
        "en": "The agencies ask us for papers that nobody has.",
        "it": "Le agenzie ci chiedono documenti che nessuno possiede in questa città.",
    }

    found = translate(
        "-", "--to", "en", content="\n".join(line(id=code, text=text) for code, text in texts.items())
    )

    assert {one["id"]: one["lang"] for one in written(found)} == {code: code for code in texts}
    assert [one["reasons"] for one in written(found) if one["id"] == "it"] == [["untranslated"]]


def test_doubts_are_written(apertium: Apertium) -> None:
    content = line(id="a", lang="es", text="Nadie explica los formularios.")

    (found,) = written(translate("-", "--to", "fr", content=content))

    assert (found["doubtful"], found["reasons"]) == (True, ["negation"])


def test_engine_that_is_not_set_up_is_refused() -> None:
    found = translate("-", "--to", "en", "--engine", "openai")

    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "--engine: openai is not set up on this machine\n"


def test_without_any_engine_texts_come_back_as_they_are() -> None:
    content = line(id="a", lang="es", text="Dos casas")

    found = translate("-", "--to", "en", content=content, env={"CONSULT_TRANSLATION": "none"})

    assert [(one["text"], one["reasons"]) for one in written(found)] == [("Dos casas", ["untranslated"])]


def test_engine_of_the_settings_is_used_and_keeps_experiences_here(
    apertium: Apertium, server: Server
) -> None:
    server.answer = data({"translatedText": "Two small houses"})
    server.url = server.url.replace("127.0.0.1", "0.0.0.0")  # not the name of this machine: elsewhere
    content = "\n".join(
        [
            line(id="a", lang="es", text="Dos casitas"),
            line(id="b", lang="es", text="Dos casas", kind="experience"),
        ]
    )

    found = translate("-", "--to", "en", content=content, env={"CONSULT_LIBRETRANSLATE_URL": server.url})

    assert [(one["engine"], one["text"]) for one in written(found)] == [
        ("libretranslate", "Two small houses"),
        ("apertium", "Two houses"),
    ]
    assert [asked["q"] for _path, asked in server.asked] == ["Dos casitas"]


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = translate(str(tmp_path / "none.jsonl"), "--to", "en")

    assert (found.exit_code, found.stderr.endswith("No such file or directory\n")) == (2, True)


def test_wrong_setting_is_a_sentence() -> None:
    command = [sys.executable, "-m", "consult", "translate", "-", "--to", "en"]
    env = {**os.environ, "CONSULT_TRANSLATION": "deepl"}

    done = subprocess.run(command, input="", env=env, capture_output=True, text=True, timeout=30)

    assert (done.returncode, done.stderr.startswith("consult: CONSULT_TRANSLATION must be none")) == (1, True)


def test_ctrl_c_ends_with_what_is_done(apertium: Apertium, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    notes.write_text("\n".join(line(id=number, lang="es", text="Dos casas") for number in range(200_000)))
    command = [sys.executable, "-m", "consult", "translate", str(notes), "--to", "en", "--engine", "apertium"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()

    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    errors = process.stderr.read()
    process.wait(timeout=30)
    process.stdout.close()
    process.stderr.close()

    whole = [json.loads(text) for text in (first + rest).splitlines()]
    assert (process.returncode, errors) == (130, "")
    assert [one["id"] for one in whole] == list(range(len(whole)))
    assert {one["text"] for one in whole} == {"Two houses"}


def test_reader_that_has_enough_is_no_fault(apertium: Apertium, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    notes.write_text("\n".join(line(id=number, lang="es", text="Dos casas") for number in range(2_000)))
    command = [sys.executable, "-m", "consult", "translate", str(notes), "--to", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()

    assert (process.wait(timeout=30), process.stderr.read()) == (0, "")
    process.stderr.close()

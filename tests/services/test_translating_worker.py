"""The process beside the server: what it answers to each line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tools import missing

from consult.analysis.language import Recognised
from consult.config import EngineSettings
from consult.services.translating import worker
from consult.services.translating.worker import state_of, work
from consult.translation.base import NOT_SET_UP, PAUSED, WORKS, EngineState, Translation
from consult.translation.chain import engine_from

NOTE = {"id": 1, "text": "Lamps", "source": "en", "targets": ["fr", "en"], "private": False, "allowed": []}


class Engines:
    """Works, then pauses."""

    def __init__(self) -> None:
        self.private: list[bool] = []

    def state(self) -> Sequence[EngineState]:
        return [EngineState("fake", PAUSED if self.private else WORKS)]

    def translate_many(
        self, texts: Sequence[str], source: str, target: str, *, private: bool = False
    ) -> list[Translation]:
        self.private.append(private)
        return [Translation(f"{source}>{target} {text}", "fake") for text in texts]


def answers(*lines: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    work(Engines(), lambda *_: Recognised("es", 1.0, False), iter(lines), found.extend)
    return found


def as_line(**changes: Any) -> bytes:
    return json.dumps({**NOTE, **changes}).encode()


@pytest.mark.parametrize(("seconds", "lines"), [(60.0, [4]), (-1.0, [1, 1, 1, 1])])
def test_what_takes_long_is_told_word_by_word(monkeypatch, seconds, lines):
    monkeypatch.setattr(worker, "WORD_SECONDS", seconds)
    told: list[int] = []
    asked = as_line(allowed=["es"], targets=["fr", "pt"])

    work(
        Engines(), lambda *_: Recognised("es", 1.0, False), iter([asked]), lambda some: told.append(len(some))
    )

    # The state of the engines follows, by itself.
    assert told == [*lines, 1]


def test_text_is_translated_into_every_other_language():
    assert answers(as_line()) == [
        {
            "id": 1,
            "target": "fr",
            "text": "en>fr Lamps",
            "engine": "fake",
            "doubtful": False,
            "reasons": [],
        },
        {"id": 1, "done": True},
        {"state": "paused"},
    ]


def test_language_is_recognised_first_where_that_is_asked():
    found = answers(as_line(allowed=["en", "es", "fr"], targets=["es", "fr"]))

    assert found[0] == {"id": 1, "language": "es", "fifth": False}
    assert [each["text"] for each in found if "target" in each] == ["es>fr Lamps"]


@pytest.mark.parametrize(
    "line",
    [
        b"what?",
        b"[]",
        b"{}",
        b"\xff",
        as_line(text=3),
        as_line(targets="fr"),
        as_line(allowed=[1]),
        as_line(private=None),
    ],
)
def test_line_that_makes_no_sense_is_named_and_the_rest_is_done(line):
    found = answers(line, as_line())

    assert found[0] == {"nonsense": True}
    assert {"id": 1, "done": True} in found


def test_engines_work_as_long_as_one_of_them_does():
    def engines(*conditions: str) -> list[EngineState]:
        return [EngineState("one", condition) for condition in conditions]

    assert state_of(engines(NOT_SET_UP, PAUSED, WORKS)) == WORKS
    assert state_of(engines(NOT_SET_UP, PAUSED)) == PAUSED
    assert state_of(engines(NOT_SET_UP)) == NOT_SET_UP
    assert state_of([]) == NOT_SET_UP


def test_command_recognises_and_translates_with_apertium(tmp_path: Path):
    if not engine_from(EngineSettings(order=("apertium",))).can("es", "pt"):
        missing("Apertium")
    environment = {**os.environ, "CONSULT_TRANSLATION": "apertium", "CONSULT_DATA": str(tmp_path)}
    asked = {
        "id": 7,
        "text": "Los vecinos piden más luz en el parque.",
        "source": "pt",
        "targets": ["pt", "es", "fr"],
        "private": False,
        "allowed": ["en", "fr", "es", "pt"],
    }

    ended = subprocess.run(
        [sys.executable, "-m", "consult", "translator"],
        input=json.dumps(asked).encode() + b"\nnonsense\n",
        stdout=subprocess.PIPE,
        env=environment,
        check=True,
        timeout=60,
    )

    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert {"id": 7, "language": "es", "fifth": False} in found
    made = {each["target"]: each for each in found if "target" in each}
    assert sorted(made) == ["fr", "pt"]
    assert made["pt"]["engine"] == "apertium"
    assert "parque" in made["pt"]["text"]
    assert found[0] == {"state": "works"}
    assert {"nonsense": True} in found

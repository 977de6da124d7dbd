"""Who plays in a rehearsal and what they will say."""

from __future__ import annotations

from pathlib import Path

import pytest

from consult.domain.languages import LANGUAGES
from consult.rehearsal.cast import BadNotes, cast, read_notes


def test_built_in_notes_speak_four_languages():
    lines, complaints = read_notes(None)

    assert complaints == []
    assert {line.language for line in lines} == set(LANGUAGES)


def test_bad_lines_are_named_and_the_rest_is_used(tmp_path: Path):
    file = tmp_path / "notes.jsonl"
    file.write_text(
        '{"text": "Good", "lang": "en"}\n'
        "not json\n"
        '{"text": "", "lang": "en"}\n'
        "\n"
        '{"text": "Gut", "lang": "de"}\n'
        '["a list"]\n'
        f'{{"text": "{"x" * 601}", "lang": "en"}}\n'
        '{"text": "Bien", "lang": "fr", "kind": "opinion"}\n'
        '{"text": "Bom", "lang": "pt", "kind": "practice"}\n'
    )

    lines, complaints = read_notes(file)

    assert [(line.text, line.kind) for line in lines] == [("Good", "need"), ("Bom", "practice")]
    assert [complaint.split(":")[0] for complaint in complaints] == [
        "line 2",
        "line 3",
        "line 5",
        "line 6",
        "line 7",
        "line 8",
    ]


def test_file_without_a_usable_line_is_refused(tmp_path: Path):
    file = tmp_path / "notes.jsonl"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadNotes):
        read_notes(file)


@pytest.mark.parametrize("people", [2, 3, 30, 101])
def test_every_line_is_given_to_somebody_exactly_once(people: int):
    lines, _ = read_notes(None)

    roles = cast(people, lines, seed=1)

    assert sorted(line.text for role in roles for line in role.lines) == sorted(line.text for line in lines)


@pytest.mark.parametrize(("people", "notes"), [(30, 80), (40, 80), (41, 160), (1000, 2000)])
def test_lines_are_said_again_where_there_are_too_few_for_everybody(people: int, notes: int):
    lines, _ = read_notes(None)

    roles = cast(people, lines, seed=1, notes_each=2)

    counts = [len(role.lines) for role in roles]
    assert (sum(counts), max(counts) - min(counts) <= 1) == (notes, True)


def test_lines_are_written_by_people_of_their_language():
    lines, _ = read_notes(None)

    roles = cast(30, lines, seed=1)

    assert all(line.language == role.language for role in roles for line in role.lines)


def test_same_seed_plays_the_same_people():
    lines, _ = read_notes(None)

    assert cast(30, lines, seed=7) == cast(30, lines, seed=7)

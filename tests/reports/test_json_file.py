"""JSON: stable keys, nothing lost."""

from __future__ import annotations

import json

from consult.reports import write

from .sample import sample


def test_json_has_a_schema_version_and_stable_keys():
    document = json.loads(write(sample("es"), "json"))

    assert (document["schema"], document["schema_version"], document["language"]) == (
        "needs-assessment",
        2,
        "es",
    )
    assert sorted(document["needs"][0]) == [
        "also",
        "commitment",
        "components",
        "confirmed",
        "kinds",
        "label",
        "label_language",
        "languages",
        "note_count",
        "notes",
        "people_more_than",
        "points",
        "quotes",
        "rank",
        "round_count",
        "sentence_notes",
        "statement",
        "statement_language",
        "table_count",
        "track",
        "votes",
    ]


def test_json_keeps_words_numbers_and_dates():
    document = json.loads(write(sample(), "json"))
    need = document["needs"][0]

    assert need["quotes"][1] == {
        "text": "Llamé por un piso con acento y ya estaba alquilado; llamó mi compañera y seguía libre.",
        "language": "es",
        "table": 3,
        "round": 3,
        "kind": "proposal",
        "main_point": False,
        "votes": 6,
        "meeting": 1,
        "number": 2,
        "translation": "",
        "dissent": False,
    }
    assert need["kinds"]["initiative"] == 3
    assert document["date"] == "2026-11-21"
    assert document["generated_at"] == "2026-11-21T20:15:00+00:00"
    assert document["meetings"][0]["languages"]["ar"] is None


def test_json_lists_the_empty_spots_by_id():
    document = json.loads(write(sample(), "json"))

    assert document["grid"]["empty_spots"][6] == {"commitment_id": "7", "track_ids": ["1", "2", "4"]}

"""The catalogues in no language, and what finds the words that stand beside them."""

from __future__ import annotations

import gettext
import json
import re
import runpy
from pathlib import Path

import pytest
from pseudo_words import beside_the_catalogues

PSEUDO = runpy.run_path(str(Path(__file__).resolve().parents[1] / "translations" / "pseudo.py"))
pseudo = PSEUDO["pseudo"]


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("Join", "⟦Ĵóíñ óñé⟧"),
        ("Table %(number)s", "⟦Ţáƀļé %(number)s óñé ţŵó⟧"),
        ("{before} → {after} min", "⟦{before} → {after} ɱíñ óñé ţŵó ţĥŕéé⟧"),
    ],
)
def test_sentence_gets_accents_length_and_brackets(sentence, made):
    assert pseudo(sentence) == made


def test_sentence_is_longer_by_two_fifths():
    sentence = "Please confirm that you have read how your notes are used."

    assert 1.4 <= len(pseudo(sentence)) / len(sentence) <= 1.6


def test_catalogues_are_written_for_server_and_scripts(tmp_path):
    PSEUDO["write"](tmp_path)

    with (tmp_path / "pt" / "LC_MESSAGES" / "messages.mo").open("rb") as compiled:
        server = gettext.GNUTranslations(compiled)
    scripts = json.loads((tmp_path / "messages" / "pt.json").read_text())
    assert server.gettext("Join") == "⟦Ĵóíñ óñé⟧"
    assert server.ngettext("%(num)d note", "%(num)d notes", 2) == "⟦%(num)d ñóţéš óñé ţŵó⟧"
    assert {
        text for page in scripts.values() for text in page.values() if not re.match("⟦.*⟧$", text, re.DOTALL)
    } == set()


def test_no_person_is_offered_a_catalogue_in_no_language():
    folder = Path(__file__).resolve().parents[1] / "translations"

    assert sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/*.po")) == [
        "en",
        "es",
        "fr",
        "pt",
    ]


def test_words_beside_the_catalogues_are_found():
    texts = [
        "⟦Ĵóíñ óñé⟧",
        "Join",
        "⟦Ĵóíñ⟧ now",
        "Ada · ⟦Ţáƀļé 3⟧",
        "3 Ada 12:30 PM",
        "⟦Ĥéļļó Ada Lovelace⟧",
        "⟦Ĵ⟧ Join",
    ]

    assert beside_the_catalogues(texts, ["Ada"]) == ["Join", "⟦Ĵóíñ⟧ now", "⟦Ĥéļļó Ada Lovelace⟧", "⟦Ĵ⟧ Join"]


def test_addresses_and_names_of_languages_are_no_words():
    assert beside_the_catalogues(["http://127.0.0.1:5000/j/ABC", "Français", "English · Português"], []) == []

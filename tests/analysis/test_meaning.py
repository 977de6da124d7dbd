"""Cues, glossary, and the sentence model against its published numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hall_notes import GOLD, need_minilm

from consult.analysis import glossary, minilm
from consult.analysis.meaning import Text, meaning
from consult.analysis.terms import CueIndex, fold, words
from consult.analysis.themes import _without_islands, assign, cluster, wanted_themes
from consult.analysis.wordpiece import token_ids

LANGUAGES = ["en", "fr", "es", "pt"]


def test_words_are_folded() -> None:
    assert fold("ÉDUCATION Straße") == "education strasse"
    assert words("L'école, c'est où ?") == ["l", "ecole", "c", "est", "ou"]


def test_cues_match_stems_words_and_sequences() -> None:
    index = CueIndex([("stem", "landlord*"), ("word", "law"), ("phrase", "hate crime*")])

    found = index.find(words("Landlords and lawyers: the hate crimes law, a hate of crime"))

    assert found == {"stem": 1, "word": 1, "phrase": 2}


def test_concepts_are_recognised_in_every_language() -> None:
    said = {"en": "my landlord", "fr": "mon propriétaire", "es": "mi casero", "pt": "o meu senhorio"}
    known = glossary.concepts()

    found = {
        language: {known[c].id for c in glossary.found_in(text, language)} for language, text in said.items()
    }

    assert found == {language: {"landlord", "housing"} for language in LANGUAGES}


def test_glossary_is_complete_in_four_languages() -> None:
    known = glossary.concepts()
    ids = {concept.id for concept in known}

    assert len(known) >= 120
    assert all(
        sorted(concept.names) == sorted(LANGUAGES) and all(concept.names.values()) for concept in known
    )
    assert all(concept.cues.get(language) for concept in known for language in LANGUAGES)
    assert all(concept.broader is None or concept.broader in ids for concept in known)
    for language in LANGUAGES:
        names = [concept.names[language] for concept in known]
        assert len(set(names)) == len(names)


def test_wordpieces_are_the_longest_from_the_left() -> None:
    vocabulary = {
        piece: place for place, piece in enumerate(["[CLS]", "[SEP]", "[UNK]", "house", "##s", "!", "a"])
    }

    assert token_ids("Houses! á 😀", vocabulary, 10) == [0, 3, 4, 5, 6, 2, 1]
    assert token_ids("house " * 50, vocabulary, 4) == [0, 3, 3, 1]


def test_model_gives_the_numbers_its_authors_publish() -> None:
    need_minilm()

    rows = minilm.embed(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )

    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(rows @ rows.T, expected, atol=1e-3)


def test_model_gives_a_text_the_same_row_alone_and_in_a_batch() -> None:
    need_minilm()
    texts = [row["text"] for row in GOLD[:20]]

    np.testing.assert_allclose(minilm.embed(texts)[7], minilm.embed(texts[7:8])[0], atol=1e-5)


@pytest.mark.parametrize("engine", ["glossary", "minilm"])
def test_rows_have_length_one_or_zero(engine: str) -> None:
    if engine == "minilm":
        need_minilm()
    texts = [Text("The landlord refused us", "en"), Text("", "fr"), Text("😀", "pt", "😀")]

    lengths = np.linalg.norm(meaning(texts, engine).vectors, axis=1)

    np.testing.assert_allclose(lengths, [1.0, 0.0, 0.0], atol=1e-5)


def test_number_of_themes_grows_slowly() -> None:
    assert [wanted_themes(count) for count in (0, 1, 20, 80, 5000)] == [1, 1, 5, 10, 24]


def test_clear_groups_are_found() -> None:
    rows = np.repeat(np.eye(3, dtype=np.float32), 10, axis=0)

    assert cluster(rows, wanted=3) == [0] * 10 + [1] * 10 + [2] * 10


def test_assigning_without_themes_is_an_error() -> None:
    with pytest.raises(ValueError, match="no theme"):
        assign(np.eye(2, dtype=np.float32), {})


def test_many_notes_are_compared_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(2).normal(size=(90, 5)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    spoken = ["en", "fr", "pt"] * 30
    at_once = cluster(rows, spoken, seed=1)
    monkeypatch.setattr("consult.analysis.themes._MOST_CELLS", 90 * 7)

    assert cluster(rows, spoken, seed=1) == at_once


def test_theme_of_one_language_goes_where_others_speak_of_the_same() -> None:
    matter, other = np.eye(2, dtype=np.float32)
    rows = np.array([matter] * 12 + [other] * 12 + [matter * 0.8 + other * 0.6] * 4, dtype=np.float32)
    spoken = ["en", "fr"] * 12 + ["pt"] * 4

    assert set(_without_islands(rows, [0] * 12 + [1] * 12 + [2] * 4, spoken)) == {0, 1}


def test_matter_only_one_language_speaks_of_keeps_its_theme() -> None:
    matter, other, own = np.eye(3, dtype=np.float32)
    rows = np.array([matter] * 12 + [other] * 12 + [own * 0.99 + other * 0.1] * 4, dtype=np.float32)
    labels = [0] * 12 + [1] * 12 + [2] * 4

    assert _without_islands(rows, labels, ["en", "fr"] * 12 + ["pt"] * 4) == labels


def test_meeting_in_one_language_keeps_its_themes() -> None:
    rows = np.repeat(np.eye(3, dtype=np.float32), 10, axis=0)

    assert cluster(rows, ["fr"] * 30, wanted=3) == [0] * 10 + [1] * 10 + [2] * 10

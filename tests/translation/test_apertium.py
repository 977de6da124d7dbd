"""Offline translation: pairs, order, doubts, and a pipeline that died."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.translation.apertium import Apertium
from consult.translation.base import FAILED, NEGATION, UNKNOWN_WORDS, UNTRANSLATED, judged, negates
from consult.translation.untranslated import Untranslated


@pytest.fixture(scope="module")
def apertium() -> Iterator[Apertium]:
    engine = Apertium()
    if len(engine.pairs()) < 12:
        if os.environ.get("CI") == "true":
            pytest.fail("Apertium and its pairs must be installed here")
        pytest.skip("Apertium is not installed")
    yield engine
    engine.close()


def test_every_pair_of_the_four_languages_is_there(apertium: Apertium) -> None:
    codes = ("en", "fr", "es", "pt")

    assert apertium.pairs() == {(source, target) for source in codes for target in codes if source != target}


def test_translation_between_neighbours_is_marked_with_its_engine(apertium: Apertium) -> None:
    (translation,) = apertium.translate_many(["La casa no es azul."], "es", "pt")

    assert (translation.text, translation.engine, translation.doubtful) == (
        "A casa não é azul.",
        "apertium",
        False,
    )


def test_texts_come_back_in_order_one_for_one(apertium: Apertium) -> None:
    texts = ["una casa", "dos casas", "", "tres casas", "😀"]

    found = [translation.text for translation in apertium.translate_many(texts, "es", "en")]

    assert found == ["A house", "Two houses", "", "Three houses", "😀"]


@pytest.mark.parametrize(
    "text",
    ["[b] ^c$ {k} \\ / @ *z #tag", "<script>alert(1)</script>", "a\0b\nc", "¿?", "   ", "𝒲𝑒𝒾𝓇𝒹", "'\"--;"],
)
def test_odd_text_neither_breaks_the_pipeline_nor_mixes_with_the_next(apertium: Apertium, text: str) -> None:
    found = apertium.translate_many([text, "dos casas"], "es", "en")

    assert [len(found), found[1].text] == [2, "Two houses"]


def test_unknown_words_make_a_translation_doubtful(apertium: Apertium) -> None:
    (translation,) = apertium.translate_many(["xyzzyq blorptz"], "fr", "en")

    assert translation.reasons == (UNKNOWN_WORDS,)


def test_dead_pipeline_is_started_again(apertium: Apertium) -> None:
    apertium.translate_many(["casa"], "es", "en")
    process = apertium._pipelines["spa-eng"]._process
    assert process is not None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    (translation,) = apertium.translate_many(["dos casas"], "es", "en")

    assert translation.text == "Two houses"


def test_same_language_is_left_alone(apertium: Apertium) -> None:
    assert [t.text for t in apertium.translate_many(["hello xyzzyq"], "en", "en")] == ["hello xyzzyq"]


def test_without_modes_nothing_is_available_and_texts_stay(tmp_path: Path) -> None:
    engine = Apertium(tmp_path)

    (translation,) = engine.translate_many(["una casa"], "es", "en")

    assert not engine.available()
    assert (translation.text, translation.engine, translation.reasons) == ("una casa", "", (UNTRANSLATED,))


def test_broken_mode_leaves_the_text_and_says_so(apertium: Apertium, tmp_path: Path) -> None:
    (tmp_path / "spa-eng.mode").write_text("false")
    engine = Apertium(tmp_path)

    (translation,) = engine.translate_many(["una casa"], "es", "en")
    engine.close()

    assert (translation.text, translation.reasons) == ("una casa", (FAILED,))


def test_null_engine_changes_nothing_and_says_so() -> None:
    engine = Untranslated()

    found = engine.translate_many(["a", "b"], "en", "fr")

    assert [(t.text, t.engine, t.doubtful, t.reasons) for t in found] == [
        ("a", "", True, (UNTRANSLATED,)),
        ("b", "", True, (UNTRANSLATED,)),
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We don't want this", "en", True),
        ("Nothing works", "en", True),
        ("A note", "en", False),
        ("On n'a rien", "fr", True),
        ("Une note", "fr", False),
        ("No alquilan", "es", True),
        ("Una nota sincera", "es", False),
        ("Não alugam", "pt", True),
        ("no bairro", "pt", False),
    ],
)
def test_negation_is_seen_in_each_language(text: str, language: str, expected: bool) -> None:
    assert negates(text, language) is expected


def test_lost_negation_makes_a_translation_doubtful() -> None:
    lost = judged("No alquilan", "They rent", "x", ("es", "en"), 0.0)
    kept = judged("No alquilan", "They do not rent", "x", ("es", "en"), 0.0)

    assert (lost.reasons, kept.reasons) == ((NEGATION,), ())

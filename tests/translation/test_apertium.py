"""Offline translation: pairs, order, lines, doubts, terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from consult.translation.apertium import Apertium
from consult.translation.base import CANCELLED, FAILED, NOT_SET_UP, PAUSED, UNKNOWN_WORDS, UNTRANSLATED, WORKS
from consult.translation.untranslated import Untranslated

CODES = ("en", "fr", "es", "pt")


def test_every_pair_of_the_four_languages_is_there(apertium: Apertium) -> None:
    assert apertium.pairs() == {(source, target) for source in CODES for target in CODES if source != target}


def test_translation_between_neighbours_is_marked_with_its_engine(apertium: Apertium) -> None:
    translation = apertium.translate("La casa no es azul.", "es", "pt")

    assert (translation.text, translation.engine, translation.doubtful) == (
        "A casa não é azul.",
        "apertium",
        False,
    )


def test_texts_come_back_in_order_one_for_one(apertium: Apertium) -> None:
    texts = ["una casa", "dos casas", "", "tres casas", "😀"]

    found = [translation.text for translation in apertium.translate_many(texts, "es", "en")]

    assert found == ["A house", "Two houses", "", "Three houses", "😀"]


def test_lines_stay_lines(apertium: Apertium) -> None:
    assert apertium.translate("una casa\n\ndos casas", "es", "en").text == "A house\n\nTwo houses"


def test_long_text_fills_no_pipe(apertium: Apertium) -> None:
    found = apertium.translate("una casa blanca y " * 1000 + "dos casas", "es", "pt")

    assert (found.engine, found.text.count("casa branca")) == ("apertium", 1000)


def test_text_longer_than_any_note_is_left_alone(apertium: Apertium) -> None:
    assert apertium.translate("casa " * 5000, "es", "en").reasons == (UNTRANSLATED,)


@pytest.mark.parametrize(
    "text",
    [
        "[b] ^c$ {k} \\ / @ *z #tag",
        "<script>alert(1)</script>",
        "a\0b\nc",
        "¿?",
        "   ",
        "𝒲𝑒𝒾𝓇𝒹",
        "'\"--;",
        "Zqxa zqxb",
    ],
)
def test_odd_text_neither_breaks_the_pipeline_nor_mixes_with_the_next(apertium: Apertium, text: str) -> None:
    found = apertium.translate_many([text, "dos casas"], "es", "en")

    assert [len(found), found[1].text] == [2, "Two houses"]


def test_unknown_words_make_a_translation_doubtful(apertium: Apertium) -> None:
    assert apertium.translate("xyzzyq blorptz", "fr", "en").reasons == (UNKNOWN_WORDS,)


def test_terms_do_not_count_as_unknown_words(apertium: Apertium) -> None:
    found = apertium.translate("The housing agency is old.", "en", "fr")

    assert ("L’agence du logement" in found.text, UNKNOWN_WORDS in found.reasons) == (True, False)


def test_same_language_is_left_alone(apertium: Apertium) -> None:
    assert [t.text for t in apertium.translate_many(["hello xyzzyq"], "en", "en")] == ["hello xyzzyq"]


def test_cancelling_leaves_the_rest_as_it_is(apertium: Apertium) -> None:
    asked: list[int] = []

    def after_one() -> bool:
        asked.append(1)
        return len(asked) > 1

    found = apertium.translate_many(["una casa", "dos casas"], "es", "en", cancelled=after_one)

    assert [(one.text, one.engine, one.reasons) for one in found] == [
        ("A house", "apertium", ()),
        ("dos casas", "", (CANCELLED,)),
    ]


def test_note_in_three_languages_passes_the_pipeline_into_the_pivot_once(
    apertium: Apertium, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[str] = []
    send = apertium.pipelines.send
    monkeypatch.setattr(
        apertium.pipelines, "send", lambda mode, text: (modes.append(mode), send(mode, text))[1]
    )

    for target in ("es", "en", "pt"):
        apertium.translate("Une phrase qui est toute neuve.", "fr", target)

    assert modes == ["fr-es", "spa-eng", "es-pt"]


def test_without_modes_nothing_is_available_and_texts_stay(tmp_path: Path) -> None:
    engine = Apertium(tmp_path)

    found = engine.translate("una casa", "es", "en")

    assert (engine.available(), engine.state().condition) == (False, NOT_SET_UP)
    assert (found.text, found.engine, found.reasons) == ("una casa", "", (UNTRANSLATED,))


def test_broken_mode_leaves_the_text_pauses_and_says_so(apertium: Apertium, tmp_path: Path, clock) -> None:
    (tmp_path / "spa-eng.mode").write_text("false")
    engine = Apertium(tmp_path, clock=clock, now=clock)

    found = engine.translate_many(["una casa"] * 4, "es", "en")
    engine.close()

    assert {(one.text, one.reasons) for one in found} == {("una casa", (FAILED,))}
    assert (engine.state().condition, engine.state().why) == (PAUSED, "died")


def test_engine_that_was_mended_works_again_after_its_pause(
    apertium: Apertium, tmp_path: Path, clock
) -> None:
    mode = tmp_path / "spa-eng.mode"
    mode.write_text("false")
    engine = Apertium(tmp_path, clock=clock, now=clock)
    engine.translate_many(["una casa"] * 3, "es", "en")
    mode.write_text(Path("/usr/share/apertium/modes/spa-eng.mode").read_text())
    early = engine.translate("una casa", "es", "en")
    clock.time += 60

    late = engine.translate("una casa", "es", "en")
    engine.close()

    assert (early.reasons, late.text, engine.state().condition) == ((FAILED,), "A house", WORKS)


def test_null_engine_changes_nothing_and_says_so() -> None:
    engine = Untranslated()

    found = engine.translate_many(["a", "b"], "en", "fr")

    assert [(t.text, t.engine, t.doubtful, t.reasons) for t in found] == [
        ("a", "", True, (UNTRANSLATED,)),
        ("b", "", True, (UNTRANSLATED,)),
    ]

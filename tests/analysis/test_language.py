"""Which language a note is written in: long and short, with and without help from the screen, and a fifth one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hall_notes import GOLD

from consult.analysis.language import SCREEN, Recognised, recognise

LANGUAGES = ("en", "fr", "es", "pt")
SHORT = tomllib.loads(Path(__file__).with_name("short_notes.toml").read_text())

# Written for this test, as a neighbour would write them.
FIFTH = {
    "de": "Die Vermieter legen auf, sobald sie meinen Namen hören.",
    "it": "Quando sentono il mio cognome, dicono che l’appartamento è già affittato.",
    "ro": "Când aud numele meu, proprietarii spun că apartamentul este deja închiriat.",
    "pl": "Właściciele odkładają słuchawkę, kiedy słyszą moje nazwisko.",
    "tr": "Ev sahipleri adımı duyunca telefonu hemen kapatıyorlar.",
    "nl": "De verhuurders hangen op zodra ze mijn achternaam horen.",
}
SCRIPTS = {
    "ar": "لا أحد يشرح لنا حقوقنا",
    "uk": "Ніхто не пояснює нам наші права",
    "ru": "Никто не объясняет нам наши права",
    "zh": "没有人向我们解释权利",
    "ja": "だれも権利を説明してくれない",
    "ko": "아무도 권리를 설명하지 않는다",
    "el": "Κανείς δεν μας εξηγεί τα δικαιώματά μας",
    "hi": "कोई हमें हमारे अधिकार नहीं बताता",
}


def cut(text: str, length: int) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:length])


def rightly(length: int) -> float:
    """The share that is right of the 80 notes, where nine of ten screens are in the language of the note."""
    right = 0.0
    for row in GOLD:
        for screen in LANGUAGES:
            weight = SCREEN if screen == row["lang"] else (1 - SCREEN) / 3
            right += weight * (recognise(cut(row["text"], length), LANGUAGES, screen).language == row["lang"])
    return right / len(GOLD)


def wrong_pairs() -> Iterator[tuple[str, str]]:
    """Every note with a screen in another language than its own."""
    for number, row in enumerate(GOLD):
        others = [language for language in LANGUAGES if language != row["lang"]]
        yield row["text"], others[number % 3]


@pytest.mark.parametrize("screen", LANGUAGES)
def test_whole_note_is_recognised_on_any_screen(screen):
    found = [recognise(row["text"], LANGUAGES, screen) for row in GOLD]

    assert [(one.language, one.fifth) for one in found] == [(row["lang"], False) for row in GOLD]


@pytest.mark.parametrize(("length", "wanted"), [(12, 0.995), (5, 0.99), (3, 0.97)])
def test_beginning_of_a_note_is_recognised_with_the_screen(length, wanted):
    assert rightly(length) >= wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_note_with_names_and_slips_is_recognised_on_the_screen_of_its_language(language):
    wrong = [text for text in SHORT[language] if recognise(text, LANGUAGES, language).language != language]

    assert (len(SHORT[language]), wrong) == (25, [])


@pytest.mark.parametrize("screen", LANGUAGES)
def test_other_languages_are_told_from_five_words_on_or_by_their_script(screen):
    found = {
        (language, text): recognise(text, LANGUAGES, screen)
        for language, texts in SHORT["others"].items()
        for text in texts
    }

    missed = [text for (_, text), one in found.items() if not one.fifth and (len(text.split()) > 4)]
    taken = [text for (code, text), one in found.items() if one.fifth and one.language != code]
    assert (missed, taken) == ([], [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nadie explica nada", "es"),
        ("Ninguém explica", "pt"),
        ("Personne n’explique", "fr"),
        ("Nobody listens", "en"),
    ],
)
def test_function_words_tell_the_language_of_a_few_words(text, language):
    assert [recognise(text, LANGUAGES, screen).language for screen in LANGUAGES] == [language] * 4


@pytest.mark.parametrize("text", ["", "   ", "42", "12:30 – 14:00", "!!!", "🙂🙂"])
def test_text_without_letters_is_in_the_language_of_the_screen(text):
    assert [recognise(text, LANGUAGES, screen) for screen in LANGUAGES] == [
        Recognised(screen, SCREEN, fifth=False) for screen in LANGUAGES
    ]


@pytest.mark.parametrize("text", ["Ibrahim 3", "ok", "x", "Wi"])
def test_screen_decides_where_the_text_says_nothing(text):
    assert [recognise(text, LANGUAGES, screen).language for screen in LANGUAGES] == list(LANGUAGES)


@pytest.mark.parametrize("language", FIFTH)
def test_fifth_language_is_recognised(language):
    found = [recognise(FIFTH[language], LANGUAGES, screen) for screen in LANGUAGES]

    assert {(one.language, one.fifth) for one in found} == {(language, True)}


@pytest.mark.parametrize("language", SCRIPTS)
def test_fifth_language_is_recognised_by_its_script(language):
    whole, short = (recognise(text, LANGUAGES, "fr") for text in (SCRIPTS[language], SCRIPTS[language][:6]))

    assert (whole.language, whole.fifth, short.fifth) == (language, True, True)


def test_every_language_has_a_code_of_two_letters():
    texts = [
        "Una fiesta de música na praça con comida de muchos paises i muncha genti",
        "Nobody dey explain wetin be our right when we dey find house",
        "Nisciuno ce spiega 'e diritte nuoste quanno cercammo casa",
    ]

    assert {len(recognise(text, LANGUAGES, "en").language) for text in texts} == {2}


def test_few_words_in_latin_letters_are_no_fifth_language():
    assert [recognise(cut(text, 4), LANGUAGES, "pt").fifth for text in FIFTH.values()] == [False] * len(FIFTH)


def test_name_in_another_script_leaves_the_note_in_its_language():
    found = recognise("La voisine de محمد n’a jamais eu de réponse de la mairie.", LANGUAGES, "en")

    assert (found.language, found.fifth) == ("fr", False)


def test_language_the_consultation_does_not_read_is_a_fifth_one():
    text = "Nobody explains our rights to us when we look for a flat."

    found = recognise(text, ["fr", "es"], "fr")

    assert (found.language, found.fifth) == ("en", True)


def test_screen_in_a_language_that_is_not_read_gives_way_to_the_first():
    assert recognise("…", ["fr", "es"], "pt").language == "fr"


def test_confidence_is_a_share_and_lower_against_the_screen():
    with_it, against_it = (
        recognise("Nadie explica nada", LANGUAGES, screen).confidence for screen in ("es", "pt")
    )

    assert 0 < against_it < with_it <= 1


def test_threads_get_the_same_answers():
    pairs = list(wrong_pairs())
    alone = [recognise(text, LANGUAGES, screen) for text, screen in pairs]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda pair: recognise(pair[0], LANGUAGES, pair[1]), pairs * 4))

    assert together == alone * 4

"""The fixed words: the same keys and placeholders in all languages, plurals, dates and numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from consult.domain.words import Format, Kind
from consult.reports import words as words_module
from consult.reports.report import LANGUAGES
from consult.reports.words import Words, table

PACKAGE = Path(words_module.__file__).parent
OTHERS = [language for language in LANGUAGES if language != "en"]


def placeholders(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(text)))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language):
    assert table(language).keys() == table("en").keys()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_placeholders(language):
    different = [
        key for key, text in table("en").items() if placeholders(text) != placeholders(table(language)[key])
    ]

    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_plurals_have_one_and_other(language):
    texts = [text for text in table(language).values() if isinstance(text, str)]
    plurals = [forms for forms in table(language).values() if isinstance(forms, dict)]

    assert [text for text in texts if not text.strip()] == []
    assert {tuple(forms) for forms in plurals} == {("one", "other")}


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_translated(language):
    same = [
        key
        for key, text in table("en").items()
        if isinstance(text, str) and len(text.split()) > 2 and text == table(language)[key]
    ]

    assert same == []


def test_every_key_is_used():
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py"))
    by_code = {f"{stem}_{kind}" for kind in Kind for stem in ("kind", "n")} | {f"format_{f}" for f in Format}

    assert [key for key in table("en") if f'"{key}"' not in source and key not in by_code] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_format_has_words(language):
    keys = {f"{stem}_{kind}" for kind in Kind for stem in ("kind", "n")} | {f"format_{f}" for f in Format}

    assert keys - table(language).keys() == set()


def test_french_signs_never_start_a_line():
    broken = [key for key, text in table("fr").items() if re.search(r" [:;?!»]|« ", str(text))]

    assert broken == []


def test_count_takes_the_plural_of_the_language():
    shown = {language: [Words(language).count("notes", n) for n in (0, 1, 2)] for language in ("en", "fr")}

    assert shown == {
        "en": ["0 notes", "1 note", "2 notes"],
        "fr": ["0 contribution", "1 contribution", "2 contributions"],
    }


def test_numbers_and_dates_are_written_as_in_the_language():
    shown = [(Words(code).number(12345), Words(code).day(date(2026, 11, 2))) for code in LANGUAGES]

    assert shown == [
        ("12,345", "2 November 2026"),
        ("12\u202f345", "2 novembre 2026"),
        ("12.345", "2 de noviembre de 2026"),
        ("12.345", "2 de novembro de 2026"),
    ]


def test_moment_names_the_time_zone():
    assert Words("fr").moment(datetime(2026, 11, 21, 20, 15, tzinfo=UTC)) == "21 novembre 2026, 20:15 (UTC)"


def test_too_few_people_are_not_counted():
    words = Words("en")

    assert (words.number(None), words.people(None), words.people(7)) == ("–", "a few people", "7 people")


def test_noun_stands_alone():
    assert [Words("es").noun("notes", n) for n in (1, 1200, None)] == [
        "aportación",
        "aportaciones",
        "aportaciones",
    ]


def test_first_of_a_month_is_an_ordinal_in_french_only():
    days = {code: Words(code).day(date(2026, 11, 1)) for code in LANGUAGES}

    assert days == {
        "en": "1 November 2026",
        "fr": "1er novembre 2026",
        "es": "1 de noviembre de 2026",
        "pt": "1 de novembro de 2026",
    }
    assert Words("fr").day(date(2026, 11, 11)) == "11 novembre 2026"


def test_nothing_is_counted_as_each_language_does():
    assert {code: Words(code).count("notes", 0) for code in LANGUAGES} == {
        "en": "0 notes",
        "fr": "0 contribution",
        "es": "0 aportaciones",
        "pt": "0 contribuições",
    }


def test_moments_are_written_like_days():
    moment = datetime(2026, 11, 22, 10, 44)

    assert Words("es").moment(moment) == "22 de noviembre de 2026, 10:44"
    assert Words("fr").moment(moment) == "22 novembre 2026, 10:44"

"""What is typed becomes safe to store, and stays what was meant."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.texts import clean_line, clean_text

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
texts = st.text(
    st.characters() | st.sampled_from(OVERRIDES + "\u0301\u0308\u0327e\r\n\t \u200d\u0000\u0007\u0085\ud800")
)


@given(texts)
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(texts)
def test_line_cleaned_twice_changes_nothing(text):
    assert clean_line(clean_line(text)) == clean_line(text)


@given(texts)
def test_cleaned_text_is_in_one_normal_form(text):
    assert unicodedata.is_normalized("NFC", clean_text(text))


@given(texts)
def test_cleaned_text_has_no_controls_and_no_overrides(text):
    cleaned = clean_text(text)

    assert {unicodedata.category(ch) for ch in cleaned if ch != "\n"}.isdisjoint({"Cc", "Cs"})
    assert set(cleaned).isdisjoint(OVERRIDES)
    cleaned.encode()


@given(texts)
def test_line_is_one_line(text):
    assert len(clean_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301cole", "école"),
        ("e\u0007\u0301cole", "école"),
        ("  two\r\nlines  ", "two\nlines"),
        ("a\tb", "a b"),
        ("price \u202e99", "price 99"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("مرحبا", "مرحبا"),
        ("\u0007\n ", ""),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_text_as_typed_and_as_kept(typed, kept):
    assert clean_text(typed) == kept


def test_name_on_two_lines_becomes_one():
    assert clean_line(" Ada \n  Lovelace ") == "Ada Lovelace"

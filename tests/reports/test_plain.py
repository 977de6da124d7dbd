"""Plain text: what is taken out of texts that people typed, and what stays."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from consult.reports.plain import plain, plain_everywhere

from .sample import NASTY, sample


def test_plain_takes_out_control_and_bidi_override_characters():
    assert (
        plain("a\x00b\x07c\x1b[31m \u202eesrever\u202c \u2066x\u2069 \ud800\ufffe\ue000z")
        == "abc[31m esrever x z"
    )


def test_plain_keeps_accents_emoji_and_arabic():
    text = "é ñ ã ç œ “ ” ’ 👩🏽\u200d🏫 🇫🇷 محمد"

    assert plain(text) == text


def test_plain_makes_one_kind_of_line_break():
    assert plain("a\r\nb\rc\u2028d\x85e\tf") == "a\nb\nc\nd\ne f"


def test_plain_composes_accents():
    assert plain("cafe\u0301") == "café"


def test_plain_everywhere_reaches_every_note():
    report = plain_everywhere(sample())

    assert report.notes_without_theme[8].text == plain(NASTY[8])
    assert plain(NASTY[8]) != NASTY[8]
    assert report.needs[0].languages == sample().needs[0].languages


@given(st.text())
def test_plain_is_stable_and_leaves_nothing_that_breaks_a_file(text):
    once = plain(text)

    assert plain(once) == once
    assert [c for c in once if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Co")] == []

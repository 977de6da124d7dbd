"""Who is interpreted for, and how they listen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.interpretation import channel_for, is_link, languages_of, uncovered
from consult.domain.languages import LANGUAGES

SECOND_DAY = [{"language": code, "how": f"Channel {n}"} for n, code in enumerate(("es", "en", "fr"), 1)]
SPOKEN = st.frozensets(st.sampled_from(LANGUAGES), min_size=1)


def test_languages_are_told_in_the_order_of_the_product():
    assert languages_of(SECOND_DAY) == ("en", "fr", "es")


@pytest.mark.parametrize(("spoken", "lost"), [(["pt"], True), (["pt", "en"], False), (["es"], False)])
def test_not_covered_is_who_speaks_none_of_the_languages_interpreted(spoken, lost):
    assert uncovered(SECOND_DAY, spoken) is lost


@given(SPOKEN)
def test_without_interpretation_nobody_is_told_anything(spoken):
    assert uncovered([], spoken) is False
    assert channel_for([], "en", spoken) is None


def test_screen_language_comes_first_and_then_another_that_they_speak():
    assert channel_for(SECOND_DAY, "es", ["fr", "es"]) == {"language": "es", "how": "Channel 1"}
    assert channel_for(SECOND_DAY, "pt", ["pt", "es", "fr"]) == {"language": "fr", "how": "Channel 3"}
    assert channel_for(SECOND_DAY, "pt", ["pt"]) is None


@given(SPOKEN, st.sampled_from(LANGUAGES))
def test_whoever_is_covered_has_a_channel(spoken, screen):
    if not uncovered(SECOND_DAY, spoken):
        assert channel_for(SECOND_DAY, screen, spoken) is not None


@pytest.mark.parametrize(
    ("how", "link"),
    [
        ("https://interpret.example/pt", True),
        ("HTTPS://interpret.example/pt", True),
        ("Channel 4", False),
        ("", False),
        ("http://interpret.example/pt", False),
        ("javascript:alert(1)", False),
        ("https://city.org@elsewhere.org/", False),
    ],
)
def test_only_an_address_that_is_safe_to_open_is_a_link(how, link):
    assert is_link(how) is link

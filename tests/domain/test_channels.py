"""What may be written for how to hear an interpretation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.channels import HOW_LENGTH, LINK_LENGTH, in_order, problem_with
from consult.domain.languages import LANGUAGES

LONG_LINK = "https://interpret.city.org/" + "x" * (LINK_LENGTH - 27)


@pytest.mark.parametrize(
    "how",
    [
        "",
        "Channel 3",
        "Canal 3 : casque bleu",
        "Room 1.12",
        "Receiver: 12",
        "x" * HOW_LENGTH,
        "https://zoom.us/j/93?lang=fr#in",
        "HTTPS://Interpret.City.org:8443/fr",
        "https://città.example/fr",
        LONG_LINK,
    ],
)
def test_links_and_channels_are_right(how: str) -> None:
    assert problem_with(how) == ""


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ("x" * (HOW_LENGTH + 1), "how_too_long"),
        (LONG_LINK + "x", "link_too_long"),
        ("http://zoom.us/j/93", "link_not_https"),
        ("http:zoom.us", "link_not_https"),
        ("https:zoom.us", "link_not_https"),
        ("https://", "link_not_https"),
        ("https:///fr", "link_not_https"),
        ("https://zoom.us/j 93", "link_not_https"),
        ("https://zoom.us:port/", "link_not_https"),
        ("https://[fr", "link_not_https"),
        ("https://city.org@elsewhere.org/", "link_not_https"),
        ('https://zoom.us/"onload=', "link_not_https"),
        ("https://zoom.us\\@elsewhere.org", "link_not_https"),
        ("ftp://city.org/fr", "link_not_https"),
        ("javascript://city.org/%0aalert(1)", "link_not_https"),
        ("Go to https://zoom.us/j/93", "link_not_https"),
        ("zoom.us/j/93", "link_not_https"),
        ("www.city.org", "link_not_https"),
    ],
)
def test_what_cannot_be_opened_is_named(how: str, problem: str) -> None:
    assert problem_with(how) == problem


@given(st.lists(st.tuples(st.sampled_from(LANGUAGES), st.text(max_size=3)), max_size=8))
def test_channels_are_kept_in_order_once_each(channels: list[tuple[str, str]]) -> None:
    kept = in_order(channels)

    assert [one["language"] for one in kept] == [
        code for code in LANGUAGES if code in {language for language, _how in channels}
    ]
    assert {one["language"]: one["how"] for one in kept} == dict(channels)
    assert in_order((one["language"], one["how"]) for one in kept) == kept


@given(st.text())
def test_any_text_gets_an_answer(how: str) -> None:
    assert problem_with(how) in ("", "how_too_long", "link_too_long", "link_not_https")

"""Markdown: texts of people never become markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from consult.reports import write
from consult.reports.markdown import escaped

from .sample import NASTY, sample

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain_words(rendered: str) -> str:
    return " ".join(rendered.split())


@pytest.mark.parametrize("text", [text for text in NASTY if "\x00" not in text and "\n" not in text])
def test_nasty_text_reads_as_it_was_written(text):
    tokens = READER.parseInline(escaped(text))[0].children

    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == text


@given(st.text(alphabet="ab1 \\`*_{}[]()#+-.!|<>~^$=:@&/'\"%;\n"))
def test_escaped_text_is_one_line_of_plain_text(text):
    one_line = " ".join(text.split("\n")).strip()
    tokens = READER.parse(f"Text: {escaped(text)}")

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {token.type for token in tokens[1].children} <= {"text", "text_special"}
    shown = "".join(token.content for token in tokens[1].children)
    assert plain_words(shown) == plain_words(f"Text: {one_line}")


def test_markdown_has_headings_quotes_and_the_grid():
    text = write(sample("fr"), "md").decode()

    assert text.startswith("# Vivre la ville à égalité\n")
    assert "\n## En bref\n" in text
    assert "\n> **\\[ES\\]** Llamé por un piso con acento" in text
    assert (
        "\n| 7\\. Un accès équitable au logement | vide | vide | 20 contributions (1 thème) | vide |\n"
        in text
    )


def test_markdown_has_no_html_and_no_links():
    tokens = READER.parse(write(sample(), "md").decode())
    inline = [child.type for token in tokens for child in token.children or []]

    assert [
        t for t in (*inline, *(token.type for token in tokens)) if "html" in t or "link" in t or t == "image"
    ] == []

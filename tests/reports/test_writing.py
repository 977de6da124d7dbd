"""Texts by hand: words, sentences, and the sources that stay with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.reports.writing import (
    Sentence,
    after_words,
    as_text,
    count_sentences,
    count_words,
    numbers_of,
    ordered,
    paragraphs,
    references,
)

plain_words = st.lists(st.text("abcéñçœü", min_size=1, max_size=12), max_size=700)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Une ville, « pour » tout le monde : oui !", 7),
        ("Police checks hit the same people [N3, N14].", 6),
        ("L’accès au logement — 20 %", 4),
        ("محمد عبد الله", 3),
    ],
)
def test_words_are_counted_without_signs_and_sources(text, words):
    assert count_words(text) == words


@given(plain_words)
def test_word_too_many_is_the_first_after_the_limit(words):
    text = " ".join(words)
    at = after_words(text, 500)

    assert (at is None) == (len(words) <= 500)
    assert at is None or count_words(text[:at]) == 500


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", 0),
        ("Without an end", 1),
        ("One sentence, as Dr. Fanon said [N1].", 1),
        ("The first. The second.", 2),
        ("¿Quién? ¡Todas las personas!", 2),
        ("Au n.º 5 et chez M. A. Diop.", 1),
        ("Il a dit : « Assez. » Puis plus rien.", 2),
    ],
)
def test_sentences_are_counted(text, sentences):
    assert count_sentences(text) == sentences


def test_sources_belong_to_the_sentence_before_them():
    languages = {3: ("Hola", "es"), 4: ("Salut", ""), 5: ("Hey", "en")}
    text = "Streets are safe [N3–N5]. Nobody asked.\n\n“Hola” [N3, N99]"

    assert paragraphs(text, languages) == (
        (Sentence("Streets are safe.", (3, 4, 5)), Sentence("Nobody asked.")),
        (Sentence("“Hola”", (3,), "es"),),
    )


@given(st.lists(st.integers(1, 400), max_size=60))
def test_printed_references_name_the_same_notes(numbers):
    assert numbers_of(f"x [{references(numbers)}]") == sorted(set(numbers))


@given(
    st.lists(
        st.tuples(
            st.text("abc d", min_size=1, max_size=9).map(str.strip).filter(bool), st.sets(st.integers(1, 60))
        ),
        max_size=8,
    )
)
def test_text_by_hand_comes_back_as_it_was_proposed(given_sentences):
    sentences = [Sentence(text, tuple(sorted(notes))) for text, notes in given_sentences]
    languages = dict.fromkeys(range(1, 61), ("", ""))

    found = paragraphs(as_text(sentences), languages)

    assert [one for line in found for one in line] == sentences


@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef")))
def test_order_keeps_every_section_once(chosen, unknown):
    order = [name for name in chosen if name not in unknown]

    found = ordered("abcdef", order)

    assert sorted(found) == list("abcdef")
    assert [name for name in found if name in order] == order

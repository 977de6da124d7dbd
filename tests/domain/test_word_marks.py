"""Marks of words: what somebody wrote is found again in another text by marks alone."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from consult.domain.word_marks import FEWEST, marks_of, read, runs_of, without, written

ENDS = st.sampled_from([" ", ". ", "\n", "  ", ", ", "! "])
ANYTHING = st.text(max_size=300)
NOTE = "We wait nine weeks for an interpreter. Nobody tells us why."


def texts(*words: str) -> st.SearchStrategy[str]:
    return st.builds(lambda end, said: end.join(said), ENDS, st.lists(st.sampled_from(words), max_size=150))


SAID = texts("we", "wait", "nine", "weeks", "for", "an", "interpreter", "à", "l'école")


@given(SAID, ANYTHING, ANYTHING)
def test_whole_text_is_taken_out_wherever_it_stands(said: str, before: str, after: str) -> None:
    assume(len(said.split()) >= FEWEST)

    assert said not in without(f"{before}\n{said}\n{after}", marks_of(said), "[…]")


@given(texts("nobody", "tells", "us", "why"), SAID)
def test_nothing_is_taken_out_by_marks_of_other_words(text: str, other: str) -> None:
    assert without(text, marks_of(other), "[…]") == text


@given(st.one_of(ANYTHING, SAID))
@example("")
@example("👍")
def test_marks_come_back_from_a_page_as_they_were(text: str) -> None:
    assert read(written(marks_of(text))) == marks_of(text)


@given(ANYTHING)
def test_anything_may_come_back_from_a_page(sent: str) -> None:
    without("We wait nine weeks.", read(sent), "[…]")


def test_capitals_and_punctuation_do_not_count() -> None:
    typed = "They say: “we WAIT nine weeks,\nfor an interpreter; nobody tells us why” – and go."

    assert without(typed, marks_of(NOTE), "[…]") == "They say: “[…]” – and go."


def test_single_sentence_of_a_text_is_found() -> None:
    assert without("Hm. Nobody tells us why! Really.", marks_of(NOTE), "[…]") == "Hm. […]! Really."


def test_two_words_are_anybody_s() -> None:
    assert (
        without("More teachers are wanted.", marks_of("More teachers!"), "[…]") == "More teachers are wanted."
    )


def test_part_of_a_sentence_is_found_by_its_runs() -> None:
    typed = "People wait nine weeks for an interpreter, they told us."

    assert without(typed, marks_of(NOTE), "[…]") == typed
    assert without(typed, runs_of(NOTE, 5), "[…]") == "People […], they told us."


def test_marks_do_not_tell_the_words() -> None:
    assert not {word for word in NOTE.split() if len(word) > 4} & {what for _length, what in marks_of(NOTE)}
    assert len(written(marks_of(NOTE))) == 15

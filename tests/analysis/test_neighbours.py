"""The notes nearest to a note."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.analysis.meaning import Text, Vectors, meaning, unit
from consult.analysis.neighbours import leaning, nearest


@st.composite
def rows(draw: st.DrawFn) -> Vectors:
    count = draw(st.integers(0, 25))
    made = np.random.default_rng(draw(st.integers(0, 99))).normal(size=(count, 6)).astype(np.float32)
    made[draw(st.lists(st.integers(0, max(0, count - 1)), max_size=3)) if count else []] = 0.0
    return unit(made)


@settings(max_examples=60, deadline=None)
@given(rows(), st.integers(1, 12))
def test_each_has_as_many_others_as_there_are(given_rows: Vectors, count: int) -> None:
    found = nearest(given_rows, count)

    assert len(found) == len(given_rows)
    for place, others in enumerate(found):
        assert len(set(others)) == len(others) == max(0, min(count, len(given_rows) - 1))
        assert place not in others


@settings(max_examples=60, deadline=None)
@given(rows())
def test_leaning_rows_keep_their_length(given_rows: Vectors) -> None:
    before, after = (np.linalg.norm(each, axis=1) for each in (given_rows, leaning(given_rows)))

    np.testing.assert_allclose(after, before, atol=1e-5)


def test_the_best_comes_first() -> None:
    angles = np.radians([0, 10, 30, 60, 90])
    given_rows = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)

    assert nearest(given_rows, 3)[0] == [1, 2, 3]


def test_many_notes_are_compared_a_part_at_a_time() -> None:
    given_rows = unit(np.random.default_rng(1).normal(size=(2_100, 4)).astype(np.float32))

    found = nearest(given_rows, 3)

    leant = leaning(given_rows)
    for place in (0, 1_023, 1_024, 2_099):
        likeness = leant @ leant[place]
        likeness[place] = -2
        assert found[place] == list(np.argsort(-likeness)[:3])


def test_notes_in_two_languages_find_each_other() -> None:
    texts = [
        Text("The landlord refused to rent us a flat", "en"),
        Text("Le propriétaire a refusé de nous louer un appartement", "fr"),
        Text("A library with books in many languages", "en"),
        Text("Une bibliothèque avec des livres en plusieurs langues", "fr"),
    ]

    found = nearest(meaning(texts, "glossary").vectors)

    assert [others[0] for others in found] == [1, 0, 3, 2]

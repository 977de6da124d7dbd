"""Hints that two resources may be one: names and meanings, whichever way round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.resemblance import Alike, Thing, alike, names_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café des langues", "café des Langues"),
        ("Maison des associations de Belleville", "Belleville, maison des associations"),
        ("Mediação de bairro", "Mediacao de bairros"),
        ("Oficina de no discriminación", "La oficina de la no discriminacion"),
    ],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert names_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Homework club", "Language café"), ("Café Nord", "Café Süd-West"), ("", ""), ("Caritas", "Cruz Roja")],
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert not names_alike(one, other)


def test_meaning_makes_two_alike_where_names_do_not() -> None:
    near, far = np.array([1, 0.1], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    things = [
        Thing("Médiateurs", near),
        Thing("Mediadores", near * 2),
        Thing("Festival", far),
        Thing("Rádio"),
    ]

    assert alike(things) == [Alike(0, 1, "meaning")]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_likeness_is_the_same_both_ways_and_every_name_is_like_itself(names: list[str]) -> None:
    forwards = {
        frozenset((names[pair.one], names[pair.other])) for pair in alike([Thing(name) for name in names])
    }
    backwards = {
        frozenset((names[::-1][pair.one], names[::-1][pair.other]))
        for pair in alike([Thing(name) for name in reversed(names)])
    }

    assert forwards == backwards
    assert all(names_alike(name, name) for name in names if any(char.isalnum() for char in name))

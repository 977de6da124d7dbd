"""Grouping again after more notes: few notes leave their theme, the answer says which, and those gain by it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hall_notes import NOTES, note
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.analysis.assess import Assessment, NoteIn, ThemeIn, assess
from consult.analysis.settling import Group, settle
from consult.frameworks import framework

ECCAR = framework("eccar-2017")


def after(
    assessment: Assessment, notes: list[NoteIn], first_id: int = 40
) -> tuple[list[NoteIn], list[ThemeIn]]:
    """Store the themes as a consultation does: the notes in them, and the themes with ids."""
    ids = {place: theme.id or first_id + place for place, theme in enumerate(assessment.themes)}
    theme_of = {
        number: ids[place] for place, theme in enumerate(assessment.themes) for number in theme.note_ids
    }
    stored = [ThemeIn(ids[place], theme.label, theme.pinned) for place, theme in enumerate(assessment.themes)]
    return [replace(item, theme=theme_of.get(item.id)) for item in notes], stored


def theme_of(assessment: Assessment) -> dict[int, int | None]:
    return {number: theme.id for theme in assessment.themes for number in theme.note_ids}


@settings(max_examples=20, deadline=None)
@given(
    st.permutations(NOTES).map(lambda notes: notes[:50]),
    st.integers(10, 40),
    st.sampled_from([0.0, 0.05, 0.2]),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_at_most_the_share_moves_and_exactly_those_are_named(
    notes: list[NoteIn], first: int, most: float, pinned: set[int]
) -> None:
    before, themes = after(assess(notes[:first], [], ECCAR, engine="glossary"), notes)
    themes = [replace(theme, pinned=place in pinned) for place, theme in enumerate(themes)]
    kept = {theme.id for theme in themes if theme.pinned}
    untouched = {item.id: item.theme for item in before if item.theme is not None and item.theme not in kept}

    again = assess(before, themes, ECCAR, engine="glossary", most_moves=most)

    now = theme_of(again)
    assert len(again.moves) <= most * len(untouched)
    assert again.moves == {n: (theme, now[n]) for n, theme in untouched.items() if now[n] != theme}
    assert all(now[item.id] == item.theme for item in before if item.theme in kept)
    assert sorted(now) == sorted(item.id for item in notes)


def test_without_new_notes_nothing_moves() -> None:
    before, themes = after(assess(NOTES, [], ECCAR, engine="glossary"), NOTES)

    again = assess(before, themes, ECCAR, engine="glossary")

    assert (again.moves, theme_of(again)) == ({}, {item.id: item.theme for item in before})


def test_a_matter_that_is_new_gets_a_theme_of_its_own() -> None:
    before, themes = after(assess(NOTES[:40], [], ECCAR, engine="glossary"), NOTES[:40])
    pigeons = [
        note(900 + n, f"Pigeons {word} the fountain, feed the pigeons")
        for n, word in enumerate(["at", "near", "round", "behind", "above", "below"])
    ]

    again = assess([*before, *pigeons], themes, ECCAR, engine="glossary")

    (theme,) = [theme for theme in again.themes if 900 in theme.note_ids]
    assert (theme.id, set(theme.note_ids)) == (None, set(range(900, 906)))


def test_notes_that_nobody_touched_are_grouped_freely_when_that_is_wanted() -> None:
    apart = [replace(item, theme=1 + item.id % 2) for item in NOTES]

    free = assess(apart, [ThemeIn(1, {}), ThemeIn(2, {})], ECCAR, engine="glossary", most_moves=1.0)
    bound = assess(apart, [ThemeIn(1, {}), ThemeIn(2, {})], ECCAR, engine="glossary")

    assert (len(bound.moves) <= 4, len(free.moves) > 40) == (True, True)


def test_the_clearest_case_moves_first() -> None:
    stored = {1: ThemeIn(1, {}), 2: ThemeIn(2, {})}
    east, north = np.eye(2, dtype=np.float32)
    rows = np.array([east, east, east, north, north, north, north * 0.8 + east * 0.6], dtype=np.float32)
    settled = {0: 1, 1: 1, 2: 2, 3: 2, 4: 2, 5: 2, 6: 1}
    found = [Group(stored[1], [0, 1, 2]), Group(stored[2], [3, 4, 5, 6])]

    groups = settle(found, settled, stored, rows, most=1)

    assert [sorted(group.places) for group in groups] == [[0, 1, 2, 6], [3, 4, 5]]


def test_a_theme_that_would_vanish_stays() -> None:
    stored = {1: ThemeIn(1, {}), 2: ThemeIn(2, {})}
    rows = np.tile(np.eye(2, dtype=np.float32)[:1], (4, 1))

    groups = settle([Group(stored[1], [0, 1, 2, 3])], {0: 1, 1: 1, 2: 2, 3: 2}, stored, rows, most=4)

    assert {group.theme.id: group.places for group in groups if group.theme} == {1: [0, 1], 2: [2, 3]}


@pytest.mark.parametrize("size", [1, 2])
def test_a_new_theme_of_one_or_two_joins_the_nearest(size: int) -> None:
    stored = {1: ThemeIn(1, {})}
    rows = np.tile(np.eye(2, dtype=np.float32)[:1], (4 + size, 1))
    found = [Group(stored[1], [0, 1, 2, 3]), Group(None, list(range(4, 4 + size)))]

    (group,) = settle(found, dict.fromkeys(range(4), 1), stored, rows, most=0)

    assert group.places == list(range(4 + size))

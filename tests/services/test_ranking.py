"""Laws of the order of needs, from notes to points: volume never counts, and groups never tell who wrote what."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.suppression import SMALLEST, more_than
from consult.services.assessment import ranking
from consult.services.assessment.evidence import NoteRow, ThemeRow
from consult.services.assessment.ranking import RankedNeed

GROUPS = {person: f"group-{person % 3}" for person in range(12) if person % 4}


def note(
    number: int, theme: int, person: int, table: int, said_in: int, language: str, votes: int
) -> NoteRow:
    return NoteRow(
        id=number,
        meeting_id=1,
        participant_id=person,
        table=table,
        round=said_in,
        kind="need",
        text=f"note {number}",
        language=language,
        main_point=False,
        by_proxy=False,
        votes=votes,
        without_place=False,
        theme_id=theme,
    )


def themes_of(rows: list[NoteRow]) -> list[ThemeRow]:
    by_theme: dict[int, list[NoteRow]] = {}
    for row in rows:
        by_theme.setdefault(row.theme_id or 0, []).append(row)
    return [
        ThemeRow(key, {"en": str(key)}, False, None, None, 0.0, False, tuple(own))
        for key, own in by_theme.items()
    ]


notes = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 11),
        st.integers(1, 5),
        st.integers(1, 3),
        st.sampled_from(["en", "fr", "es"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [note(place, *row) for place, row in enumerate(rows)])
in_an_app = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def order(ranked: list[RankedNeed]) -> list[tuple[int, float]]:
    return [(need.theme.id, need.points) for need in ranked]


@in_an_app
@given(notes)
def test_saying_it_again_changes_nothing(app: Flask, rows: list[NoteRow]) -> None:
    again = [replace(row, id=100 + row.id, votes=0) for row in rows if row.theme_id == 1]

    before = ranking.ranked(themes_of(rows), (), GROUPS)
    after = ranking.ranked(themes_of([*rows, *again]), (), GROUPS)

    assert order(after) == order(before)


@in_an_app
@given(notes, st.integers(0, 39))
def test_another_table_never_ranks_a_need_lower(app: Flask, rows: list[NoteRow], at: int) -> None:
    chosen = rows[at % len(rows)]
    elsewhere = replace(chosen, id=1000, table=99, votes=0)

    before = {need.theme.id: need.rank for need in ranking.ranked(themes_of(rows), (), GROUPS)}
    after = {need.theme.id: need.rank for need in ranking.ranked(themes_of([*rows, elsewhere]), (), GROUPS)}

    assert after[chosen.theme_id or 0] <= before[chosen.theme_id or 0]


@in_an_app
@given(notes)
def test_groups_of_five_people_or_fewer_are_not_told(app: Flask, rows: list[NoteRow]) -> None:
    for need in ranking.ranked(themes_of(rows), (), GROUPS):
        few = need.tally.people <= SMALLEST
        assert need.people == more_than(need.tally.people)
        assert (need.groups is None) == few
        assert not any("group" in reason for reason in need.why) or not few
        shown = next(line for line in need.components if line.name == "groups")
        assert shown.value == (need.groups or 0)


@in_an_app
@given(notes, st.permutations(["group-0", "group-1", "group-2"]))
def test_names_of_groups_make_no_difference(app: Flask, rows: list[NoteRow], names: list[str]) -> None:
    renamed = {person: names[int(group[-1])] for person, group in GROUPS.items()}

    assert order(ranking.ranked(themes_of(rows), (), renamed)) == order(
        ranking.ranked(themes_of(rows), (), GROUPS)
    )


@in_an_app
@given(notes)
def test_few_people_of_several_groups_rank_like_few_people_of_one(app: Flask, rows: list[NoteRow]) -> None:
    few = [row for row in rows if row.participant_id < SMALLEST]
    one_group = dict.fromkeys(range(12), "group-0")

    assert order(ranking.ranked(themes_of(few), (), GROUPS)) == order(
        ranking.ranked(themes_of(few), (), one_group)
    )

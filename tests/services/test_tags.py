"""Tags of notes: narrowing down, grounds told together, and target groups that nobody speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.frameworks import tag_kinds
from consult.services.assessment import tags
from consult.services.assessment.evidence import NoteRow
from consult.services.assessment.tags import Filter

KINDS = {kind.id: [tag.id for tag in kind.values] for kind in tag_kinds()}


def note(number: int, meeting: int = 1, **tagged: tuple[str, ...]) -> NoteRow:
    return NoteRow(
        id=number,
        meeting_id=meeting,
        participant_id=number,
        table=1,
        round=1,
        kind="need",
        text="x",
        language="en",
        main_point=False,
        by_proxy=False,
        votes=None,
        without_place=False,
        tags=tagged,
    )


def tagged(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(own) for kind, own in values.items()}


some_tags = st.dictionaries(st.sampled_from(sorted(KINDS)), st.just([""]), max_size=3).flatmap(
    lambda kinds: st.fixed_dictionaries(
        {kind: st.lists(st.sampled_from(KINDS[kind]), max_size=3) for kind in kinds}
    )
)
notes = st.lists(st.tuples(st.integers(1, 3), some_tags), max_size=12).map(
    lambda rows: [note(place, meeting, **tagged(own)) for place, (meeting, own) in enumerate(rows)]
)
filters = st.builds(
    Filter,
    st.none() | st.integers(1, 3),
    st.dictionaries(st.sampled_from(sorted(KINDS)), st.just(""), max_size=2).flatmap(
        lambda kinds: st.fixed_dictionaries({kind: st.sampled_from(KINDS[kind]) for kind in kinds})
    ),
)


def test_filter_keeps_what_has_every_tag_and_the_meeting() -> None:
    both = note(1, 1, ground=("religion", "gender"), pillar=("administration",))
    one = note(2, 1, ground=("religion",))
    elsewhere = note(3, 2, ground=("gender", "religion"), pillar=("administration",))

    wanted = Filter(1, {"ground": "gender", "pillar": "administration"})

    assert wanted.of([both, one, elsewhere]) == [both]
    assert [bool(Filter()), bool(Filter(1)), bool(Filter(None, {"ground": "age"}))] == [False, True, True]


def test_filter_of_an_address_takes_only_what_is_offered() -> None:
    wanted = {"ground": "religion", "pillar": "moon", "commitment": "4", "city_role": ""}

    assert tags.asked(wanted, None) == Filter(None, {"ground": "religion"})


@given(notes, filters)
def test_narrowing_twice_is_narrowing_once_and_never_adds(rows: list[NoteRow], wanted: Filter) -> None:
    found = wanted.of(rows)

    assert wanted.of(found) == found
    assert [row for row in rows if row in found] == found
    for kind, value in wanted.tags.items():
        assert tags.counted(found)[kind][value] == len(found)


def test_grounds_told_together_are_counted_in_the_order_of_the_file() -> None:
    rows = [
        note(1, ground=("gender", "religion")),
        note(2, ground=("religion", "gender")),
        note(3, ground=("age", "disability", "race")),
        note(4, ground=("age",)),
    ]

    assert tags.combinations(rows) == [(("religion", "gender"), 2), (("race", "disability", "age"), 1)]


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ([("targeted",)] * 5, ("general_population", "witnesses")),
        ([("general_population",)] * 4 + [("witnesses",)], ("targeted",)),
        ([("targeted", "witnesses")] * 4 + [("general_population",)], ()),
        ([("targeted",)] * 4, ()),
    ],
)
def test_target_groups_that_nobody_speaks_of(told: list[tuple[str, ...]], missing: tuple[str, ...]) -> None:
    rows = [note(place, target_group=values) for place, values in enumerate(told)]

    assert tags.nobody_meant([*rows, note(99)]) == missing


def test_words_suggest_tags_in_their_language() -> None:
    assert tags.suggested("Une femme voilée refusée par un bailleur", "fr")["ground"] == {
        "gender",
        "religion",
    }
    assert tags.suggested("Une femme voilée refusée par un bailleur", "fr")["addressee"] == {"private_sector"}
    assert tags.suggested("Thank you", "en") == {}
    assert tags.suggested("Thank you", "de") == {}

"""Needs whose notes overlap, now and after something has changed: no count of people follows from those that are told.

The attacker knows everything that anybody may read (which notes each need rests on, which meeting they are from, how many
people came), and how the software decides. They try every way in which these notes could be by the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consult.domain.suppression import SMALLEST, count_or_none, more_than
from consult.services.assessment import ranking
from consult.services.assessment.evidence import NoteRow, ThemeRow
from consult.services.assessment.needs import NeedRow

NOTES = 9
Places = frozenset[int]
# Told of the people behind each set of notes, for these authors.
Rule = Callable[[Sequence[Places], Sequence[int]], list[int | None]]
Ways = npt.NDArray[np.int8]


class Told(NamedTuple):
    """What everybody can read at one moment: of every need its notes and its people."""

    needs: tuple[Places, ...]
    people: tuple[int | None, ...]


def note(place: int, author: int, meeting: int = 1) -> NoteRow:
    return NoteRow(
        id=place,
        meeting_id=meeting,
        participant_id=author,
        table=1,
        round=1,
        kind="need",
        text=f"note {place}",
        language="en",
        main_point=False,
        by_proxy=False,
        votes=None,
        without_place=False,
        theme_id=1,
    )


def as_the_software_tells(needs: Sequence[Places], authors: Sequence[int]) -> list[int | None]:
    """One theme with all notes that are there, and its needs: what the pages and files say of their people."""
    here = frozenset().union(*needs)
    rows = {place: note(place, author) for place, author in enumerate(authors)}
    theme = ThemeRow(1, {}, False, None, None, 0.0, False, tuple(rows[place] for place in sorted(here)))
    stated = [
        NeedRow(number, 1, {}, tuple(rows[place] for place in sorted(own)), own != here, "", 0.0)
        for number, own in enumerate(needs, start=1)
    ]
    told = {need.need.id: need for need in ranking.ranked([theme], stated) if need.need}
    assert all((need.groups is None) == (need.people is None) for need in told.values())
    return [told[number].people for number in sorted(told)]


def as_before(needs: Sequence[Places], authors: Sequence[int]) -> list[int | None]:
    """The rule that was: each need by itself, exactly, from five people on."""
    return [count_or_none(len({authors[place] for place in own})) for own in needs]


@cache
def every_way() -> Ways:
    """Every way in which the notes could be by the same or by different people: (ways, notes), authors from 0."""

    def grown(begun: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(begun) == NOTES:
            yield begun
            return
        for author in range(max(begun) + 2):
            yield from grown((*begun, author))

    return np.array(list(grown((0,))), dtype=np.int8)


def people_behind(ways: Ways, own: Places) -> Ways:
    """How many people wrote these notes, in each way."""
    seen = np.bitwise_or.reduce(1 << ways[:, sorted(own)].astype(np.int32), axis=1)
    return np.bitwise_count(seen).astype(np.int8)


def fitting(moments: Sequence[Told], rule: Rule, came: int, first: int) -> Ways:
    """The ways that agree with everything that is told, at every moment, by `came` people or fewer.

    The `first` notes are from one meeting, the others from another one, with other people.
    """
    ways = every_way()
    ways = ways[ways.max(axis=1) < came]
    if 0 < first < NOTES:
        ways = ways[ways[:, :first].max(axis=1) < ways[:, first:].min(axis=1)]
    for told in moments:
        apart = [rule is as_before or counted for counted in _apart(told.needs)]
        for own, people, counted in zip(told.needs, told.people, apart, strict=True):
            if counted:
                said = np.array([_said(rule, number) for number in range(NOTES + 1)], dtype=np.int16)
                ways = ways[said[people_behind(ways, own)] == (-1 if people is None else people)]
    return ways


def _said(rule: Rule, people: int) -> int:
    told = count_or_none(people) if rule is as_before else more_than(people)
    return -1 if told is None else told


def _apart(needs: Sequence[Places]) -> list[bool]:
    """Which needs are told by themselves: the whole theme first, then the earlier ones; no note twice."""
    here, taken, apart = frozenset().union(*needs), set[int](), [False] * len(needs)
    for place in sorted(range(len(needs)), key=lambda place: (needs[place] != here, place)):
        apart[place] = not (needs[place] & taken)
        taken |= needs[place] if apart[place] else set()
    return apart


def given_back(
    moments: Sequence[Told], authors: Sequence[int], rule: Rule, came: int, first: int = 0
) -> list[Places]:
    """Needs whose few people are known exactly, although nothing is told of them, nor by the number of their notes."""
    ways = fitting(moments, rule, came, first)
    assert len(ways) > 0
    found = []
    for told in moments:
        for own, people in zip(told.needs, told.people, strict=True):
            true = len({authors[place] for place in own})
            secret = people is None and true < SMALLEST and true < len(own)
            if secret and len(np.unique(people_behind(ways, own))) == 1:
                found.append(own)
    return found


def told(needs: Sequence[Places], authors: Sequence[int], rule: Rule) -> Told:
    return Told(tuple(needs), tuple(rule(needs, authors)))


EVERYTHING = frozenset(range(NOTES))
authors = st.lists(st.integers(0, 8), min_size=NOTES, max_size=NOTES)
chosen = st.frozensets(st.integers(0, NOTES - 1), min_size=1)
moment = st.lists(st.one_of(chosen, st.just(EVERYTHING)), min_size=1, max_size=4)
in_an_app = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@in_an_app
@given(authors, moment, moment, st.sampled_from([0, 0, 1, 3]), st.sampled_from([0, 0, 2, 3, 5]))
@example([0, 1, 2, 3, 4, 5, 0, 1, 2], [EVERYTHING], [frozenset(range(1, 9))], 0, 0)
@example([0, 1, 2, 3, 4, 5, 0, 1, 2], [EVERYTHING], [frozenset({0, 1, 6}), frozenset(range(2, 6))], 0, 0)
def test_no_two_needs_nor_two_reports_give_back_a_few_people(
    app: Flask, authors: list[int], before: list[Places], after: list[Places], more: int, first: int
) -> None:
    authors = [author if place < first else 10 + author for place, author in enumerate(authors)]
    moments = [told(needs, authors, as_the_software_tells) for needs in (before, after)]

    assert given_back(moments, authors, as_the_software_tells, len(set(authors)) + more, first) == []


@in_an_app
@given(authors, moment, st.integers(0, NOTES - 1))
def test_what_somebody_erased_gives_back_nobody(
    app: Flask, authors: list[int], needs: list[Places], erased: int
) -> None:
    gone = {place for place, author in enumerate(authors) if author == authors[erased]}
    after = [own - gone for own in needs if own - gone]
    moments = [told(needs, authors, as_the_software_tells)]
    moments += [told(after, authors, as_the_software_tells)] if after else []

    assert given_back(moments, authors, as_the_software_tells, NOTES) == []


def test_the_attacker_finds_what_the_exact_rule_gave_back(app: Flask) -> None:
    by = [0, 1, 2, 3, 4, 0, 1, 2, 3]
    nearly = EVERYTHING - {4}
    at_once = [told([EVERYTHING, nearly], by, as_before)]
    one_after_the_other = [told([own], by, as_before) for own in (EVERYTHING, nearly)]

    assert at_once[0].people == (5, None)
    for moments in (at_once, one_after_the_other):
        assert given_back(moments, by, as_before, NOTES) == [nearly]
    now = [told([own], by, as_the_software_tells) for own in (EVERYTHING, nearly)]
    assert given_back(now, by, as_the_software_tells, NOTES) == []

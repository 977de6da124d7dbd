"""Who met whom: pairs of people at one table, counted by group and never by name. Pure.

Two people have *met* when they sat at the same table in a round that was held. People of different meetings do
not meet: each meeting is counted apart, and only finished counts are added up.

Groups too small to be shown are counted together, as "others", before anything is counted (`protected_rows`). All
figures by group come from these rows, so that none of them can be used to look behind another. Sizes of rows are
not given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, combinations_with_replacement
from math import comb
from statistics import fmean, median
from typing import NamedTuple

from consult.domain.suppression import SMALLEST, suppressed


class RowKind(StrEnum):
    """What a row of the matrix stands for."""

    GROUP = "group"
    OTHERS = "others"
    UNSAID = "unsaid"


class Row(NamedTuple):
    """A row of the matrix: one group by its key, small groups together, or whoever prefers not to say."""

    kind: RowKind
    key: str = ""


OTHERS = Row(RowKind.OTHERS)
UNSAID = Row(RowKind.UNSAID)


@dataclass(frozen=True)
class Sitting:
    """Who sat where in one round that was held: person → table.

    `staying` are meant to keep their table (table hosts, a lift, an interpreter); `moves` says whether everybody
    else was to go to a new table.
    """

    number: int
    tables: Mapping[int, int]
    staying: frozenset[int] = frozenset()
    moves: bool = True


@dataclass(frozen=True)
class Gathering:
    """One meeting: its rounds in order, and everybody who joined with their group (None: prefers not to say)."""

    sittings: Sequence[Sitting]
    groups: Mapping[int, str | None]


@dataclass(frozen=True)
class Contacts:
    """How people met in one meeting, whatever their group.

    `pairs_met` counts different pairs; `repeated_meetings` how often a pair met again; `table_returns` how often
    somebody came to a table where they had sat before, None where nobody was to move. `fewest`, `middle` (median)
    and `average` (mean) are the different people that each person seated met.
    """

    people: int
    pairs_met: int
    repeated_meetings: int
    table_returns: int | None
    fewest: int
    middle: float
    average: float


@dataclass(frozen=True)
class RoundMixing:
    """How mixed the tables of a round were.

    `share` of the pairs at its tables join two different groups, `by_lot` would on average; `score` is their
    quotient. All None where nobody, or people of one group only, sat together.
    """

    number: int
    share: float | None = None
    by_lot: float | None = None
    score: float | None = None


@dataclass(frozen=True)
class Matrix:
    """Different pairs who met, `cells[row][column]`, symmetric; None: the two were never at the same meeting."""

    rows: tuple[Row, ...]
    cells: tuple[tuple[int | None, ...], ...]

    @property
    def pairs(self) -> int:
        """All pairs who met."""
        return sum(pairs or 0 for _one, _other, pairs in self._spots())

    @property
    def across(self) -> int:
        """Pairs who met and are known to be of two different groups."""
        return sum(
            pairs or 0 for one, other, pairs in self._spots() if one != other and UNSAID not in (one, other)
        )

    @property
    def strangers(self) -> tuple[tuple[Row, Row], ...]:
        """Groups that were at the same meeting, and nobody of one met anybody of the other."""
        return tuple(
            (one, other)
            for one, other, pairs in self._spots()
            if one != other and UNSAID not in (one, other) and pairs == 0
        )

    def _spots(self) -> Iterable[tuple[Row, Row, int | None]]:
        for one, other in combinations_with_replacement(range(len(self.rows)), 2):
            yield self.rows[one], self.rows[other], self.cells[one][other]


def contacts(gathering: Gathering, smallest: int = SMALLEST) -> Contacts | None:
    """How people met; None where fewer than `smallest` people had a seat."""
    people = {person for sitting in gathering.sittings for person in sitting.tables}
    if not people or len(people) < smallest:
        return None
    met = _times_met(gathering)
    known = Counter(person for pair in met for person in pair)
    each = [known[person] for person in people]
    return Contacts(
        people=len(people),
        pairs_met=len(met),
        repeated_meetings=sum(met.values()) - len(met),
        table_returns=_returns(gathering) if any(sitting.moves for sitting in gathering.sittings) else None,
        fewest=min(each),
        middle=float(median(each)),
        average=fmean(each),
    )


def protected_rows(gathering: Gathering, smallest: int = SMALLEST) -> dict[int, Row] | None:
    """The row of each person seated, such that no row says anything about a few people; None: impossible.

    A group goes to the others where the report does not say how many of it came (`suppressed`, so that what is
    hidden there does not follow from what is counted here), and where fewer than `smallest` of it had a seat. When
    these are not enough to hide among, those who prefer not to say join them, then the smallest groups.
    """
    people = {person for sitting in gathering.sittings for person in sitting.tables}
    seated = Counter(gathering.groups.get(person) for person in people)
    joined = Counter(gathering.groups.values())
    unsaid = joined.pop(None, 0)
    told = suppressed({str(key): count for key, count in joined.items()}, unsaid, smallest)
    if told.total is None or not seated:
        return None
    untold = {key for key in seated if key is not None and told.counts[key] is None}
    hidden = _hidden(seated, untold, smallest)
    if hidden is None:
        return None
    own = {key: UNSAID if key is None else Row(RowKind.GROUP, key) for key in seated}
    return {
        person: OTHERS if (key := gathering.groups.get(person)) in hidden else own[key] for person in people
    }


def round_mixing(sitting: Sitting, rows: Mapping[int, Row]) -> RoundMixing:
    """How mixed the tables of a round were, against drawing lots.

    Of the people whose group is known (the row UNSAID is left out), let K be all, K_g those of group g, and
    k_t, k_tg those at table t:

        share  = 1 - sum_t sum_g C(k_tg, 2) / sum_t C(k_t, 2)
        by_lot = 1 - sum_g C(K_g, 2) / C(K, 2)
        score  = share / by_lot

    `by_lot` is Simpson's index of diversity (E. H. Simpson, "Measurement of Diversity", Nature 163, 1949), and
    exactly the mean of `share` over all ways to seat the same people on the same chairs: each pair at a table is
    any of the C(K, 2) pairs with the same probability. Hence 1.0 is as by lot, above 1 is better mixed, 0 is
    every group at its own tables.
    """
    known = [(table, rows[person]) for person, table in sitting.tables.items() if rows[person] != UNSAID]
    pairs = _pairs(Counter(table for table, _row in known))
    total = comb(len(known), 2)
    alike = _pairs(Counter(row for _table, row in known))
    if not pairs or alike == total:
        return RoundMixing(sitting.number)
    share = 1 - _pairs(Counter(known)) / pairs
    by_lot = 1 - alike / total
    return RoundMixing(sitting.number, share, by_lot, share / by_lot)


def matrix(gathering: Gathering, rows: Mapping[int, Row]) -> Matrix | None:
    """The pairs of one meeting by row; None where all people are in one row."""
    found = sorted(set(rows.values()), key=_place)
    if len(found) < 2:
        return None
    met = Counter(frozenset((rows[one], rows[other])) for one, other in _times_met(gathering))
    return Matrix(
        rows=tuple(found),
        cells=tuple(tuple(met[frozenset((one, other))] for other in found) for one in found),
    )


def added_up(matrices: Iterable[Matrix], order: Sequence[str] = ()) -> Matrix | None:
    """The matrices of several meetings as one, groups in the given order; None for none."""
    cells: dict[tuple[Row, Row], int] = defaultdict(int)
    for one in matrices:
        for row, counts in zip(one.rows, one.cells, strict=True):
            for column, pairs in zip(one.rows, counts, strict=True):
                if pairs is not None:
                    cells[row, column] += pairs
    places = {key: place for place, key in enumerate(order)}
    rows = sorted(
        {row for row, _column in cells},
        key=lambda row: (_place(row)[0], places.get(row.key, len(places)), row),
    )
    if not rows:
        return None
    return Matrix(tuple(rows), tuple(tuple(cells.get((row, column)) for column in rows) for row in rows))


def _hidden(seated: Mapping[str | None, int], untold: set[str], smallest: int) -> set[str | None] | None:
    """The groups to count together, those in `untold` and more if they need company; None: there is no such set."""
    hidden = {key for key, people in seated.items() if key in untold or people < smallest}
    company: list[str | None] = [None] if None in seated else []
    if not untold:
        # Whom the report counts is never hidden together with whom it does not: subtracting would tell.
        company += sorted((key for key in seated if key is not None), key=lambda key: (seated[key], key))
    for key in company:
        if _hides([seated[one] for one in hidden], smallest):
            break
        hidden.add(key)
    return hidden if _hides([seated[one] for one in hidden], smallest) else None


def _hides(people: Sequence[int], smallest: int) -> bool:
    """Whether these groups can be counted together without telling about one of them."""
    if not people:
        return True
    hidden = {str(place): count for place, count in enumerate(people)}
    return len(people) > 1 and suppressed(hidden, smallest=smallest).total is not None


def _place(row: Row) -> tuple[int, str]:
    return list(RowKind).index(row.kind), row.key


def _pairs(counts: Mapping[object, int]) -> int:
    return sum(comb(people, 2) for people in counts.values())


def _times_met(gathering: Gathering) -> Counter[tuple[int, int]]:
    """How many rounds each pair shared a table."""
    met: Counter[tuple[int, int]] = Counter()
    for sitting in gathering.sittings:
        company: dict[int, list[int]] = defaultdict(list)
        for person, table in sorted(sitting.tables.items()):
            company[table].append(person)
        for people in company.values():
            met.update(combinations(people, 2))
    return met


def _returns(gathering: Gathering) -> int:
    """How often somebody who was to move came to a table where they had sat before."""
    returns = 0
    been: dict[int, set[int]] = defaultdict(set)
    for sitting in gathering.sittings:
        for person, table in sitting.tables.items():
            returns += sitting.moves and person not in sitting.staying and table in been[person]
            been[person].add(table)
    return returns

"""Which repeated meetings the rare languages of r42nh force, by trying everything.

    .venv/bin/python benchmarks/rotation/rare_languages.py

In r42nh person 20 speaks only Ukrainian, 29 and 39 only Arabic. Five more people speak Ukrainian (a sixth has to stay with
somebody who does not), five more Arabic, and tables have four or five seats. This counts the meetings among these
people only, and lets everybody else share one language: whatever it finds, no plan of the whole café has fewer.

For each round it takes every way to seat the three with as little company as they need. A table is outside its
language for everybody but its largest group of speakers. Of ways with the same company or less, and no more people
outside, only the least is kept; then all choices of four rounds are tried, as long as they can still beat the best.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

UKRAINIAN, ARABIC = (3, 7, 18, 19, 41), (0, 2, 15, 22, 35)
TIED = 1  # speaks Ukrainian, belongs with person 36, who does not
ALONE = {20: "uk", 29: "ar", 39: "ar"}
LEAST, MOST, ROUNDS = 4, 5, 4


class Way(NamedTuple):
    """What one round can bring: who meets (pairs as bits), and how many are outside their table's language."""

    met: int
    outside: int


def main() -> None:
    """Print the fewest repeated meetings for each number of people outside their table's language."""
    ways = least(round_ways())
    print(f"{len(ways)} ways to seat the three in a round")
    for outside in range(4):
        print(
            f"at most {outside} outside in {ROUNDS} rounds: at least {fewest(ways, outside)} repeated meetings"
        )


def round_ways() -> Iterator[Way]:
    """All ways of one round with at most three people outside."""
    for blocks in partitions(tuple(ALONE)):
        yield from _seated(blocks, frozenset(), Way(0, 0))


def _seated(blocks: list[tuple[int, ...]], taken: frozenset[int], so_far: Way) -> Iterator[Way]:
    if so_far.outside > 3:
        return
    if not blocks:
        yield so_far
        return
    for company, outside in companies(blocks[0]):
        if not company & taken:
            way = Way(so_far.met | pairs_of({*blocks[0], *company}), so_far.outside + outside)
            yield from _seated(blocks[1:], taken | company, way)


def companies(block: tuple[int, ...]) -> Iterator[tuple[frozenset[int], int]]:
    """(speakers of rare languages who join these people at a table, people outside its language)."""
    for count in range(MOST):
        for chosen in combinations((*UKRAINIAN, TIED, *ARABIC), count):
            others = int(TIED in chosen)
            size = len(block) + count + others
            if size > MOST:
                continue
            size = max(size, LEAST)
            ukrainian = sum(one in UKRAINIAN or one == TIED for one in chosen) + (20 in block)
            arabic = sum(one in ARABIC for one in chosen) + sum(ALONE[one] == "ar" for one in block)
            yield frozenset(chosen), size - max(ukrainian, arabic, size - len(block))


def partitions(people: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """All ways to split people over tables."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for count in range(len(rest) + 1):
        for with_first in combinations(rest, count):
            for others in partitions(tuple(one for one in rest if one not in with_first)):
                yield [(first, *with_first), *others]


def pairs_of(people: set[int]) -> int:
    """The pairs among them, one bit each."""
    return sum(1 << (64 * a + b) for a, b in combinations(sorted(people), 2))


def least(ways: Iterator[Way]) -> list[Way]:
    """Without those that bring more meetings or more people outside than another for nothing."""
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda each: (each.met.bit_count(), each.outside)):
        if not any(other.met & way.met == other.met and other.outside <= way.outside for other in kept):
            kept.append(way)
    return sorted(kept, key=lambda each: each.outside)


def fewest(ways: list[Way], outside: int) -> int:
    """The fewest repeated meetings of four rounds with at most so many outside; their order makes no difference."""
    best = 1_000

    def go_on(first: int, rounds: int, met: int, left: int, repeats: int) -> None:
        nonlocal best
        if repeats >= best:
            return
        if not rounds:
            best = repeats
            return
        for k in range(first, len(ways)):
            way = ways[k]
            if way.outside * rounds > left:
                return
            go_on(k, rounds - 1, met | way.met, left - way.outside, repeats + (way.met & met).bit_count())

    go_on(0, ROUNDS, 0, outside, 0)
    return best


if __name__ == "__main__":
    main()

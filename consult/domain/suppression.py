"""Small groups of people: which counts may be shown, so that nobody is singled out, not even by subtracting.

Counts of separate groups whose total is shown (who took part): a count of 1 to 4 people is not shown (primary). What
is hidden must not follow from the total: at least two counts are hidden, together so many people that each of them
could be five or more, and not all of them at an end of the hidden range (secondary). Zero is shown: it is nobody, and
says who was missing.

Counts of people who may be in several of the groups (who stands behind a need): nobody can know which sums and
differences of these somebody will form, in one report or between two. So they are told only as "more than 5", "more
than 10" and so on (`more_than`), and each note in one of them only (`counted_apart`). Where a count changes by one
between two reports, what follows is that it was five and is six: never a count below five.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 5
# What a count is compared with where it is not told itself.
STEPS: Final = (SMALLEST, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown; None: too few people, or needed to protect those."""

    counts: Mapping[str, int | None]
    total: int | None


def count_or_none(people: int, smallest: int = SMALLEST) -> int | None:
    """One count on its own: None for 1 to `smallest` - 1 people."""
    return None if 0 < people < smallest else people


def more_than(people: int) -> int | None:
    """The highest step that `people` are more than; None for five people or fewer."""
    return max((step for step in STEPS if people > step), default=None)


def counted_apart(sets: Iterable[frozenset[int]]) -> list[bool]:
    """Of sets of notes, which may overlap, those whose people may be counted: no note is in two, earlier ones come first.

    Which these are depends on the sets alone, which everybody may read, and never on who is behind them.
    """
    counted: list[bool] = []
    taken: set[int] = set()
    for one in sets:
        counted.append(one.isdisjoint(taken))
        if counted[-1]:
            taken |= one
    return counted


def could_be_large(together: int, groups: int, smallest: int = SMALLEST) -> bool:
    """Whether each of some groups with at least one person, of whom one knows how many all are, may be large enough."""
    return together - (groups - 1) >= smallest


def suppressed(counts: Mapping[str, int], unshown: int = 0, smallest: int = SMALLEST) -> Shown:
    """Counts of separate groups and the total, with what has to be hidden replaced by None.

    `unshown` people belong to no group of `counts` but to the total ("prefer not to say"). They are a group too:
    when they are few, subtracting must not tell how many they are.
    """
    hidden = {key for key, people in counts.items() if 0 < people < smallest}
    candidates = sorted(
        (key for key, people in counts.items() if people >= smallest), key=lambda key: (counts[key], key)
    )
    for key in candidates:
        if _is_safe([counts[other] for other in hidden], unshown, smallest):
            break
        hidden.add(key)
    total = sum(counts.values()) + unshown
    safe = _is_safe([counts[key] for key in hidden], unshown, smallest)
    return Shown(
        counts={key: None if key in hidden else people for key, people in counts.items()},
        total=count_or_none(total, smallest) if safe else None,
    )


def _is_safe(hidden: list[int], unshown: int, smallest: int) -> bool:
    """Whether hidden counts can be anything else although their sum is known, each of them five or more."""
    if unshown >= smallest:
        return True
    values = [*hidden, unshown] if unshown else hidden
    if not values:
        return True
    highest = len(values) * (smallest - 1)
    return len(values) > 1 and could_be_large(sum(values), len(values), smallest) and sum(values) != highest

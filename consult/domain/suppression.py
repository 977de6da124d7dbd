"""Small groups of people: which counts may be shown, so that nobody is singled out, not even by subtracting.

The rule: a count of 1 to 4 people is not shown (primary). Where the total is shown, what is hidden must not
follow from it: at least two counts are hidden, together at least five people, and not all of them at an end
of the hidden range, where their sum would give them away (secondary). Zero is shown: it is nobody, and says
who was missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown; None: too few people, or needed to protect those."""

    counts: Mapping[str, int | None]
    total: int | None


def count_or_none(people: int, smallest: int = SMALLEST) -> int | None:
    """One count on its own: None for 1 to `smallest` - 1 people."""
    return None if 0 < people < smallest else people


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
    """Whether hidden counts can be anything else although their sum is known."""
    if unshown >= smallest:
        return True
    values = [*hidden, unshown] if unshown else hidden
    if not values:
        return True
    lowest, highest = len(values), len(values) * (smallest - 1)
    return len(values) > 1 and sum(values) >= smallest and sum(values) not in (lowest, highest)

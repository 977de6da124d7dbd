"""What may be told of stakeholder groups: so that no answer of fewer than five people can be told from the rest.

Groups of fewer than five people are one company, the others, together with those who prefer not to say; if these are
still fewer than five, the smallest group joins them. All this happens before anything is counted, so that no figure
follows from another by subtracting. "" stands for the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from consult.domain.suppression import SMALLEST

OTHERS = ""


def companies(sizes: Mapping[str, int], unshown: int = 0, smallest: int = SMALLEST) -> dict[str, str]:
    """The company of each group: the group itself, or the others. `unshown` people belong to no group."""
    large = sorted((key for key in sizes if sizes[key] >= smallest), key=lambda key: (sizes[key], key))
    others = unshown + sum(people for key, people in sizes.items() if key not in large)
    joined: list[str] = []
    while large and 0 < others < smallest:
        joined.append(large.pop(0))
        others += sizes[joined[-1]]
    return {key: key if key in large else OTHERS for key in sizes}


def shares(
    counts: Mapping[str, int], sizes: Mapping[str, int] | None = None, smallest: int = SMALLEST
) -> dict[str, int | None]:
    """How many people of each company, where everybody knows how many all together are; None is not told.

    One to four are hidden. What is hidden must not follow from the total: more is hidden, counts of nobody last,
    until it can be different, also for who knows how many people each company has (`sizes`) and this rule. With one
    company alone nothing is told: it is the total. That no count follows has been tried for small companies, one by one.
    """
    if len(counts) < 2 or (sizes is not None and _one_way_only(sum(counts.values()), sizes, smallest)):
        return dict.fromkeys(counts)
    hidden = {key for key, people in counts.items() if 0 < people < smallest}
    # Not the smallest first: that it is the smallest would tell something about those that are hidden with it.
    order = sorted(counts, key=lambda key: (counts[key] == 0, key))
    candidates = [key for key in order if key not in hidden]

    def safe() -> bool:
        together = [counts[key] for key in hidden]
        # Any one of them could be all of it.
        room = min((sizes[key] for key in hidden), default=0) if sizes is not None else sum(together)
        return _could_differ(together, smallest) and sum(together) <= room

    while candidates and not safe():
        hidden.add(candidates.pop(0))
    return {key: None if key in hidden else people for key, people in counts.items()}


def _one_way_only(total: int, sizes: Mapping[str, int], smallest: int) -> bool:
    """Whether a small count could be in one way only: all are of one or of four, or all but one are whole companies.

    This is asked of the total and the sizes, which everybody knows, so that the answer tells nothing.
    """
    everybody = sum(sizes.values())
    if any(total - (everybody - size) == smallest - 1 for size in sizes.values()):
        return True
    return total in (len(sizes), (smallest - 1) * len(sizes))


def _could_differ(hidden: list[int], smallest: int) -> bool:
    """Whether hidden counts of one to four and more can be anything else although their sum is known."""
    if not hidden:
        return True
    lowest, highest = len(hidden), len(hidden) * (smallest - 1)
    return len(hidden) > 1 and sum(hidden) >= smallest and sum(hidden) not in (lowest, highest)

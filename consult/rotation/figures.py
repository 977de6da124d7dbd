"""The measures of a plan under the names that problem files and benchmarks use.

`measure` counts what matters to people in a café and takes somebody whose languages nobody knows as
understood. In a file, somebody without languages is somebody who follows nobody; and a host is a host for
the whole café. Here the counting is that of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from consult.rotation.bounds import bounds
from consult.rotation.measure import at_tables, measure
from consult.rotation.problem import Measures, Problem, Seats, pairs

NAMES = {
    "table_returns": "repeat_tables",
    "repeat_meetings": "repeat_pairs",
    "without_language": "no_language",
    "isolated": "isolated",
    "same_group_pairs": "same_group_pairs",
    "mode_violations": "mode_viol",
    "apart_violations": "apart_viol",
    "together_violations": "together_viol",
    "uneven": "uneven",
    "unseated": "unseated",
    "changes": "changes",
}
"""Field of `Measures` → name in files, for those that mean the same."""


def figures(problem: Problem, rounds: Sequence[Seats]) -> dict[str, int]:
    """Name → count, of `rounds` (one seating per round, past rounds first).

    As in `measure`, with these differences. no_language and isolated also count everybody without any
    language; size_viol: people too many and too few at tables in use; host_moved: hosts elsewhere than at
    their table, whatever their pins say. Over all rounds and all pairs: distinct_pairs, how many have met;
    and without those to be kept together: max_meet, how often the pair met that met most, pair_excess2, the sum of
    n (n - 1) / 2 over pairs that met n times.
    """
    counted = measure(problem, rounds)
    found = renamed(counted)
    found["size_viol"] = counted.over_capacity + counted.under_minimum
    found["host_moved"] = 0
    people = {person.id: person for person in problem.people}
    for seats in rounds[len(problem.past) :]:
        silent = sum(not people[one].languages for one in seats)
        found["no_language"] += silent
        found["isolated"] += silent
        found["host_moved"] += sum(
            people[one].host_table not in (None, number) for one, number in seats.items()
        )
    return found | _company(problem, rounds)


def least(problem: Problem, found: Mapping[str, int] | None = None) -> dict[str, int]:
    """Name → proven lower bound, for the measures that have one; see `bounds`.

    `found`: the figures of a plan (None: one with the fewest returns). For repeated meetings there are two
    bounds, for plans with the fewest returns and for any; it gets the one that applies to it. Bounds hold for plans
    that keep to sizes, hosts and modes; a plan that could not may undercut some, and those are left out.
    """
    proven = bounds(problem)
    to_come = range(len(problem.past), problem.rounds)
    silent = sum(p.present(r) for p in problem.people if not p.languages for r in to_come)
    fewest = found is None or found["repeat_tables"] <= proven.table_returns
    known = {
        "repeat_tables": proven.table_returns,
        "repeat_pairs": proven.repeat_meetings if fewest else proven.repeat_meetings_with_returns,
        "no_language": proven.without_language + silent,
        "same_group_pairs": proven.same_group_pairs,
        "size_viol": proven.over_capacity,
        "apart_viol": proven.apart_violations,
        "together_viol": proven.together_violations,
        "unseated": proven.unseated,
    }
    return {name: count for name, count in known.items() if found is None or count <= found[name]}


def renamed(measures: Measures) -> dict[str, int]:
    """Measures under their names in files, without those that files count in another way."""
    return {name: getattr(measures, field) for field, name in NAMES.items()}


def _company(problem: Problem, rounds: Sequence[Seats]) -> dict[str, int]:
    met = Counter(
        pair for seats in rounds for ids in at_tables(seats).values() for pair in combinations(ids, 2)
    )
    together = pairs(problem.together)
    free = [count for pair, count in met.items() if pair not in together]
    return {
        "max_meet": max(free, default=0),
        "pair_excess2": sum(count * (count - 1) // 2 for count in free),
        "distinct_pairs": len(met),
    }

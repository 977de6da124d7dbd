"""How good the whole seating of a meeting is, and whether other seats would be better."""

from __future__ import annotations

from dataclasses import replace

from consult import rotation
from consult.models import Meeting
from consult.services.seating.problem import SeatsByRound, first_open_round, horizon, problem_from


def measures(row: Meeting, seats: SeatsByRound) -> rotation.Measures:
    """The whole café from its first round to the last that has seats, as the rotation counts it.

    Counts of a round, such as sizes and languages, are of the rounds that can still be changed.
    """
    first = first_open_round(row)
    problem = problem_from(row, first)
    planned = [seats.get(n, {}) for n in horizon(row) if n >= first]
    staying = {one.id for one in problem.people}
    coming = [{i: t for i, t in each.items() if i in staying} for each in planned if each]
    return rotation.measure(replace(problem, announced={}), [*problem.past, *coming])


def improves(row: Meeting, in_force: SeatsByRound, planned: SeatsByRound) -> bool:
    """Whether the café is better with the `planned` rounds than with those in force."""
    return _worth(measures(row, {**in_force, **planned})) < _worth(measures(row, in_force))


def _worth(found: rotation.Measures) -> tuple[int, ...]:
    """The aims in their order; smaller is better."""
    hard = found.mode_violations + found.moved_hosts + found.apart_violations + found.together_violations
    sizes = found.over_capacity + found.uneven + found.under_minimum
    return (
        hard + found.unseated + sizes,
        found.table_returns,
        found.isolated,
        found.without_language,
        found.repeat_meetings,
        found.same_group_pairs,
    )

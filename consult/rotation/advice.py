"""What a plan could not satisfy, what would help, and what only people can decide: as data, without sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consult.rotation.bounds import Bounds, bounds
from consult.rotation.changes import HARD, changes, fullest
from consult.rotation.hall import Part, parts_of
from consult.rotation.problem import Measures, Plan, Problem
from consult.rotation.replan import plan

MOST_SUGGESTIONS = 3

Cancelled = Callable[[], bool] | None


@dataclass(frozen=True)
class Fact:
    """Something no plan can help, with the numbers that prove it; `minimum` is among them.

    no_tables (people), too_few_chairs (people, chairs: where and when most are missing), apart_impossible,
    together_impossible; more_rounds_than_tables (rounds, tables), returns_forced (by pins, hosts' hours, the past);
    language_minimum; travellers_exceed_tables (travellers at a table, most: tables but one), six_full_tables
    (travellers), repeats_forced (by the past, absences, hosts who share a table).
    """

    code: str
    about: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Suggestion:
    """A change that helps with the first aim that is unmet, and the measures without and with it.

    more_chairs (chairs: how many in all), one_more_table (tables: how many then, mode), interpreter (table,
    language), one_round_fewer (rounds: how many then).
    """

    code: str
    about: Mapping[str, int | str] = field(hash=False)
    before: Measures
    after: Measures


@dataclass(frozen=True)
class Outcome:
    """What comes of one answer to the question whether every table has a question of its own."""

    fresh_tables: bool
    table_returns: int
    repeat_meetings: int


@dataclass(frozen=True)
class Advice:
    """What to tell the organiser about a plan.

    `question`: fewest repeats and no returns pull apart, which is proven; `outcomes` then has both answers, the one
    for tables with questions of their own first. `complete`: False if planning was cancelled half-way.
    """

    impossible: tuple[Fact, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    question: bool = False
    outcomes: tuple[Outcome, ...] = ()
    complete: bool = True


def advise(
    problem: Problem,
    found: Plan,
    *,
    seed: int = 1,
    steps: int | None = None,
    proven: Bounds | None = None,
    cancelled: Cancelled = None,
) -> Advice:
    """Advice about a plan of the problem; plans each changed problem once with `steps`, six at most.

    The same arguments give the same advice. Without `steps`, so many that it takes two seconds at most with 120
    people. `proven`: the bounds of the problem, if known already. `cancelled` is
    asked between and during plans; once true, what is known so far is returned.
    """
    if len(problem.past) == problem.rounds:
        return Advice()
    if steps is None:
        steps = min(3_000, max(1_000, 180_000 // max(1, len(problem.people))))
    proven = proven or bounds(problem)
    outcomes = _outcomes(problem, found, proven, seed, steps, cancelled)
    suggestions: list[Suggestion] = []
    aim = unmet(problem, found.measures)
    for code, about, changed in changes(problem, found, aim):
        if cancelled and cancelled():
            break
        after = plan(changed, seed=seed, steps=steps, cancelled=cancelled).measures
        if _helps(aim, problem, changed, found.measures, after):
            suggestions.append(Suggestion(code, about, found.measures, after))
    return Advice(
        impossible=tuple(facts(problem, proven)),
        suggestions=tuple(_best(suggestions, aim)),
        question=bool(outcomes),
        outcomes=outcomes,
        complete=not (cancelled and cancelled()),
    )


def unmet(problem: Problem, measures: Measures) -> str | None:
    """The first aim a plan does not meet, as a field of `Measures`; None if it meets those people notice."""
    aims = (*HARD, *["table_returns"] * problem.fresh_tables, "without_language", "repeat_meetings")
    return next((aim for aim in aims if getattr(measures, aim)), None)


def facts(problem: Problem, proven: Bounds) -> Iterator[Fact]:
    """What the bounds prove, in the order of the aims."""
    parts = [part for part in parts_of(problem) if part.people and part.tables]
    if proven.unseated:
        yield Fact("no_tables", {"people": len(problem.people), "minimum": proven.unseated})
    people, chairs, _ = fullest(problem)
    if proven.over_capacity and people > chairs:
        yield Fact("too_few_chairs", {"people": people, "chairs": chairs, "minimum": proven.over_capacity})
    if proven.apart_violations:
        yield Fact("apart_impossible", {"minimum": proven.apart_violations})
    if proven.together_violations:
        yield Fact("together_impossible", {"minimum": proven.together_violations})
    if proven.table_returns:
        yield _why_returns(problem, parts, proven.table_returns)
    if proven.without_language:
        yield Fact("language_minimum", {"minimum": proven.without_language})
    if proven.repeat_meetings:
        yield _why_repeats(problem, parts, proven.repeat_meetings)


def _why_returns(problem: Problem, parts: Sequence[Part], minimum: int) -> Fact:
    tables = min((len(part.tables) for part in parts), default=problem.rounds)
    if problem.rounds > tables:
        return Fact(
            "more_rounds_than_tables", {"rounds": problem.rounds, "tables": tables, "minimum": minimum}
        )
    return Fact("returns_forced", {"minimum": minimum})


def _why_repeats(problem: Problem, parts: Sequence[Part], minimum: int) -> Fact:
    """For the part and round with most travellers to a table for the tables there are."""
    crowds = [
        (sum(person.host_table is None for person in part.present(r)), len(part.tables))
        for part in parts
        for r in part.rounds
    ]
    travellers, tables = max(crowds, key=lambda crowd: -(-crowd[0] // crowd[1]) - crowd[1])
    each = -(-travellers // tables)
    if each > tables - 1:
        return Fact(
            "travellers_exceed_tables",
            {"travellers": each, "most": tables - 1, "tables": tables, "minimum": minimum},
        )
    if tables == 6 and not problem.past and travellers > 28:
        return Fact("six_full_tables", {"travellers": travellers, "minimum": minimum})
    return Fact("repeats_forced", {"minimum": minimum})


def _outcomes(
    problem: Problem, found: Plan, proven: Bounds, seed: int, steps: int, cancelled: Cancelled
) -> tuple[Outcome, ...]:
    """Both answers to the question, if returns spare more repeats than any plan with the fewest returns can."""
    if proven.repeat_meetings <= proven.repeat_meetings_with_returns:
        return ()
    other = replace(problem, fresh_tables=not problem.fresh_tables)
    measures = {
        problem.fresh_tables: found.measures,
        other.fresh_tables: plan(other, seed=seed, steps=steps, cancelled=cancelled).measures,
    }
    fresh, alike = measures[True], measures[False]
    if alike.repeat_meetings >= proven.repeat_meetings or alike.table_returns <= fresh.table_returns:
        return ()
    return tuple(
        Outcome(which, measures[which].table_returns, measures[which].repeat_meetings)
        for which in (True, False)
    )


def _helps(aim: str | None, problem: Problem, changed: Problem, before: Measures, after: Measures) -> bool:
    """Whether the aim is nearer and none before it is farther; with a round fewer, nearer per round."""
    if aim is None or any(getattr(after, each) > getattr(before, each) for each in HARD):
        return False
    if problem.fresh_tables and aim != "table_returns" and after.table_returns > before.table_returns:
        return False
    if aim == "repeat_meetings" and after.without_language > before.without_language:
        return False
    was, now = getattr(before, aim), getattr(after, aim)
    return bool(now < was and now * problem.rounds < was * changed.rounds)


def _best(suggestions: list[Suggestion], aim: str | None) -> list[Suggestion]:
    """Of each kind the one that helps most; in the order of the changes."""
    best: dict[str, Suggestion] = {}
    for each in suggestions:
        known = best.get(each.code)
        if known is None or (aim and getattr(each.after, aim) < getattr(known.after, aim)):
            best[each.code] = each
    return list(best.values())[:MOST_SUGGESTIONS]

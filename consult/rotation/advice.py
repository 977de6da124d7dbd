"""What a plan could not satisfy, what would help, and what only people can decide: as data, without sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from consult.rotation.bounds import Bounds, bounds
from consult.rotation.measure import at_tables
from consult.rotation.problem import Measures, Person, Plan, Problem, Table
from consult.rotation.replan import plan

MOST_SUGGESTIONS = 3
_HARD = ("unseated", "over_capacity", "mode_violations", "apart_violations", "together_violations")

Cancelled = Callable[[], bool] | None


@dataclass(frozen=True)
class Fact:
    """Something no plan can help, with the numbers that prove it; `minimum` is among them.

    no_tables (people), too_few_chairs (people, chairs: of the fullest round), apart_impossible,
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
    steps: int = 3_000,
    proven: Bounds | None = None,
    cancelled: Cancelled = None,
) -> Advice:
    """Advice about a plan of the problem; plans each changed problem once with `steps`, seven at most.

    The same arguments give the same advice. `proven`: the bounds of the problem, if known already. `cancelled` is
    asked between and during plans; once true, what is known so far is returned.
    """
    if len(problem.past) == problem.rounds:
        return Advice()
    proven = proven or bounds(problem)
    outcomes = _outcomes(problem, found, proven, seed, steps, cancelled)
    suggestions: list[Suggestion] = []
    aim = unmet(problem, found.measures)
    for code, about, changed in _changes(problem, found, aim):
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
    aims = (*_HARD, *["table_returns"] * problem.fresh_tables, "without_language", "repeat_meetings")
    return next((aim for aim in aims if getattr(measures, aim)), None)


def facts(problem: Problem, proven: Bounds) -> Iterator[Fact]:
    """What the bounds prove, in the order of the aims."""
    present = [sum(p.present(r) for p in problem.people) for r in range(len(problem.past), problem.rounds)]
    tables, rounds = len(problem.tables), problem.rounds
    if proven.unseated:
        yield Fact("no_tables", {"people": max(present), "minimum": proven.unseated})
    if proven.over_capacity:
        chairs = sum(table.seats for table in problem.tables)
        yield Fact(
            "too_few_chairs", {"people": max(present), "chairs": chairs, "minimum": proven.over_capacity}
        )
    if proven.apart_violations:
        yield Fact("apart_impossible", {"minimum": proven.apart_violations})
    if proven.together_violations:
        yield Fact("together_impossible", {"minimum": proven.together_violations})
    if proven.table_returns and rounds > tables:
        yield Fact(
            "more_rounds_than_tables", {"rounds": rounds, "tables": tables, "minimum": proven.table_returns}
        )
    elif proven.table_returns:
        yield Fact("returns_forced", {"minimum": proven.table_returns})
    if proven.without_language:
        yield Fact("language_minimum", {"minimum": proven.without_language})
    if proven.repeat_meetings:
        yield _why_repeats(problem, proven.repeat_meetings)


def _why_repeats(problem: Problem, minimum: int) -> Fact:
    tables = len(problem.tables)
    travellers = [
        sum(p.present(r) and p.host_table is None for p in problem.people)
        for r in range(len(problem.past), problem.rounds)
    ]
    each = -(-max(travellers) // tables)
    if each > tables - 1:
        return Fact(
            "travellers_exceed_tables",
            {"travellers": each, "most": tables - 1, "tables": tables, "minimum": minimum},
        )
    if tables == 6 and not problem.past and min(travellers) > 28:
        return Fact("six_full_tables", {"travellers": max(travellers), "minimum": minimum})
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


Change = tuple[str, dict[str, int | str], Problem]


def _changes(problem: Problem, found: Plan, aim: str | None) -> Iterator[Change]:
    """Changes that may help with the aim, the smallest first; two alternatives of a kind at most."""
    if aim is None:
        return
    if aim == "over_capacity":
        yield from _more_chairs(problem)
    yield from _more_tables(problem)
    if aim == "without_language":
        yield from _interpreters(problem, found)
    fewer = problem.rounds - 1
    if fewer >= max(2, len(problem.past) + 1) and fewer not in problem.announced and aim not in _HARD:
        pins = tuple(
            replace(p, pins={r: number for r, number in p.pins.items() if r < fewer}) for p in problem.people
        )
        yield "one_round_fewer", {"rounds": fewer}, replace(problem, people=pins, rounds=fewer)


def _more_chairs(problem: Problem) -> Iterator[Change]:
    present = [sum(p.present(r) for p in problem.people) for r in range(len(problem.past), problem.rounds)]
    missing = max(present) - sum(table.seats for table in problem.tables)
    if missing <= 0 or not problem.tables:
        return
    smallest = sorted(problem.tables, key=lambda table: (table.seats, table.number))
    more = Counter(smallest[k % len(smallest)].number for k in range(missing))
    tables = tuple(replace(table, seats=table.seats + more[table.number]) for table in problem.tables)
    yield "more_chairs", {"chairs": missing}, replace(problem, tables=tables)


def _more_tables(problem: Problem) -> Iterator[Change]:
    """One table like the others, of each mode there is; where each has a host, a traveller becomes its host."""
    if not problem.tables:
        return
    number = max(table.number for table in problem.tables) + 1
    modes = Counter(table.mode for table in problem.tables)
    for mode, _ in modes.most_common(2):
        like = next(table for table in problem.tables if table.mode == mode)
        table = Table(number, like.seats, like.minimum, mode)
        people = _with_host(problem, table)
        about: dict[str, int | str] = {"tables": len(problem.tables) + 1, "mode": mode}
        yield "one_more_table", about, replace(problem, people=people, tables=(*problem.tables, table))


def _with_host(problem: Problem, table: Table) -> tuple[Person, ...]:
    hosted = {person.host_table for person in problem.people}
    if not all(each.number in hosted for each in problem.tables):
        return problem.people
    usual = Counter(language for person in problem.people for language in person.languages)
    wishes = {one for pair in problem.apart | problem.together for one in pair}
    free = [
        person
        for person in problem.people
        if person.host_table is None and not person.pins and person.id not in wishes and table.takes(person)
    ]
    if not free:
        return problem.people
    host = max(free, key=lambda person: (sum(usual[each] for each in person.languages), -person.id))
    return tuple(
        replace(person, host_table=table.number) if person is host else person for person in problem.people
    )


def _interpreters(problem: Problem, found: Plan) -> Iterator[Change]:
    """The two languages most people outside their table's language speak, each at the table with most of them."""
    tables = {table.number: table for table in problem.tables}
    people = {person.id: person for person in problem.people}
    missing: Counter[tuple[str, int]] = Counter()
    for seats in found.rounds[len(problem.past) :]:
        for number, ids in at_tables(seats).items():
            for language in _lacking([people[one] for one in ids], tables[number]):
                missing[language, number] += 1
    total: Counter[str] = Counter()
    for (language, _), count in missing.items():
        total[language] += count
    for language in sorted(total, key=lambda each: (-total[each], each))[:2]:
        number = min(tables, key=lambda each: (-missing[language, each], each))
        changed = tuple(
            replace(table, interpreted=table.interpreted | {language}) if table.number == number else table
            for table in problem.tables
        )
        about: dict[str, int | str] = {"table": number, "language": language}
        yield "interpreter", about, replace(problem, tables=changed)


def _lacking(company: list[Person], table: Table) -> list[str]:
    """The languages of the people at a table who are outside the one most spoken there, one entry per person."""
    unaided = [p.languages for p in company if p.languages and not p.languages & table.interpreted]
    spoken = Counter(language for languages in unaided for language in languages)
    if not spoken:
        return []
    usual = min(spoken, key=lambda language: (-spoken[language], language))
    return [language for languages in unaided if usual not in languages for language in sorted(languages)]


def _helps(aim: str | None, problem: Problem, changed: Problem, before: Measures, after: Measures) -> bool:
    """Whether the aim is nearer and none before it is farther; with a round fewer, nearer per round."""
    if aim is None or any(getattr(after, each) > getattr(before, each) for each in _HARD):
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

"""Changes to a café that may help with what a plan could not satisfy: another problem each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from consult.rotation.hall import Part, parts_of
from consult.rotation.measure import at_tables
from consult.rotation.problem import Person, Plan, Problem, Table

HARD = ("unseated", "over_capacity", "mode_violations", "apart_violations", "together_violations")
"""The measures that come before all others."""

Change = tuple[str, dict[str, int | str], Problem]


def changes(problem: Problem, found: Plan, aim: str | None) -> Iterator[Change]:
    """Changes that may help with the aim, the smallest first; two alternatives of a kind at most."""
    if aim is None:
        return
    if aim == "over_capacity":
        yield from _more_chairs(problem)
    yield from _more_tables(problem)
    if aim == "without_language":
        yield from _interpreters(problem, found)
    fewer = problem.rounds - 1
    if fewer >= max(2, len(problem.past) + 1) and fewer not in problem.announced and aim not in HARD:
        pins = tuple(
            replace(p, pins={r: number for r, number in p.pins.items() if r < fewer}) for p in problem.people
        )
        yield "one_round_fewer", {"rounds": fewer}, replace(problem, people=pins, rounds=fewer)


def fullest(problem: Problem) -> tuple[int, int, Part | None]:
    """People and chairs of the part and round where most people have no chair; without tables nobody has."""
    crowds = [
        (len(part.present(r)), sum(table.seats for table in part.tables), part)
        for part in parts_of(problem)
        for r in part.rounds
        if part.tables
    ]
    return max(crowds, key=lambda crowd: crowd[0] - crowd[1], default=(0, 0, None))


def _more_chairs(problem: Problem) -> Iterator[Change]:
    """As many as are missing, in turn at the tables with the fewest."""
    people, chairs, part = fullest(problem)
    if part is None or people <= chairs:
        return
    smallest = sorted(part.tables, key=lambda table: (table.seats, table.number))
    more = Counter(smallest[k % len(smallest)].number for k in range(people - chairs))
    tables = tuple(replace(table, seats=table.seats + more[table.number]) for table in problem.tables)
    yield "more_chairs", {"chairs": people - chairs}, replace(problem, tables=tables)


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

"""What a seating is worth, counted the plain way.

Slow and obvious on purpose: the search keeps its own books, this is the judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from consult.rotation.problem import Measures, Person, Problem, Seats, Table, pairs


def measure(problem: Problem, rounds: Sequence[Seats]) -> Measures:
    """Count what is wrong with `rounds` (one seating per round, past rounds first).

    repeat_meetings: meetings beyond the first, over all pairs not in `together`, all rounds.
    table_returns: visits beyond the first of a traveller to a table, all rounds; table hosts do not count.
    The others count the rounds that are still to come, from `len(problem.past)` on:
    without_language: people outside the language most shared (or interpreted) at their table;
    isolated: people who share no language with anybody at their table and none is interpreted for them;
    same_group_pairs: pairs of one group at one table; uneven: by how much table sizes of one mode differ
    beyond one; unseated: present people without a seat; changes: seats other than announced;
    mode_violations: people at a table of the other mode; over_capacity, under_minimum: people too many or
    too few at a table in use; apart_violations, together_violations: pairs against a wish; moved_hosts:
    hosts and pinned people elsewhere.
    """
    people = {person.id: person for person in problem.people}
    tables = {table.number: table for table in problem.tables}
    together = pairs(problem.together)
    total: Counter[str] = Counter()
    total["repeat_meetings"] = sum(n - 1 for pair, n in _meetings(rounds).items() if pair not in together)
    total["table_returns"] = sum(
        n - 1
        for (person_id, _), n in Counter(seat for seats in rounds for seat in seats.items()).items()
        if person_id not in people or people[person_id].host_table is None
    )
    for index in range(len(problem.past), len(rounds)):
        total += _of_people(problem, people, tables, index, rounds[index])
        total += _of_tables(problem, people, tables, rounds[index])
    return Measures(**total)


def at_tables(seats: Seats) -> dict[int, list[int]]:
    """Table number → ids of the people there, in ascending order."""
    found: dict[int, list[int]] = {}
    for person_id in sorted(seats):
        found.setdefault(seats[person_id], []).append(person_id)
    return found


def isolated_at(table: Table, company: Sequence[Person]) -> list[Person]:
    """The people at a table who share no language with anybody there, and for whom nobody interprets."""
    return [
        one
        for one in company
        if one.languages
        and not one.languages & table.interpreted
        and not any(one.languages & other.languages for other in company if other is not one)
    ]


def outside_language(table: Table, company: Sequence[Person]) -> int:
    """How many people at a table do not follow the language that most people there follow."""
    speaking = [one.languages for one in company if one.languages]
    unaided = [languages for languages in speaking if not languages & table.interpreted]
    spoken = Counter(language for languages in unaided for language in languages)
    return len(unaided) - max(spoken.values(), default=0)


def _meetings(rounds: Sequence[Seats]) -> Counter[tuple[int, int]]:
    return Counter(
        pair for seats in rounds for ids in at_tables(seats).values() for pair in combinations(ids, 2)
    )


def _of_people(
    problem: Problem, people: Mapping[int, Person], tables: Mapping[int, Table], index: int, seats: Seats
) -> Counter[str]:
    found: Counter[str] = Counter()
    shown = problem.announced.get(index, {})
    for person in problem.people:
        if not person.present(index):
            continue
        if person.id not in seats:
            found["unseated"] += 1
            continue
        number = seats[person.id]
        found["changes"] += shown.get(person.id, number) != number
        found["mode_violations"] += not tables[number].takes(person)
        found["moved_hosts"] += person.fixed_table(index) not in (None, number)
    for one, other in pairs(problem.together):
        if one in people and other in people and people[one].present(index) and people[other].present(index):
            found["together_violations"] += seats.get(one) != seats.get(other)
    return found


def _of_tables(
    problem: Problem, people: Mapping[int, Person], tables: Mapping[int, Table], seats: Seats
) -> Counter[str]:
    found: Counter[str] = Counter()
    apart = pairs(problem.apart)
    sizes: dict[str, list[int]] = {}
    for number, ids in at_tables(seats).items():
        table, company = tables[number], [people[person_id] for person_id in ids]
        sizes.setdefault(table.mode, []).append(len(ids))
        found["over_capacity"] += max(0, len(ids) - table.seats)
        found["under_minimum"] += max(0, table.minimum - len(ids))
        found["without_language"] += outside_language(table, company)
        found["isolated"] += len(isolated_at(table, company))
        groups = Counter(person.group for person in company if person.group)
        found["same_group_pairs"] += sum(n * (n - 1) // 2 for n in groups.values())
        found["apart_violations"] += sum(pair in apart for pair in combinations(ids, 2))
    found["uneven"] = sum(max(0, max(each) - min(each) - 1) for each in sizes.values())
    return found

"""Cafés for the tests, and a slow judge that knows nothing of the package's own counting."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from consult.rotation import Measures, Person, Problem, Table

EN, FR, ES, PT = (frozenset({code}) for code in ("en", "fr", "es", "pt"))


def cafe(people: int, tables: int, rounds: int, **more) -> Problem:
    """A plain café: one language, everybody on site, everybody there from the start."""
    return Problem(
        people=tuple(Person(i, EN) for i in range(people)),
        tables=tuple(Table(number) for number in range(1, tables + 1)),
        rounds=rounds,
        **more,
    )


def table_sizes(seats, numbers=None) -> list[int]:
    found = [list(seats.values()).count(number) for number in (numbers or set(seats.values()))]
    return sorted(found, reverse=True)


def judged(problem: Problem, rounds) -> dict[str, int]:
    """Every measure by asking every pair of people and every person in every round."""
    people = {p.id: p for p in problem.people}
    tables = {t.number: t for t in problem.tables}
    ids = sorted({i for seats in rounds for i in seats} | set(people))
    together = {frozenset(pair) for pair in problem.together}
    apart = {frozenset(pair) for pair in problem.apart}
    out = {field.name: 0 for field in fields(Measures)}
    for i, j in combinations(ids, 2):
        shared = sum(1 for seats in rounds if i in seats and j in seats and seats[i] == seats[j])
        if shared and frozenset({i, j}) not in together:
            out["repeat_meetings"] += shared - 1
    for i in ids:
        if i in people and people[i].host_table is not None:
            continue
        visited = [seats[i] for seats in rounds if i in seats]
        out["table_returns"] += len(visited) - len(set(visited))
    for r in range(len(problem.past), problem.rounds):
        seats = rounds[r]
        for p in problem.people:
            there = p.first_round <= r and (p.last_round is None or r <= p.last_round) and r not in p.absences
            out["unseated"] += there and p.id not in seats
            if not there:
                assert p.id not in seats
            if p.id not in seats:
                continue
            at = seats[p.id]
            if tables[at].mode != "mixed" and tables[at].mode != p.mode:
                out["mode_violations"] += 1
            told = problem.announced.get(r, {})
            out["changes"] += p.id in told and told[p.id] != at
            must = p.pins.get(r, p.host_table)
            out["moved_hosts"] += must is not None and must != at
            company = [people[i] for i in seats if seats[i] == at and i != p.id]
            spoken = tables[at].interpreted.union(*(other.languages for other in company))
            out["isolated"] += bool(p.languages) and not p.languages & spoken
        for i, j in combinations(sorted(people), 2):
            both = i in seats and j in seats
            same = both and seats[i] == seats[j]
            out["apart_violations"] += same and frozenset({i, j}) in apart
            here = people[i].present(r) and people[j].present(r)
            parted = here and seats.get(i) != seats.get(j)
            out["together_violations"] += parted and frozenset({i, j}) in together
            out["same_group_pairs"] += same and people[i].group == people[j].group and bool(people[i].group)
        for number, table in tables.items():
            company = [people[i] for i in seats if seats[i] == number]
            if not company:
                continue
            out["over_capacity"] += max(len(company) - table.seats, 0)
            out["under_minimum"] += max(table.minimum - len(company), 0)
            heard = [p for p in company if p.languages]
            helped = [p for p in heard if p.languages & table.interpreted]
            codes = {code for p in heard for code in p.languages}
            reached = [len({p for p in heard if code in p.languages} | {*helped}) for code in codes]
            out["without_language"] += len(heard) - max(reached, default=0)
        for mode in {t.mode for t in problem.tables}:
            counts = [list(seats.values()).count(t.number) for t in problem.tables if t.mode == mode]
            counts = [count for count in counts if count]
            out["uneven"] += max(max(counts) - min(counts) - 1, 0) if counts else 0
    return {name: int(count) for name, count in out.items()}


@st.composite
def problems(draw, most_people: int = 24) -> Problem:
    """Cafés of every kind: languages, modes, groups, hosts, pins, pairs, a past, announced seats."""
    numbers = draw(st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True))
    modes = st.sampled_from(["mixed", "mixed", "onsite", "remote"])
    tables = tuple(
        Table(
            number,
            seats=draw(st.integers(2, 7)),
            minimum=draw(st.integers(2, 4)),
            mode=draw(modes),
            interpreted=draw(st.frozensets(st.sampled_from(["es", "pt"]), max_size=1)),
        )
        for number in numbers
    )
    rounds = draw(st.integers(0, 4))
    ids = draw(st.lists(st.integers(0, 99), max_size=most_people, unique=True))
    people = tuple(draw(persons(i, numbers, rounds)) for i in ids)
    played = draw(st.integers(0, rounds))
    known = st.sampled_from([*ids, 100, 101])
    seats = st.dictionaries(known, st.sampled_from(numbers), max_size=len(ids) + 2)
    couples = st.frozensets(st.tuples(known, known).filter(lambda pair: pair[0] != pair[1]), max_size=2)
    return Problem(
        people=people,
        tables=tables,
        rounds=rounds,
        past=tuple(draw(seats) for _ in range(played)),
        announced={r: draw(seats) for r in range(played, rounds) if draw(st.booleans())},
        apart=draw(couples),
        together=draw(couples),
        fresh_tables=draw(st.booleans()),
        mix_groups=draw(st.booleans()),
        nobody_alone=draw(st.booleans()),
    )


@st.composite
def persons(draw, person_id: int, numbers: list[int], rounds: int) -> Person:
    maybe_table = st.one_of(st.none(), st.none(), st.none(), st.sampled_from(numbers))
    first = draw(st.sampled_from([0, 0, 0, 1]))
    return Person(
        person_id,
        languages=draw(st.frozensets(st.sampled_from(["en", "fr", "es", "pt"]), max_size=3)),
        mode=draw(st.sampled_from(["onsite", "onsite", "remote"])),
        group=draw(st.sampled_from([None, "residents", "city"])),
        host_table=draw(maybe_table),
        first_round=first,
        last_round=draw(st.sampled_from([None, None, first, 2])),
        absences=draw(st.one_of(st.just(frozenset()), st.frozensets(st.integers(0, 3), max_size=2))),
        pins=draw(
            st.one_of(st.just({}), st.dictionaries(st.integers(0, 3), st.sampled_from(numbers), max_size=1))
        ),
    )


@st.composite
def large_problems(draw) -> Problem:
    """Cafés of 6 to 60 people, 2 to 15 tables and 1 to 8 rounds with any mix of wishes.

    Hypothesis draws the sizes and how common each wish is; who has it comes from a seed.
    """
    tables = draw(st.integers(2, 15))
    rounds = draw(st.integers(1, 8))
    common = {
        wish: draw(st.sampled_from([0.0, 0.0, 0.1, 0.5]))
        for wish in (
            "host",
            "remote",
            "late",
            "early",
            "away",
            "pinned",
            "silent",
            "grouped",
            "own mode",
            "aided",
        )
    }
    dice = Random(draw(st.integers(0, 2**32)))

    def has(wish: str) -> bool:
        return dice.random() < common[wish]

    people = tuple(_anybody(i, has, dice, tables, rounds) for i in range(draw(st.integers(6, 60))))
    played = draw(st.integers(0, rounds))
    told = draw(st.booleans())
    rows = [{p.id: dice.randrange(tables) for p in people if p.present(r)} for r in range(rounds)]
    couples = [
        frozenset(tuple(dice.sample(range(len(people)), 2)) for _ in range(dice.randrange(5))) for _ in "at"
    ]
    return Problem(
        people=people,
        tables=tuple(_any_table(number, has, dice) for number in range(tables)),
        rounds=rounds,
        past=tuple(rows[:played]),
        announced={r: rows[r] for r in range(played, rounds) if told and rows[r] and dice.random() < 0.7},
        apart=couples[0],
        together=couples[1],
        fresh_tables=draw(st.booleans()),
        mix_groups=draw(st.booleans()),
        nobody_alone=draw(st.booleans()),
    )


def _any_table(number: int, has, dice: Random) -> Table:
    return Table(
        number,
        seats=dice.choice([4, 5, 5, 8]),
        minimum=dice.choice([2, 3, 4]),
        mode=dice.choice(["onsite", "remote"]) if has("own mode") else "mixed",
        interpreted=frozenset(dice.sample(["es", "pt"], 1)) if has("aided") else frozenset(),
    )


def _anybody(i: int, has, dice: Random, tables: int, rounds: int) -> Person:
    first = dice.randrange(rounds) if has("late") else 0
    spoken = [] if has("silent") else dice.sample(["en", "fr", "es", "pt"], dice.choice([1, 1, 2]))
    return Person(
        i,
        frozenset(spoken),
        mode="remote" if has("remote") else "onsite",
        group=dice.choice(["residents", "city"]) if has("grouped") else None,
        host_table=dice.randrange(tables) if has("host") else None,
        first_round=first,
        last_round=dice.randrange(first, rounds) if has("early") else rounds - 1,
        absences=frozenset(r for r in range(rounds) if has("away")),
        pins={r: dice.randrange(tables) for r in range(rounds) if has("pinned")},
    )

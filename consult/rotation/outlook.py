"""What a café of so many people can be, before anybody is known: for the page where it is set up."""

from __future__ import annotations

from dataclasses import dataclass

from consult.rotation.bounds import bounds
from consult.rotation.construct import rotate
from consult.rotation.paper import paper_rule
from consult.rotation.problem import Person, Problem, Table

MORE_TABLES = 4
"""So many tables more are looked at, as long as three people sit at each."""


@dataclass(frozen=True)
class Outlook:
    """What to expect of a plain café: everybody there all the time, one language.

    reached: a plan in which nobody returns to a table and nobody meets twice is known. table_returns,
    repeat_meetings: no plan has fewer (repeats: of those with the fewest returns); repeats_with_returns: no plan
    has fewer, however often people return. asks: the two aims pull apart, so whoever organises has to choose.
    paper: "plain" or "varied" if that rule on paper is free of both (see `paper`), else None. missing_chairs: people
    beyond all chairs. tables_instead, rounds_instead: the nearest number of tables, or of rounds, for which it is
    reached (None: not needed or not found).
    """

    reached: bool
    table_returns: int = 0
    repeat_meetings: int = 0
    repeats_with_returns: int = 0
    asks: bool = False
    paper: str | None = None
    missing_chairs: int = 0
    tables_instead: int | None = None
    rounds_instead: int | None = None


def outlook(people: int, tables: int, rounds: int, *, hosts: bool, chairs: int = 5) -> Outlook:
    """What can be reached with a head-count only; `people`: everybody, with `hosts` one who stays at each table.

    `chairs` at each table. Raises ValueError for fewer than one person, table or round, or fewer people than hosts.
    """
    if min(people, tables, rounds) < 1 or (hosts and people < tables):
        raise ValueError("too few people, tables or rounds")
    missing = max(0, people - tables * chairs)
    if _reached(people, tables, rounds, hosts):
        rule = paper_rule(people, tables, rounds, hosts=hosts)
        return Outlook(reached=True, paper=rule.kind if rule.works else None, missing_chairs=missing)
    proven = bounds(plain_cafe(people, tables, rounds, hosts=hosts, chairs=chairs))
    alike = None if hosts else rotate(people, tables, rounds, returns=True)
    return Outlook(
        reached=False,
        table_returns=proven.table_returns,
        repeat_meetings=proven.repeat_meetings,
        repeats_with_returns=proven.repeat_meetings_with_returns,
        asks=proven.repeat_meetings > 0 and alike is not None,
        missing_chairs=missing,
        tables_instead=next(
            (
                more
                for more in range(tables + 1, tables + MORE_TABLES + 1)
                if people >= 3 * more and _reached(people, more, rounds, hosts)
            ),
            None,
        ),
        rounds_instead=next(
            (fewer for fewer in range(rounds - 1, 1, -1) if _reached(people, tables, fewer, hosts)), None
        ),
    )


def plain_cafe(people: int, tables: int, rounds: int, *, hosts: bool, chairs: int = 5) -> Problem:
    """A café in which everybody speaks one language and is there all the time; the first people are the hosts."""
    one = frozenset({"en"})
    return Problem(
        people=tuple(
            Person(i, one, host_table=i + 1 if hosts and i < tables else None) for i in range(people)
        ),
        tables=tuple(Table(number, seats=chairs, minimum=1) for number in range(1, tables + 1)),
        rounds=rounds,
    )


def _reached(people: int, tables: int, rounds: int, hosts: bool) -> bool:
    travellers = people - tables if hosts else people
    return travellers >= 0 and (not travellers or rotate(travellers, tables, rounds) is not None)

"""What a café needs that runs on paper alone: numbered places planned without knowing anybody, and the rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from consult import rotation
from consult.domain.words import HostPolicy, Mode, Phase, Seating, TableMode
from consult.extensions import db
from consult.models import CafeTable, Meeting, Participant, Round
from consult.reports import pack as p
from consult.rotation.paper import paper_rule

SMALLEST_TABLE = 3
# More would be another café.
MORE_TABLES = 3


class Places(NamedTuple):
    """Places 1 to N by round number: who sits at which table, who is host; and how good that is."""

    seats: Mapping[int, Mapping[int, int]]
    hosts: Mapping[int, frozenset[int]]
    figures: p.Figures


def numbered_places(row: Meeting) -> Places:
    """As many as are expected; where table hosts stay, the first are theirs. The same for the same numbers.

    In a round that stays, nobody moves.
    """
    plan = rotation.plan(_problem(row), seed=row.id)
    planned = iter(plan.rounds)
    seats: dict[int, Mapping[int, int]] = {}
    for one in row.rounds:
        seats[one.number] = next(planned) if moves(one) else seats[one.number - 1]
    hosts = frozenset(range(1, _hosts(row) + 1))
    figures = p.Figures(plan.measures.repeat_meetings, plan.measures.table_returns, None)
    return Places(seats, {one.number: hosts for one in row.rounds}, figures)


def _problem(row: Meeting) -> rotation.Problem:
    tables = _tables_for(row, row.expected_people)
    hosts = _hosts(row)
    chairs = -(-row.expected_people // len(tables))
    return rotation.Problem(
        people=tuple(
            rotation.Person(
                number, frozenset(), host_table=tables[number - 1].number if number <= hosts else None
            )
            for number in range(1, row.expected_people + 1)
        ),
        tables=tuple(
            rotation.Table(one.number, seats=max(one.seats, chairs), minimum=min(SMALLEST_TABLE, one.seats))
            for one in tables
        ),
        rounds=_moving_rounds(row),
        fresh_tables=row.fresh_tables,
    )


def _hosts(row: Meeting) -> int:
    """How many table hosts stay: one for each table that is used, where that is the way of the meeting."""
    stay = row.host_policy == HostPolicy.FIXED and len(row.rounds) > 1
    return min(len(_tables_for(row, row.expected_people)), row.expected_people) if stay else 0


def rule(row: Meeting) -> p.Rule | None:
    """For whoever is in the hall, or expected there; None where nobody changes tables."""
    people = _people_in_hall(row)
    tables = tuple(table.number for table in _tables_for(row, people))
    rounds, hosts = _moving_rounds(row), row.host_policy == HostPolicy.FIXED
    if len(tables) < 2 or rounds < 2 or people < len(tables) * 2:
        return None
    found = paper_rule(people, len(tables), rounds, hosts=hosts)
    more = None if found.works else _tables_that_help(people, len(tables), rounds, hosts)
    return p.Rule(people, tables, found.moves, found.starts, hosts, found.repeats, found.returns, more)


def _tables_that_help(people: int, tables: int, rounds: int, hosts: bool) -> int | None:
    """The nearest larger number of tables, each with three people or more, with which the rule works."""
    most = min(tables + MORE_TABLES, people // SMALLEST_TABLE)
    choices = range(tables + 1, most + 1)
    return next((more for more in choices if paper_rule(people, more, rounds, hosts=hosts).works), None)


def _people_in_hall(row: Meeting) -> int:
    """Before the meeting at least those who are expected; later those who are there."""
    found = db.session.scalar(
        select(func.count()).where(
            Participant.meeting_id == row.id, Participant.left_at.is_(None), Participant.mode == Mode.ONSITE
        )
    )
    here = int(found or 0)
    return max(here, row.expected_people) if row.phase == Phase.WELCOME else here


def hall_tables(row: Meeting) -> list[CafeTable]:
    """The tables that stand in the hall; all of them where every table is remote."""
    return [table for table in row.tables if table.mode != TableMode.REMOTE] or list(row.tables)


def _tables_for(row: Meeting, people: int) -> list[CafeTable]:
    """The first tables of the hall, as many as so many people fill with three or more."""
    return hall_tables(row)[: max(1, people // SMALLEST_TABLE)]


def moves(one: Round) -> bool:
    """Whether people change tables before this round; they all find one for the first."""
    return one.number == 1 or one.seating == Seating.ROTATE


def _moving_rounds(row: Meeting) -> int:
    return sum(map(moves, row.rounds))

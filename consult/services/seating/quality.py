"""How good the seating of a round is, given all rounds before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.domain.interpretation import languages_of
from consult.models import Meeting, Participant
from consult.services.meeting.rows import taken_seats
from consult.services.seating.problem import horizon, present, seats_by_round

Aided = frozenset[str]
"""The languages interpreted at one table."""
Interpreted = Mapping[int, Aided]
"""Table number → the languages interpreted there."""


@dataclass(frozen=True)
class Quality:
    """Counts of one round: pairs who met before, travellers at a table they know, people without a language."""

    round_number: int
    repeat_meetings: int
    table_returns: int
    without_language: int


def quality(row: Meeting, round_number: int) -> Quality | None:
    """Measured against the rounds before; None while nobody has a seat."""
    taken = taken_seats(row.id, round_number)
    seats = {seat.participant_id: seat.table_number for seat in taken}
    if not seats:
        return None
    held = seats_by_round(row)
    past = [held.get(n, {}) for n in horizon(row) if n < round_number]
    before = pairs(past)
    repeats = sum(1 for pair in pairs([seats]) if pair in before)
    people = {one.id: one for one in present(row.id)}
    settled = {seat.participant_id for seat in taken if seat.is_host}
    settled |= {one.id for one in people.values() if one.kept_table is not None}
    returns = sum(
        1
        for person_id, table in seats.items()
        if person_id not in settled and any(earlier.get(person_id) == table for earlier in past)
    )
    aided = interpreted_at(row)
    lonely = sum(len(alone_at(ids, people, aided.get(table))) for table, ids in by_table(seats).items())
    return Quality(round_number, repeats, returns, lonely)


def without_language(
    seats: Mapping[int, int], people: Mapping[int, Participant], interpreted: Interpreted
) -> set[int]:
    """Tables (numbers) at which somebody shares no language with anybody else, and nobody interprets for them."""
    return {table for table, ids in by_table(seats).items() if alone_at(ids, people, interpreted.get(table))}


def interpreted_at(row: Meeting) -> dict[int, frozenset[str]]:
    """Table number → the languages that are interpreted there."""
    return {table.number: frozenset(languages_of(table.interpretation)) for table in row.tables}


def by_table(seats: Mapping[int, int]) -> dict[int, list[int]]:
    """Table number → ids of the people there."""
    tables: dict[int, list[int]] = {}
    for person_id, table in seats.items():
        tables.setdefault(table, []).append(person_id)
    return tables


def alone_at(
    ids: Sequence[int], people: Mapping[int, Participant], interpreted: Aided | None = None
) -> list[int]:
    """People at one table who share no language with anybody else there; alone at a table is not lonely.

    Whoever speaks an `interpreted` language follows what is said.
    """
    if len(ids) < 2:
        return []
    spoken = {i: set(people[i].languages) for i in ids if i in people}
    return [
        i
        for i in spoken
        if not spoken[i] & (interpreted or frozenset())
        and not any(spoken[i] & spoken[k] for k in spoken if k != i)
    ]


def outside_at(
    ids: Sequence[int], people: Mapping[int, Participant], interpreted: Aided | None = None
) -> list[int]:
    """People at one table who do not speak the language that most there speak, and nobody interprets for them."""
    unaided = [i for i in ids if not set(people[i].languages) & (interpreted or frozenset())]
    spoken = Counter(code for i in unaided for code in people[i].languages)
    if not spoken:
        return []
    usual = min(spoken, key=lambda code: (-spoken[code], code))
    return [i for i in unaided if usual not in people[i].languages]


def pairs(rounds: Sequence[Mapping[int, int]]) -> Counter[tuple[int, int]]:
    """How often each two people sat together, the smaller id first."""
    found: Counter[tuple[int, int]] = Counter()
    for seats in rounds:
        for ids in by_table(seats).values():
            ordered = sorted(ids)
            found.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return found

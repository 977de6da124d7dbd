"""The seating as the facilitator looks at it: one round table by table, the whole plan in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import select

from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Seat, SeatingReview, SeatingWish
from consult.services.catch_up.outlook import outlook
from consult.services.catch_up.seating_change import proposal, undo
from consult.services.catch_up.sight import Sight, been, figures, name_of, settled, sight_of
from consult.services.clock import now
from consult.services.meeting import presence, rows
from consult.services.meeting.wire import Wire, sign_wire
from consult.services.seating import ahead, steps
from consult.services.seating.problem import horizon, stays
from consult.services.seating.quality import alone_at, by_table, outside_at, pairs
from consult.services.seating.worth import measures


def seating(row: Meeting, round_number: int | None) -> Wire:
    """What `seating.show` answers; raises Refused for a round that does not exist."""
    number = round_number or rows.live_meeting(row).seated_round
    if number > len(row.rounds):
        raise Refused("no_such_round")
    sight = sight_of(row, number)
    found = ahead.review(row.id)
    return {
        "version": row.version,
        "round": number,
        "phase": row.phase,
        "rounds": [_round(sight_of(row, r.number, sight)) for r in row.rounds],
        "tables": _tables(sight),
        "unseated": [_person(sight, one, None, {}) for one in sight.people if one not in sight.here],
        "totals": _totals(sight),
        "bounds": _bounds(found),
        "outlook": outlook(row, found),
        "planning": "working" if ahead.planning(row.id) else "ready" if found else "none",
        "proposal": proposal(row, found, sight),
        "wishes": _wishes(sight),
        "undo": undo(steps.last(row.id), sight.people),
        "settings": {
            "fresh_tables": row.fresh_tables,
            "mix_groups": row.mix_groups,
            "host_policy": row.host_policy,
        },
    }


def _round(sight: Sight) -> Wire:
    row, number, here = sight.row, sight.number, sight.here
    before = pairs(sight.earlier)
    staying = settled(sight)
    return {
        "number": number,
        "rotates": not stays(row, number),
        "state": _state(row, number, bool(here)),
        "repeat_meetings": 0 if stays(row, number) else sum(1 for pair in pairs([here]) if pair in before),
        "table_returns": 0
        if stays(row, number)
        else sum(one not in staying and been(sight, one, table) for one, table in here.items()),
        "without_language": _counted(alone_at, sight),
        "outside_language": _counted(outside_at, sight),
        "same_group_pairs": _same_group(sight),
        "seated": len(here),
    }


def _counted(whom: Callable[..., list[int]], sight: Sight) -> int:
    """`alone_at` or `outside_at`, over all tables."""
    tables = by_table(sight.here).items()
    return sum(len(whom(ids, sight.people, sight.interpreted.get(table))) for table, ids in tables)


def _state(row: Meeting, number: int, seated: bool) -> str:
    live = rows.live_meeting(row)
    if number < live.seated_round or (number == row.round_number and row.phase != Phase.ROUND):
        return "held"
    if number == row.round_number:
        return "open"
    if not seated:
        return "empty"
    return "shown" if number == live.seated_round else "planned"


def _tables(sight: Sight) -> list[Wire]:
    stored = db.session.scalars(
        select(Seat).where(Seat.meeting_id == sight.row.id, Seat.round_number == sight.number)
    )
    seats = {seat.participant_id: seat for seat in stored}
    at = by_table(sight.here)
    met = pairs(sight.earlier)
    tables = []
    for table in sight.row.tables:
        ids = sorted(at.get(table.number, []))
        aided = sight.interpreted.get(table.number)
        alone, outside = set(alone_at(ids, sight.people, aided)), set(outside_at(ids, sight.people, aided))
        again = _again(ids, met) if not stays(sight.row, sight.number) else {}
        spoken = Counter(code for one in ids for code in sight.people[one].languages)
        tables.append(
            {
                **sign_wire(table.number),
                "seats": table.seats,
                "mode": table.mode,
                "too_many": max(0, len(ids) - table.seats),
                "no_shared_language": bool(alone),
                "languages": dict(spoken.most_common()),
                "interpretation": table.interpretation,
                "people": [
                    {
                        **_person(sight, one, seats.get(one), again),
                        "alone": one in alone,
                        "outside": one in outside,
                    }
                    for one in ids
                ],
            }
        )
    return tables


def _person(sight: Sight, one: int, seat: Seat | None, again: Mapping[int, list[int]]) -> Wire:
    """What steering takes. Not the group: it was given for the counts of the report."""
    person = sight.people[one]
    opened = sight.row.opened_at
    held = sight.earlier[-1] if sight.earlier else {}
    returns = seat is not None and not stays(sight.row, sight.number) and one not in settled(sight)
    return {
        "id": one,
        "name": name_of(person),
        "language": person.language,
        "languages": person.languages,
        "mode": person.mode,
        "state": presence.state(one, now()),
        "is_host": bool(seat and seat.is_host),
        "pinned": "always" if person.kept_table is not None else "round" if seat and seat.pinned else None,
        "sits_out": person.sits_out,
        "is_new": opened is not None and person.joined_at > opened,
        "returns": returns and seat is not None and been(sight, one, seat.table_number),
        "meets_again": again.get(one, []),
        "alone": False,
        "outside": False,
        "from_table": held.get(one),
    }


def _again(ids: list[int], met: Counter[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in combinations(ids, 2):
        if met[one, other]:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _same_group(sight: Sight) -> int:
    found = 0
    for ids in by_table(sight.here).values():
        groups = Counter(sight.people[one].group_key for one in ids if sight.people[one].group_key)
        found += sum(n * (n - 1) // 2 for n in groups.values())
    return found


def _totals(sight: Sight) -> Wire:
    found = measures(sight.row, sight.seats)
    return {
        **figures(found),
        "unseated": found.unseated,
        "pairs_met": len(pairs([sight.seats.get(n, {}) for n in horizon(sight.row)])),
        "people": len(sight.people),
    }


def _bounds(found: SeatingReview | None) -> Wire | None:
    bounds: dict[str, Any] = (found.found.get("bounds") or {}) if found else {}
    if not bounds:
        return None
    return {
        "repeat_meetings": bounds.get("repeat_pairs", 0),
        "table_returns": bounds.get("repeat_tables", 0),
        "outside_language": bounds.get("no_language", 0),
    }


def _wishes(sight: Sight) -> list[Wire]:
    stored = db.session.scalars(
        select(SeatingWish).where(SeatingWish.meeting_id == sight.row.id).order_by(SeatingWish.id)
    )
    return [
        {
            "id": wish.id,
            "together": wish.together,
            "one": {"id": wish.one_id, "name": name_of(sight.people[wish.one_id])},
            "other": {"id": wish.other_id, "name": name_of(sight.people[wish.other_id])},
            "kept": _is_kept(wish, sight.here),
        }
        for wish in stored
        if {wish.one_id, wish.other_id} <= set(sight.people)
    ]


def _is_kept(wish: SeatingWish, here: Mapping[int, int]) -> bool | None:
    if wish.one_id not in here or wish.other_id not in here:
        return None
    return (here[wish.one_id] == here[wish.other_id]) is wish.together

"""One round of a meeting as the facilitator looks at it, and how good a seating is in figures."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from consult import rotation
from consult.models import Meeting, Participant
from consult.services.meeting.wire import Wire
from consult.services.seating.problem import SeatsByRound, horizon, present, seats_by_round
from consult.services.seating.quality import Interpreted, interpreted_at


@dataclass(frozen=True)
class Sight:
    """What the view is made from: the meeting, who is here, and who sits where in every round."""

    row: Meeting
    number: int
    people: dict[int, Participant]
    seats: SeatsByRound
    earlier: list[dict[int, int]]
    interpreted: Interpreted

    @property
    def here(self) -> dict[int, int]:
        return {one: table for one, table in self.seats.get(self.number, {}).items() if one in self.people}


def sight_of(row: Meeting, number: int, known: Sight | None = None) -> Sight:
    """Everything about one round of a meeting."""
    seats = known.seats if known else seats_by_round(row)
    people = known.people if known else {one.id: one for one in present(row.id)}
    earlier = [seats.get(n, {}) for n in horizon(row) if n < number]
    return Sight(row, number, people, seats, earlier, known.interpreted if known else interpreted_at(row))


def settled(sight: Sight) -> set[int]:
    """Table hosts and others who stay where they are: they do not return, they never left."""
    return {
        one.id for one in sight.people.values() if one.host_table is not None or one.kept_table is not None
    }


def been(sight: Sight, one: int, table: int) -> bool:
    return any(seats.get(one) == table for seats in sight.earlier)


def figures(found: rotation.Measures) -> Wire:
    """Measures as the screens name them: without_language shares no language with anybody at the table,
    outside_language does not speak the one most people there speak; whoever is interpreted for is neither.
    """
    return {
        "repeat_meetings": found.repeat_meetings,
        "table_returns": found.table_returns,
        "without_language": found.isolated,
        "outside_language": found.without_language,
        "same_group_pairs": found.same_group_pairs,
        "uneven": found.uneven,
        "apart": found.apart_violations,
        "together": found.together_violations,
    }


def name_of(participant: Participant) -> str:
    """The nickname, or a number for guests without one."""
    return participant.nickname or _("Guest %(number)s", number=participant.id)

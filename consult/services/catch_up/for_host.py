"""What a table host may look up: what the meeting and their table have spoken about, and what they could ask."""

from __future__ import annotations

from consult.domain.errors import Refused
from consult.domain.words import Phase, Seating
from consult.services.assessment import coverage as covering
from consult.services.catch_up.reader import in_hall
from consult.services.hall import Hall, touched_in
from consult.services.meeting.wire import Wire


def coverage(participant_id: int) -> Wire:
    """For a table host: what the whole meeting has touched, what this table has (`here`: notes by track), and prompts for
    the tracks it has not. Raises Refused("not_recognised" or "hosts_only")."""
    me, hall = in_hall(participant_id)
    seat = hall.seats.get(me.id)
    if seat is None or not seat.is_host or hall.meeting.phase != Phase.ROUND:
        raise Refused("hosts_only")
    found = touched_in(hall)
    here = found.tracks_at(seat.table, _rounds_of_group(hall))
    empty = [track for track, notes in here.items() if not notes]
    return {
        **covering.told(found, me.language),
        "here": here,
        "prompts": covering.offered(hall.meeting, me.language, empty),
    }


def _rounds_of_group(hall: Hall) -> range:
    """The rounds in which the same group has sat together until now."""
    first = hall.seated_round
    while first > 1 and (one := hall.round(first)) is not None and one.seating == Seating.STAY:
        first -= 1
    return range(first, hall.seated_round + 1)

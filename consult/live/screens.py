"""What every screen may ask: its state, and what time it is."""

from __future__ import annotations

from typing import Any

from consult.domain.errors import Refused
from consult.extensions import db
from consult.live import events, pace
from consult.live.answers import answered
from consult.live.payloads import Nothing, parse
from consult.live.who import Who, let_in
from consult.models import Meeting
from consult.services import catch_up as states
from consult.services.clock import now
from consult.services.meeting.wire import millis


def register() -> None:
    """Attach the handlers."""
    events.on("catch_up", catch_up)
    events.on("ballot.read", read_ballot)
    events.on("past_notes.read", read_past_notes)
    events.on("coverage.read", read_coverage)
    events.on("clock.probe", probe)


@answered("any", recognise=let_in)
def catch_up(who: Who, payload: Any) -> dict[str, Any]:
    """The whole truth for this screen."""
    parse(Nothing, payload)
    if who.kind == "phone":
        return states.phone(who.id)
    meeting = db.session.get(Meeting, who.meeting_id)
    if meeting is None:
        raise Refused("not_recognised")
    if who.kind == "console":
        return states.console(meeting)
    return states.projector(meeting)


@answered("phone", recognise=let_in)
def read_ballot(who: Who, payload: Any) -> dict[str, Any]:
    """What can be voted for: as long as its mark in the state stays the same, nobody has to ask again."""
    parse(Nothing, payload)
    return states.ballot(who.id)


@answered("phone", recognise=let_in)
def read_past_notes(who: Who, payload: Any) -> dict[str, Any]:
    """What the others wrote at the tables where somebody sat: to read it once more, and to correct a translation."""
    parse(Nothing, payload)
    return states.past_notes(who.id)


@answered("phone", recognise=let_in, patience=pace.LAST)
def read_coverage(who: Who, payload: Any) -> dict[str, Any]:
    """For a table host: what the meeting and their own table have spoken about, and what they could ask."""
    parse(Nothing, payload)
    return states.coverage(who.id)


@answered("any", cost=0.2)
def probe(_who: Who, _payload: Any) -> dict[str, Any]:
    """What the server's clock says."""
    return {"now": millis(now())}

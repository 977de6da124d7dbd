"""What a console may send about seats."""

from __future__ import annotations

from typing import Any

from consult.domain.errors import Refused
from consult.extensions import db
from consult.live import events
from consult.live import payloads as p
from consult.live.answers import answered
from consult.live.who import Who
from consult.models import Meeting
from consult.services import catch_up
from consult.services.seating import interpreting, steer

Answer = dict[str, Any]


def register() -> None:
    """Attach the handlers, under the names they have on the wire."""
    events.on("seating.show", show)
    events.on("seating.preview", preview)
    events.on("participant.move", move)
    events.on("seating.swap", swap)
    events.on("seating.pin", pin)
    events.on("seating.keep", keep)
    events.on("pair.wish", wish)
    events.on("participant.sit_out", sit_out)
    events.on("host.appoint", appoint_host)
    events.on("seating.settings", choose_aims)
    events.on("seating.take", take)
    events.on("seating.dismiss", dismiss)
    events.on("seating.undo", undo)
    events.on("interpretation.set", set_interpretation)


@answered("console", cost=0.2)
def show(who: Who, payload: Any) -> Answer:
    """A round table by table, and the whole plan in figures."""
    return catch_up.seating(_meeting(who), p.parse(p.OfSeating, payload).round)


@answered("console", cost=0.2)
def preview(who: Who, payload: Any) -> Answer:
    """What a change would bring, before it is made."""
    wish = p.parse(p.SeatPreview, payload)
    return catch_up.preview(
        _meeting(who), wish.round, swap=wish.swap, move=wish.move.model_dump() if wish.move else None
    )


@answered("console")
def move(who: Who, payload: Any) -> Answer:
    """Another table for somebody."""
    wish = p.parse(p.Move, payload)
    version = steer.move(
        who.meeting_id, wish.participant_id, wish.table, wish.round, seen_version=wish.version
    )
    return {"version": version}


@answered("console")
def swap(who: Who, payload: Any) -> Answer:
    """Two people change places."""
    wish = p.parse(p.Swap, payload)
    version = steer.swap(who.meeting_id, wish.round, wish.one, wish.other, seen_version=wish.version)
    return {"version": version}


@answered("console")
def pin(who: Who, payload: Any) -> Answer:
    """Somebody, or a whole table, stays put in a round."""
    wish = p.parse(p.Pins, payload)
    return {"version": steer.pin(who.meeting_id, wish.round, wish.participant_ids, wish.on)}


@answered("console")
def keep(who: Who, payload: Any) -> Answer:
    """Somebody stays at one table in every round."""
    wish = p.parse(p.Appointment, payload)
    return {"version": steer.keep(who.meeting_id, wish.participant_id, wish.on)}


@answered("console")
def wish(who: Who, payload: Any) -> Answer:
    """Two people are kept apart, or together."""
    pair = p.parse(p.PairWish, payload)
    together = None if pair.wish is None else pair.wish == "together"
    return {"version": steer.wish(who.meeting_id, pair.one, pair.other, together)}


@answered("console")
def sit_out(who: Who, payload: Any) -> Answer:
    """Somebody rests for a round, or comes back."""
    wish = p.parse(p.Appointment, payload)
    return {"version": steer.let_sit_out(who.meeting_id, wish.participant_id, wish.on)}


@answered("console")
def appoint_host(who: Who, payload: Any) -> Answer:
    """Somebody becomes the table host, or is relieved."""
    wish = p.parse(p.Appointment, payload)
    return {"version": steer.appoint_host(who.meeting_id, wish.participant_id, wish.on)}


@answered("console")
def choose_aims(who: Who, payload: Any) -> Answer:
    """What counts in planning."""
    wish = p.parse(p.Aims, payload)
    return {"version": steer.choose_aims(who.meeting_id, wish.fresh_tables, wish.mix_groups)}


@answered("console")
def take(who: Who, payload: Any) -> Answer:
    """The better plan that was shown."""
    return {"version": steer.take(who.meeting_id, p.parse(p.Proposal, payload).fingerprint)}


@answered("console")
def dismiss(who: Who, payload: Any) -> Answer:
    """The seats stay as they are."""
    return {"version": steer.dismiss(who.meeting_id, p.parse(p.Proposal, payload).fingerprint)}


@answered("console")
def undo(who: Who, payload: Any) -> Answer:
    """The last step is taken back."""
    return {"version": steer.undo(who.meeting_id, p.parse(p.OfStep, payload).step)}


@answered("console")
def set_interpretation(who: Who, payload: Any) -> Answer:
    """An interpreter has turned up, or goes to another table."""
    wish = p.parse(p.Interpretation, payload)
    channels = [(one.language, one.how) for one in wish.channels]
    version = interpreting.set_interpretation(who.meeting_id, wish.table, channels, seen_version=wish.version)
    return {"version": version}


def _meeting(who: Who) -> Meeting:
    row = db.session.get(Meeting, who.meeting_id)
    if row is None:
        raise Refused("not_recognised")
    return row

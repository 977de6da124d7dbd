"""Steps of the facilitator that can be taken back: how seats, hosts, wishes and aims were before each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, select

from consult.domain import seating_commands as s
from consult.domain import seating_events as se
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingStep, SeatingWish
from consult.services.clock import now
from consult.services.meeting import interpretation as interpretations
from consult.services.meeting.rows import live_meeting

MOST_STEPS = 20


def remember(
    row: Meeting, what: str, about: Mapping[str, Any], *, interpretation: Collection[int | None] = ()
) -> None:
    """Keep the seating as it is now, before `what` is done; `about` fills in its sentence.

    `interpretation`: the tables (None: the plenary) whose interpretation it changes.
    """
    stored = _steps(row.id)
    for old in stored[: max(0, len(stored) - MOST_STEPS + 1)]:
        db.session.delete(old)
    before = {**_snapshot(row), "interpretation": interpretations.kept(row, interpretation)}
    step = SeatingStep(meeting_id=row.id, what=what, about=dict(about), before=before, made_at=now())
    db.session.add(step)


def last(meeting_id: int) -> SeatingStep | None:
    """The step that would be taken back."""
    stored = _steps(meeting_id)
    return stored[-1] if stored else None


def forget(meeting_id: int) -> None:
    """The phase has changed: what was before it cannot come back."""
    db.session.execute(delete(SeatingStep).where(SeatingStep.meeting_id == meeting_id))


def before(step: SeatingStep) -> s.SeatingBefore:
    """A stored step as the rules take it."""
    stored = step.before
    return s.SeatingBefore(
        seats={
            int(number): {int(one): s.SeatBefore(*seat) for one, seat in seats.items()}
            for number, seats in stored["seats"].items()
        },
        people={int(one): s.PersonBefore(*kept) for one, kept in stored["people"].items()},
        wishes=tuple((one, other, together) for one, other, together in stored["wishes"]),
        fresh_tables=stored["fresh_tables"],
        mix_groups=stored["mix_groups"],
        interpretation=interpretations.as_before(stored.get("interpretation", {})),
    )


def restore(row: Meeting, event: se.SeatingRestored) -> None:
    """Write everything back for those who are still here; whoever came since keeps their seats."""
    row.fresh_tables, row.mix_groups = event.before.fresh_tables, event.before.mix_groups
    for table, channels in event.before.interpretation.items():
        interpretations.store(row, table, channels)
    staying = {one.id: one for one in _present(row.id)}
    known = {one: kept for one, kept in event.before.people.items() if one in staying}
    for one, kept in known.items():
        person = staying[one]
        person.host_table, person.kept_table, person.sits_out = (
            kept.host_table,
            kept.kept_table,
            kept.sits_out,
        )
    for seat in _seats(row):
        if seat.participant_id in known:
            db.session.delete(seat)
    db.session.flush()
    for number, seats in event.before.seats.items():
        for one, was in seats.items():
            if one in known:
                seat = Seat(
                    meeting_id=row.id, round_number=number, participant_id=one, table_number=was.table
                )
                seat.is_host, seat.pinned = was.is_host, was.pinned
                db.session.add(seat)
    db.session.execute(delete(SeatingWish).where(SeatingWish.meeting_id == row.id))
    for one, other, together in event.before.wishes:
        if one in staying and other in staying:
            wish = SeatingWish(meeting_id=row.id, one_id=one, other_id=other, together=together)
            db.session.add(wish)


def _steps(meeting_id: int) -> list[SeatingStep]:
    found = select(SeatingStep).where(SeatingStep.meeting_id == meeting_id).order_by(SeatingStep.id)
    return list(db.session.scalars(found))


def _snapshot(row: Meeting) -> dict[str, Any]:
    seats: dict[str, dict[str, list[Any]]] = {}
    for seat in _seats(row):
        kept = [seat.table_number, seat.is_host, seat.pinned]
        seats.setdefault(str(seat.round_number), {})[str(seat.participant_id)] = kept
    wishes = db.session.scalars(select(SeatingWish).where(SeatingWish.meeting_id == row.id))
    return {
        "seats": seats,
        "people": {str(p.id): [p.host_table, p.kept_table, p.sits_out] for p in _present(row.id)},
        "wishes": [[wish.one_id, wish.other_id, wish.together] for wish in wishes],
        "fresh_tables": row.fresh_tables,
        "mix_groups": row.mix_groups,
    }


def _seats(row: Meeting) -> list[Seat]:
    """Those of the round that counts now and of the planned ones after it."""
    number = live_meeting(row).seated_round
    found = select(Seat).where(Seat.meeting_id == row.id, Seat.round_number >= number)
    return list(db.session.scalars(found))


def _present(meeting_id: int) -> list[Participant]:
    found = select(Participant).where(Participant.meeting_id == meeting_id, Participant.left_at.is_(None))
    return list(db.session.scalars(found))

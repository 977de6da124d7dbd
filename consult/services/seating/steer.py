"""What the facilitator does about seats. Every step can be taken back until the phase changes."""

from __future__ import annotations

from collections.abc import Sequence

from consult.domain import commands as c
from consult.domain import seating_commands as s
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.extensions import db
from consult.models import Meeting
from consult.services.meeting import contribute, news, rows
from consult.services.meeting.conduct import conduct, deciding
from consult.services.seating import ahead, steps
from consult.services.seating.taking import taking


def move(
    meeting_id: int,
    participant_id: int,
    table: int,
    round_number: int | None = None,
    *,
    seen_version: int | None = None,
) -> int:
    """Give somebody a seat at another table, in the round that counts now or a later one.

    `seen_version` as in `conduct`: what was foreseen for the seats as they were is not done to other seats.
    """
    participant = rows.participant_of(meeting_id, participant_id)

    def command(row: Meeting, live: LiveMeeting) -> c.Command:
        number = live.seated_round if round_number is None else round_number
        before = rows.person(participant).tables.get(number)
        steps.remember(row, "move", {"one": participant_id, "table": table, "round": number})
        return s.MoveParticipant(participant_id, table, before, number)

    return conduct(meeting_id, command, seen_version=seen_version)


def swap(
    meeting_id: int, round_number: int, one_id: int, other_id: int, *, seen_version: int | None = None
) -> int:
    """Two people change places in a round; `seen_version` as for `move`."""
    one, other = (rows.participant_of(meeting_id, i) for i in (one_id, other_id))

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        about = {"one": one_id, "other": other_id, "round": round_number}
        steps.remember(row, "swap", about)
        tables = [rows.person(each).tables.get(round_number) for each in (one, other)]
        return s.SwapSeats(round_number, one_id, tables[0], other_id, tables[1])

    return conduct(meeting_id, command, seen_version=seen_version)


def pin(meeting_id: int, round_number: int, participant_ids: Sequence[int], on: bool) -> int:
    """Fix where people sit in a round, or let planning move them again."""
    for participant_id in participant_ids:
        rows.participant_of(meeting_id, participant_id)

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        about = {"one": participant_ids[0], "people": len(participant_ids), "round": round_number}
        steps.remember(row, "pin" if on else "unpin", about)
        return s.PinSeats(round_number, tuple(participant_ids), on)

    return conduct(meeting_id, command)


def keep(meeting_id: int, participant_id: int, on: bool) -> int:
    """Let somebody stay at the table where they sit now in every round, without being its host."""
    participant = rows.participant_of(meeting_id, participant_id)

    def command(row: Meeting, live: LiveMeeting) -> c.Command:
        table = rows.person(participant).tables.get(live.seated_round) if on else None
        if on and table is None:
            raise Refused("person_not_seated")
        steps.remember(row, "keep" if on else "travel", {"one": participant_id, "table": table})
        return s.KeepAtTable(participant_id, table)

    return conduct(meeting_id, command)


def wish(meeting_id: int, one_id: int, other_id: int, together: bool | None) -> int:
    """Keep two people apart, together, or neither."""
    for participant_id in (one_id, other_id):
        rows.participant_of(meeting_id, participant_id)

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        what = {True: "together", False: "apart", None: "no_wish"}[together]
        steps.remember(row, what, {"one": one_id, "other": other_id})
        return s.WishPair(one_id, other_id, together)

    return conduct(meeting_id, command)


def let_sit_out(meeting_id: int, participant_id: int, on: bool) -> int:
    """Somebody rests for the round that counts now, or comes back to a chair at once."""
    participant = rows.participant_of(meeting_id, participant_id)
    with deciding(meeting_id) as row:
        steps.remember(row, "sit_out" if on else "come_back", {"one": participant_id})
        return contribute.sit_out(participant, on)


def appoint_host(meeting_id: int, participant_id: int, on: bool) -> int:
    """Make somebody the host of the table where they sit, or relieve them."""
    participant = rows.participant_of(meeting_id, participant_id)

    def command(row: Meeting, live: LiveMeeting) -> c.Command:
        table = rows.person(participant).tables.get(live.seated_round)
        steps.remember(row, "host" if on else "no_host", {"one": participant_id, "table": table})
        return c.AppointHost(participant_id, on, table)

    return conduct(meeting_id, command)


def choose_aims(meeting_id: int, fresh_tables: bool, mix_groups: bool) -> int:
    """Whether returning to a table is worse than meeting somebody again, and whether groups are mixed."""

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        steps.remember(row, "aims", {})
        return s.ChooseAims(fresh_tables, mix_groups)

    return conduct(meeting_id, command)


def take(meeting_id: int, fingerprint: str) -> int:
    """Take the plan that was shown; refused when the meeting has changed since."""

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        rounds = ahead.proposed(row, fingerprint)
        if rounds is None:
            raise Refused("changed_meanwhile")
        steps.remember(row, "take", {})
        return taking(row, rounds)

    return conduct(meeting_id, command)


def dismiss(meeting_id: int, fingerprint: str) -> int:
    """Keep the seats as they are."""
    with deciding(meeting_id) as row:
        ahead.dismiss(row, fingerprint)
        db.session.commit()
    news.touch(row.id, row.version)
    return row.version


def undo(meeting_id: int, step_id: int | None = None) -> int:
    """Take the last step back; refused when it is no longer the one that was read."""

    def command(row: Meeting, _: LiveMeeting) -> c.Command:
        step = steps.last(row.id)
        if step is None:
            raise Refused("nothing_to_undo")
        if step_id not in (None, step.id):
            raise Refused("changed_meanwhile")
        db.session.delete(step)
        return s.UndoSeating(steps.before(step))

    return conduct(meeting_id, command)

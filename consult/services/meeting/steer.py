"""What the facilitator does beyond the plain commands: people, notes, tables."""

from __future__ import annotations

from consult.domain import commands as c
from consult.domain import meeting as rules
from consult.domain.clock import Choice
from consult.domain.errors import Refused
from consult.domain.seating import require_table
from consult.extensions import db
from consult.models import Meeting, Participant
from consult.services.assessment import coverage
from consult.services.clock import now
from consult.services.meeting import contribute, join, rows, stances
from consult.services.meeting.conduct import conduct
from consult.services.seating import steer as seating_steps

PLAIN: dict[str, c.Command] = {
    "round.open": c.OpenRound(),
    "round.close": c.CloseRound(),
    "round.pause": c.PauseRound(),
    "round.resume": c.ResumeRound(),
    "harvest.begin": c.BeginHarvest(),
    "meeting.close": c.CloseMeeting(),
    "voting.open": c.OpenVoting(),
    "voting.close": c.CloseVoting(),
    "acceptability.close": c.CloseAcceptability(),
}


def steer(meeting_id: int, command: c.Command, seen_version: int | None = None) -> int:
    """Carry out a command that needs nothing looked up."""
    return conduct(meeting_id, lambda *_: command, seen_version=seen_version)


def preview_extension(meeting_id: int, minutes: int) -> tuple[Meeting, tuple[Choice, Choice]]:
    """What extending the open round would do to the rest; changes nothing."""
    row = _meeting(meeting_id)
    return row, rules.preview_extension(rows.live_meeting(row), minutes, now())


def open_acceptability(meeting_id: int, most: int | None, seen_version: int | None = None) -> int:
    """Ask everybody whether they can live with the main points, or with the `most` first of them."""
    return conduct(
        meeting_id,
        lambda row, _: c.OpenAcceptability(tuple(stances.worth_asking(row, most))),
        seen_version=seen_version,
    )


def send_prompt(meeting_id: int, key: str, table: int | None) -> int:
    """Put a ready question to the host of a table, or to all hosts, each in their language."""
    if coverage.prompt(_meeting(meeting_id).consultation, key) is None:
        raise Refused("no_such_prompt")
    return steer(meeting_id, c.SendPrompt(key, table))


def hide_note(meeting_id: int, note_id: int, reason: str) -> int:
    """Take a note off every screen and out of every export; the reason is kept."""
    return conduct(
        meeting_id,
        lambda *_: c.HideNote(rows.note_ref(rows.note_of(meeting_id, note_id)), reason),
        about=note_id,
    )


def show_note(meeting_id: int, note_id: int) -> int:
    """Bring a hidden note back."""
    return conduct(
        meeting_id, lambda *_: c.ShowNote(rows.note_ref(rows.note_of(meeting_id, note_id))), about=note_id
    )


def hide_objection(meeting_id: int, objection_id: int, reason: str) -> int:
    """Take the words of an objection off every page and out of every export; the reason is kept."""
    return conduct(
        meeting_id, lambda *_: c.HideObjection(stances.objection_of(meeting_id, objection_id), reason)
    )


def show_objection(meeting_id: int, objection_id: int) -> int:
    """Bring the words of a hidden objection back."""
    return conduct(meeting_id, lambda *_: c.ShowObjection(stances.objection_of(meeting_id, objection_id)))


def add_participant(
    meeting_id: int,
    *,
    nickname: str,
    language: str,
    languages: list[str],
    group_key: str | None,
    mode: str,
    table: int | None,
) -> tuple[int, str, int | None]:
    """A latecomer, perhaps without a phone: (version, token of their personal link, table)."""
    row = _meeting(meeting_id)
    if table is not None:
        require_table(rows.live_meeting(row), table)
    participant, token = join.join(
        row,
        nickname=nickname,
        language=language,
        languages=languages,
        group_key=group_key,
        mode=mode,
        consented=False,
        by_facilitator=True,
    )
    seated = _table_now(row, participant)
    # In the harvest nobody has a seat any more.
    if table is not None and seated is not None:
        seating_steps.move(meeting_id, participant.id, table)
        seated = table
    return row.version, token, seated


def remove_participant(meeting_id: int, participant_id: int) -> int:
    """Somebody has gone home or must go: their seat is free, their notes stay."""
    return contribute.send_home(rows.participant_of(meeting_id, participant_id))


def _table_now(row: Meeting, participant: Participant) -> int | None:
    return rows.person(participant).tables.get(rows.live_meeting(row).seated_round)


def _meeting(meeting_id: int) -> Meeting:
    row = db.session.get(Meeting, meeting_id)
    if row is None:
        raise Refused("not_recognised")
    return row

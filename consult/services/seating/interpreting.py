"""An interpreter turns up, or is sent to another table, while the meeting runs."""

from __future__ import annotations

from collections.abc import Sequence

from consult.domain import channels as rules
from consult.domain import seating_commands as s
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.words import Phase
from consult.models import Meeting
from consult.services.meeting.conduct import conduct
from consult.services.seating import steps


def set_interpretation(
    meeting_id: int,
    table: int | None,
    channels: Sequence[tuple[str, str]],
    *,
    seen_version: int | None = None,
) -> int:
    """From now on these languages (code, how to listen) are interpreted at a table, or (None) in plenary.

    Returns the meeting's version. Raises Refused for a table that does not exist and for a link that is none.
    """
    for _language, how in channels:
        if problem := rules.problem_with(how):
            raise Refused(problem)

    def command(row: Meeting, live: LiveMeeting) -> s.SetInterpretation:
        about = {"table": table, "languages": [code for code, _how in channels]}
        if live.phase is not Phase.HARVEST:
            # Afterwards nothing about the seating is taken back.
            steps.remember(row, "interpret", about, interpretation=[table])
        return s.SetInterpretation(table, tuple(channels))

    return conduct(meeting_id, command, seen_version=seen_version)

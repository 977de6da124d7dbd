"""Interpretation as a screen shows it: how one person listens, and for a facilitator who cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from consult.domain.interpretation import channel_for, is_link, languages_of, uncovered
from consult.domain.words import Phase
from consult.models import Meeting, Participant
from consult.services.hall import Hall
from consult.services.hall.read import Sitting
from consult.services.meeting.wire import Wire


def for_reader(hall: Hall, me: Row[Any], seat: Sitting | None) -> Wire | None:
    """How somebody listens now: at their table while rounds are held, else in plenary. None: nothing to tell.

    With `language` None nobody interprets for them in plenary; `languages` are those that are interpreted.
    """
    phase = hall.meeting.phase
    if phase == Phase.CLOSED:
        return None
    at_tables = phase in (Phase.ROUND, Phase.MOVING)
    table = hall.tables.get(seat.table) if seat and at_tables else None
    if at_tables and table is None:
        return None
    declared = hall.meeting.interpretation if table is None else table.interpretation
    channel = channel_for(declared, me.language, me.languages)
    if channel is not None:
        number = None if table is None else table.number
        return {**channel, "link": is_link(channel["how"]), "table": number}
    if table is None and uncovered(declared, me.languages):
        return {"language": None, "languages": list(languages_of(declared)), "table": None}
    return None


def for_facilitator(row: Meeting, people: Iterable[Participant]) -> Wire:
    """What the plenary offers, how many people cannot use it, and which languages these speak."""
    lost = [one for one in people if uncovered(row.interpretation, one.languages)]
    spoken = Counter(code for one in lost for code in one.languages)
    return {
        "channels": row.interpretation,
        "not_covered": len(lost),
        "not_covered_by_language": dict(spoken.most_common()),
    }

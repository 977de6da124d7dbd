"""Asking for slower speech: about whom it is, how often it counts, and how long it is shown. All in seconds."""

from __future__ import annotations

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain.errors import Refused
from consult.domain.state import Meeting
from consult.domain.words import Phase

# Everybody together, in a welcome or a harvest; café tables begin with 1.
PLENARY = 0
# Within it the same person is not counted again at the same place: asking twice is no second wish.
AGAIN_AFTER_SECONDS = 30
# How long those who speak are shown that somebody has asked.
SHOWN_SECONDS = 20
# Where fewer people are, a number would say who it was.
FEWEST_COUNTED = 3


def place(phase: Phase, seated_at: int | None) -> int | None:
    """The table whose speech somebody hears who sits there, `PLENARY`, or None where nobody speaks to them."""
    if phase in (Phase.WELCOME, Phase.HARVEST):
        return PLENARY
    return seated_at if phase is Phase.ROUND else None


def ask(meeting: Meeting, command: c.AskSlower, now: float) -> list[e.SlowerAsked]:
    """Somebody cannot follow; nothing happens where they have just asked. Raises Refused."""
    number = meeting.round_number
    table = place(meeting.phase, command.author.tables.get(number))
    if table is None:
        raise Refused("not_seated" if meeting.phase is Phase.ROUND else "nobody_speaks")
    last = command.asked.get((number, table))
    if last is not None and 0 <= now - last < AGAIN_AFTER_SECONDS:
        return []
    return [e.SlowerAsked(command.author.id, number, table, now)]

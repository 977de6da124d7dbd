"""The closed lists that rows, payloads and screens share."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a meeting is: WELCOME → (ROUND → MOVING)… → HARVEST → CLOSED."""

    WELCOME = "welcome"
    ROUND = "round"
    MOVING = "moving"
    HARVEST = "harvest"
    CLOSED = "closed"


class Format(StrEnum):
    """What kind of gathering a meeting is; only the seating policies of its rounds differ."""

    WORLD_CAFE = "world_cafe"
    FOCUS_GROUP = "focus_group"


class Seating(StrEnum):
    """Who moves when a round opens."""

    ROTATE = "rotate"
    STAY = "stay"


class Kind(StrEnum):
    """What a note is (toolkit: needs and priorities, existing initiatives, possibilities of cooperation)."""

    NEED = "need"
    EXPERIENCE = "experience"
    INITIATIVE = "initiative"
    PRACTICE = "practice"
    PROPOSAL = "proposal"
    COOPERATION = "cooperation"


class Mode(StrEnum):
    """How a participant takes part."""

    ONSITE = "onsite"
    REMOTE = "remote"


class TableMode(StrEnum):
    """Who can sit at a café table."""

    ONSITE = "onsite"
    REMOTE = "remote"
    MIXED = "mixed"


class RemotePolicy(StrEnum):
    """Where people online sit: at any table, at tables with a screen, or at tables of their own."""

    ANY = "any"
    SCREENS = "screens"
    OWN = "own"


class HostPolicy(StrEnum):
    """Table hosts stay for the whole meeting, or somebody volunteers in each round."""

    FIXED = "fixed"
    VOLUNTEER = "volunteer"


class QuestionPolicy(StrEnum):
    """Each round is dedicated to one question, or each table is."""

    ROUND = "round"
    TABLE = "table"


class Role(StrEnum):
    """What a signed-in user may do in a consultation."""

    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"


class Voting(StrEnum):
    """Votes are counted in secret until voting is closed."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


class View(StrEnum):
    """What the projector shows; AUTO follows the phase."""

    AUTO = "auto"
    JOIN = "join"
    QUESTION = "question"
    TABLES = "tables"
    HARVEST = "harvest"
    VOTES = "votes"
    ACCEPTABLE = "acceptable"
    THEMES = "themes"


# The signs of a café table: never colour alone.
COLOURS = ("terracotta", "teal", "plum", "olive", "navy", "rose", "ochre", "slate")
SHAPES = ("circle", "square", "triangle", "diamond", "star", "heart", "hexagon")


def table_sign(number: int) -> tuple[str, str]:
    """(colour, shape) of a table; different for any two of the first 56 tables."""
    return COLOURS[(number - 1) % len(COLOURS)], SHAPES[(number - 1) % len(SHAPES)]


NOTE_LENGTH = 600
# A translation may be longer than what was written.
TRANSLATION_LENGTH = NOTE_LENGTH * 2
HAND_OVER_LENGTH = 1200
NICKNAME_LENGTH = 40
VOTES_EACH = 3
MOST_VOTES_EACH = 10
OBJECTION_LENGTH = 400
# About more main points nobody answers with care.
MOST_ASKED_POINTS = 20

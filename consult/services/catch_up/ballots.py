"""What a phone shows when the conversations are over: what can be voted for, what is asked of everybody, and themes."""

from __future__ import annotations

from consult.domain.languages import in_language
from consult.domain.words import OBJECTION_LENGTH, Voting
from consult.services.catch_up.reader import in_hall, read_by
from consult.services.hall import Hall
from consult.services.meeting.wire import Wire
from consult.services.translating import desk


def ballot(participant_id: int) -> Wire:
    """What a participant can vote for, or what was voted for, the points they are asked to live with, and the mark of both.
    Raises Refused("not_recognised")."""
    me, hall = in_hall(participant_id)
    texts = [(each, hall.choices_translated.get(each["id"], {})) for each in hall.choices]
    points = [
        (_point(each, me.language), hall.choices_translated.get(each["id"], {})) for each in hall.points
    ]
    return {
        "ballot": hall.ballot,
        "choices": read_by(me, desk.NOTE, texts, hall),
        "points": read_by(me, desk.NOTE, points, hall),
    }


def voting(hall: Hall, votes: list[int]) -> Wire:
    """Whether main points are voted on, and what this person has voted for."""
    return {
        "state": hall.meeting.voting,
        "votes_each": hall.meeting.votes_each,
        "mine": votes,
        # A hall of a thousand has hundreds of main points: fetched once, not with every snapshot.
        "ballot": hall.ballot,
    }


def acceptability(hall: Hall, given: list[Wire]) -> Wire | None:
    """Whether people are asked what they can live with, and what this person has answered."""
    state = hall.meeting.acceptability
    if state == Voting.NOT_YET:
        return None
    return {"state": state, "mine": given, "objection_length": OBJECTION_LENGTH}


def themes(hall: Hall, language: str) -> list[Wire]:
    """The themes of the harvest, named in the reader's language."""
    return [
        {"label": in_language(theme["label"], language), "notes": theme["notes"]} for theme in hall.themes
    ]


def _point(point: Wire, language: str) -> Wire:
    return {**point, "by": [name and in_language(name, language) for name in point["by"]]}

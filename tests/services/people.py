"""People of all sorts for tests of services: languages, groups, ways to take part."""

from __future__ import annotations

import random
from collections import Counter

from consult.extensions import db
from consult.models import Meeting, Participant, Seat
from consult.services.meeting import join

LANGUAGES = (("en",), ("fr",), ("es", "en"), ("pt", "fr"), ("en", "fr"), ("en", "es", "pt"))


def join_one(meeting: Meeting, **changes: object) -> Participant:
    """One more participant."""
    wishes: dict[str, object] = {
        "nickname": "",
        "language": "en",
        "languages": ["en"],
        "group_key": None,
        "mode": "onsite",
        "consented": True,
    }
    participant, _token = join.join(meeting, **{**wishes, **changes})  # type: ignore[arg-type]
    return participant


def join_many(meeting: Meeting, count: int, seed: int = 1) -> list[Participant]:
    """Mixed people; everybody shares a language with somebody."""
    dice = random.Random(seed)
    groups = [group.key for group in meeting.consultation.groups] or [None]
    people = []
    for number in range(count):
        languages = list(LANGUAGES[number % len(LANGUAGES)])
        people.append(
            join_one(
                meeting, language=languages[0], languages=languages, group_key=dice.choice([*groups, None])
            )
        )
    return people


def seats(meeting: Meeting, round_number: int) -> dict[int, int]:
    """Participant id → table of a round, as stored."""
    db.session.expire_all()
    found = db.session.query(Seat).filter_by(meeting_id=meeting.id, round_number=round_number)
    return {seat.participant_id: seat.table_number for seat in found}


def sizes(plan: dict[int, int]) -> list[int]:
    return sorted(Counter(plan.values()).values())

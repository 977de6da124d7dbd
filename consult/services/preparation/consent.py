"""What people agree to when they join: the city's own words, if it has written any, above the points of the software.

The points are promises that the software keeps, so no city can take them away; they are in templates/join/_consent.html.
Who agrees is stored with the time and a mark of the very words that stood on the screen, so that a later change is
never taken for something that people agreed to.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select

from consult.domain.languages import in_language
from consult.extensions import db
from consult.models import Consultation, Meeting, Participant

MARK_LENGTH = 16
NO_WORDS = ""


@dataclass(frozen=True)
class Words:
    """What the city says, the language it is in (another one where the wanted one is missing), and its mark."""

    text: str
    language: str
    mark: str


@dataclass(frozen=True)
class Agreed:
    """How many people have agreed: to words that are shown today in some language, and to earlier ones."""

    now: int
    earlier: int


def own_words(consultation: Consultation, language: str) -> Words | None:
    """The city's own words for a reader of `language`; None where there are none."""
    text = in_language(consultation.consent, language)
    if not text:
        return None
    written_in = next(code for code, one in consultation.consent.items() if one == text)
    if consultation.consent.get(language):
        written_in = language
    return Words(text, written_in, mark(text))


def mark_for(consultation: Consultation, language: str) -> str:
    """The mark of what a reader of `language` agrees to."""
    words = own_words(consultation, language)
    return words.mark if words else NO_WORDS


def mark(text: str) -> str:
    """The first letters of the SHA-256 of a text, as `sha256sum` prints them: whoever has the text can make it again."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def agreed(consultation: Consultation) -> Agreed:
    """How many people in all meetings of a consultation agreed to what, by their marks."""
    found = db.session.execute(
        select(Participant.consent_mark, func.count(Participant.id))
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(Meeting.consultation_id == consultation.id, Participant.consented_at.is_not(None))
        .group_by(Participant.consent_mark)
    )
    today = {mark(text) for text in consultation.consent.values() if text} or {NO_WORDS}
    counted = [(one in today, count) for one, count in found]
    return Agreed(
        now=sum(count for current, count in counted if current),
        earlier=sum(count for current, count in counted if not current),
    )

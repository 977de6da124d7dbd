"""What a consultation still lacks before people are invited: translations, and groups to think of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult import frameworks
from consult.domain.words import Phase
from consult.models import Consultation, Meeting


@dataclass(frozen=True)
class MissingTranslation:
    """A text that some languages offered lack.

    `kind` is title, purpose, consent, question, group, meeting (its title) or agenda; `number` that of the question or
    group, from 1; `field` the name of its fields in the form, without the language; `meeting` whose form that is,
    None for that of the consultation.
    """

    kind: str
    number: int
    text: dict[str, str]
    languages: tuple[str, ...]
    field: str
    meeting: Meeting | None = None


def missing_translations(
    consultation: Consultation, meetings: Iterable[Meeting] = ()
) -> list[MissingTranslation]:
    """Every text that participants would see in another language than their own, in the order of the forms.

    What nobody has to write (the city's own words before people join, an agenda) is missing only where it has been
    written in another language. Meetings that have begun are left out: what they show can no longer be changed.
    """
    found = [_missing(consultation, *text) for text in _of_consultation(consultation)]
    for meeting in meetings:
        if meeting.phase == Phase.WELCOME:
            found.append(_missing(consultation, "meeting", 0, meeting.title, "title", meeting))
            if meeting.agenda:
                found.append(_missing(consultation, "agenda", 0, meeting.agenda, "agenda", meeting))
    return [one for one in found if one.languages]


def missing_groups(consultation: Consultation) -> list[frameworks.StakeholderGroup]:
    """Groups one would expect for the field and that are not invited."""
    invited = {group.key for group in consultation.groups}
    return [group for group in frameworks.suggested_groups(consultation.field) if group.id not in invited]


def _of_consultation(consultation: Consultation) -> Iterator[tuple[str, int, dict[str, str], str]]:
    yield "title", 0, consultation.title, "title"
    yield "purpose", 0, consultation.purpose, "purpose"
    if consultation.consent:
        yield "consent", 0, consultation.consent, "consent"
    # Those of the product have their names in every language.
    known = {group.id for group in frameworks.stakeholder_groups()}
    for place, group in enumerate(one for one in consultation.groups if one.key not in known):
        yield "group", place + 1, group.name, f"own-{place}-name"
    for place, question in enumerate(consultation.questions):
        yield "question", place + 1, question.text, f"question-{place}-text"


def _missing(
    consultation: Consultation,
    kind: str,
    number: int,
    text: dict[str, str],
    field: str,
    meeting: Meeting | None = None,
) -> MissingTranslation:
    lacking = tuple(code for code in consultation.languages if not text.get(code))
    return MissingTranslation(kind, number, dict(text), lacking, field, meeting)

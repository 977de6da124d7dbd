"""What a consultation still lacks before people are invited: translations, and groups to think of."""

from __future__ import annotations

from dataclasses import dataclass

from consult import frameworks
from consult.models import Consultation


@dataclass(frozen=True)
class MissingTranslation:
    """A text without wording in some languages offered; `kind` is title, purpose, question or group."""

    kind: str
    number: int
    text: dict[str, str]
    languages: tuple[str, ...]


def missing_translations(consultation: Consultation) -> list[MissingTranslation]:
    """Every text that participants would see in another language than their own."""
    texts = [("title", 0, consultation.title), ("purpose", 0, consultation.purpose)]
    texts += [("question", n, one.text) for n, one in enumerate(consultation.questions, start=1)]
    texts += [("group", n, one.name) for n, one in enumerate(consultation.groups, start=1)]
    found = []
    for kind, number, text in texts:
        missing = tuple(code for code in consultation.languages if not text.get(code))
        if missing:
            found.append(MissingTranslation(kind, number, dict(text), missing))
    return found


def missing_groups(consultation: Consultation) -> list[frameworks.StakeholderGroup]:
    """Groups one would expect for the field and that are not invited."""
    invited = {group.key for group in consultation.groups}
    return [group for group in frameworks.suggested_groups(consultation.field) if group.id not in invited]

"""Main points as a hall reads them: in the words of their authors, and in every language of the consultation."""

from __future__ import annotations

from collections.abc import Iterable

from consult.extensions import db
from consult.models import Meeting
from consult.services.meeting.wire import Wire
from consult.services.translating import shown


def read_in_all(row: Meeting, points: Iterable[Wire]) -> list[Wire]:
    """Each with its translations by language: the text, whether it is doubtful, and whether a person made it."""
    found = shown.of_main_points(db.session, row.id)
    return [
        {**point, "translations": _told(found.get(point["id"], {}), row.consultation.languages)}
        for point in points
    ]


def _told(translations: shown.Translations, languages: list[str]) -> Wire:
    return {
        code: {
            "text": made["text"],
            "doubtful": made["doubtful"] and not made["corrected"],
            "by_person": bool(made["corrected"]),
        }
        for code, made in translations.items()
        # What no engine could do is the original once more.
        if code in languages and (made["engine"] or made["corrected"])
    }

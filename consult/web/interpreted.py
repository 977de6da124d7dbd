"""What the join page says about interpretation."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from consult.domain.interpretation import languages_of
from consult.domain.languages import LANGUAGES, NAMES
from consult.models import Meeting


def words(meeting: Meeting, spoken: Collection[str], *, told: bool) -> dict[str, Any]:
    """For the template: languages in their own words; `told`: that nobody interprets for them has been said once."""
    at_tables = [channel for table in meeting.tables for channel in table.interpretation]
    return {
        "spoken": [NAMES[code] for code in LANGUAGES if code in spoken],
        "interpreted": [NAMES[code] for code in languages_of(meeting.interpretation)],
        "interpreted_at_tables": [NAMES[code] for code in languages_of(at_tables)],
        "told_uncovered": told,
    }

"""What planning ahead found out, in sentences: what cannot be, and the cheapest changes that would help."""

from __future__ import annotations

from consult.models import Meeting, SeatingReview
from consult.services.wire import Wire


def outlook(row: Meeting, found: SeatingReview | None) -> Wire | None:
    """None until a plan has been worked out."""
    return None

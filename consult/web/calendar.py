"""A planned meeting for the calendar of whoever was sent its link."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from consult.locales import current_language
from consult.services.meeting.join import meeting_by_secret
from consult.services.preparation.calendar import calendar_file

pages = Blueprint("calendar", __name__)


@pages.get("/join/<join_secret>/meeting.ics")
def meeting_file(join_secret: str) -> Response:
    """The file to add; 404 for a meeting that is unknown, closed or without a time."""
    meeting = meeting_by_secret(join_secret)
    if meeting is None:
        abort(404)
    offered = meeting.consultation.languages
    file = calendar_file(meeting, current_language() if current_language() in offered else offered[0])
    if file is None:
        abort(404)
    answer = Response(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{meeting.join_code.lower()}.ics"'
    return answer

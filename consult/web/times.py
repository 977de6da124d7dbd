"""Time in templates: when a meeting is planned (`templates/_planned.html`), and the list of zones."""

from __future__ import annotations

from flask import Flask

from consult.locales import current_language
from consult.models import Meeting
from consult.services.preparation.planned import Planned, of_meeting
from consult.services.preparation.zones import choices


def register(app: Flask) -> None:
    """Attach the filter, and the list of zones to choose from."""
    app.template_filter("planned")(planned)
    app.template_global("zone_choices")(lambda: choices(current_language()))


def planned(meeting: Meeting, language: str | None = None) -> Planned | None:
    """The planned time of a meeting in a language, the reader's own unless said; None for a meeting without one."""
    return of_meeting(meeting, language or current_language())

"""The facilitator's pages: the console that runs the meeting, and the sheets to print before it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_login import current_user, login_required

from consult.domain.words import Role, table_sign
from consult.locales import in_language
from consult.models import Meeting
from consult.services.permissions import meeting_for
from consult.services.tickets import console_ticket
from consult.services.wire import public_address
from consult.web.projector import offered_languages

pages = Blueprint("console", __name__)


@pages.get("/meetings/<int:meeting_id>/console")
@login_required
def console(meeting_id: int) -> str:
    """The console of a meeting; 404 for whoever does not facilitate it."""
    meeting = meeting_for(current_user, meeting_id, Role.FACILITATOR)
    return render_template(
        "console/console.html", meeting=meeting, ticket=console_ticket(current_user, meeting)
    )


@pages.get("/meetings/<int:meeting_id>/print")
@login_required
def print_sheets(meeting_id: int) -> str:
    """Sheets for the hall: how to join, a sign for each table, the etiquette in every language."""
    meeting = meeting_for(current_user, meeting_id, Role.FACILITATOR, Role.COORDINATOR)
    languages = offered_languages(meeting)
    words = {code: _sheet_words(code) for code in languages}
    return render_template(
        "console/print.html",
        meeting=meeting,
        languages=languages,
        address=public_address(),
        words=words,
        table_names=list(dict.fromkeys(words[code]["table"] for code in languages)),
        tables=[_sheet_table(meeting, index) for index in range(len(meeting.tables))],
    )


def _sheet_table(meeting: Meeting, index: int) -> dict[str, Any]:
    table = meeting.tables[index]
    colour, shape = table_sign(table.number)
    return {
        "number": table.number,
        "colour": colour,
        "shape": shape,
        "question": table.question.text if table.question else {},
    }


def _sheet_words(language: str) -> dict[str, Any]:
    """What the sheets say in one language. The etiquette follows the World Café's own."""
    with in_language(language):
        return {
            "table": _("Table"),
            "join": _("Point your camera at the code, or open the address and enter the letters."),
            "no_phone": _("No phone? Ask us at the entrance: you can take part without one."),
            "etiquette": _("At our tables"),
            "manners": [
                _("Focus on what matters to you."),
                _("Contribute your thinking and your experience."),
                _("Listen to understand; let everybody speak."),
                _("Speak the language you are at ease in; help each other to follow."),
                _("Connect ideas. Write them down, one thought per note."),
                _("What is told here in confidence stays here."),
            ],
        }

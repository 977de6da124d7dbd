"""The facilitator's pages: the console that runs the meeting, and the sheets to print before it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required

from consult.domain.languages import LANGUAGES
from consult.domain.words import Role, table_sign
from consult.extensions import limiter
from consult.locales import current_language, in_language
from consult.models import Meeting
from consult.reports.pack import CARDS
from consult.services.accounts.permissions import meeting_for
from consult.services.accounts.tickets import console_ticket
from consult.services.meeting.wire import public_address
from consult.services.reports import pack
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
        ready=pack.readiness(meeting),
        parts=pack_parts(),
    )


@pages.post("/meetings/<int:meeting_id>/pack.pdf")
@login_required
@limiter.limit("30 per minute")
def print_pack(meeting_id: int) -> Response:
    """One part of the pack for the hall, or all of it, as a PDF to print; printed route cards are remembered."""
    meeting = meeting_for(current_user, meeting_id, Role.FACILITATOR, Role.COORDINATOR)
    part, wanted = request.form.get("part", pack.ALL), request.form.get("lang", "")
    language = wanted if wanted in LANGUAGES else current_language()
    numbered = request.form.get("who") == "numbers" and pack.readiness(meeting).by_number
    file = pack.pack_aside(meeting, part, language, by_number=numbered)
    if part in (CARDS, pack.ALL) and not numbered and pack.readiness(meeting).seated:
        pack.note_printed(meeting)
    answer = Response(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def pack_parts() -> list[tuple[str, str, str]]:
    """(part, title, what it is for), in the order in which a pack is printed."""
    return [
        (pack.ALL, _("Everything"), _("All parts in one PDF.")),
        ("tents", _("Table tents"), _("One sheet for each table: fold it in the middle and stand it up.")),
        (
            "cards",
            _("Route cards"),
            _("One card for each person, with their table in every round. Eight on a sheet, to cut apart."),
        ),
        (
            "sheets",
            _("Table sheets"),
            _("One sheet for each table and round: the question, who sits here, lines to write notes on."),
        ),
        (
            "plan",
            _("Round plan"),
            _("For whoever runs the meeting: every round by table, and everybody by name."),
        ),
        (
            "rule",
            _("Rule without a plan"),
            _("Everybody moves by the number of their chair. Only where it works for these numbers."),
        ),
    ]


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

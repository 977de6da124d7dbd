"""From the form of a meeting to the draft that can be stored, or to a sentence beside each field that is wrong."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

from consult.domain.words import Format, QuestionPolicy, RemotePolicy
from consult.services.drafts import MeetingDraft
from consult.web.meeting_form import Form
from consult.web.problems import Place, problems_of


def draft_of(form: Form) -> tuple[MeetingDraft | None, dict[str, str]]:
    """The draft to store, or the problems by field id."""
    per_table = form.question_policy == QuestionPolicy.TABLE
    data: dict[str, Any] = {
        "title": form.title,
        "format": form.format,
        "place": form.place,
        "expected_people": form.expected_people,
        "tables": form.tables or None,
        "host_policy": form.host_policy,
        "question_policy": form.question_policy,
        "rounds": [
            {"minutes": row.minutes.strip(), "question_id": None if per_table else row.question or None}
            for row in form.rounds
        ],
        "table_questions": [question or None for question in form.table_questions] if per_table else [],
    }
    if form.format != Format.FOCUS_GROUP:
        data |= _seating(form)
    try:
        return MeetingDraft.model_validate(data), {}
    except ValidationError as error:
        return None, problems_of(error, _place)


def _seating(form: Form) -> dict[str, Any]:
    """What only a World Café asks; how many tables counts only where not all of them take people online."""
    asked = {
        "remote_policy": form.remote_policy,
        "fresh_tables": form.fresh_tables,
        "mix_groups": form.mix_groups,
    }
    return asked if form.remote_policy == RemotePolicy.ANY else asked | {"remote_tables": form.remote_tables}


def _place(location: Place) -> tuple[str, str]:
    top, rest = str(location[0]), location[1:]
    if top == "rounds" and rest:
        part = "question" if "question_id" in rest else "minutes"
        return f"round-{rest[0]}-{part}", _("Round %(number)s", number=int(rest[0]) + 1)
    if top == "table_questions" and rest:
        return f"table-{rest[0]}-question", _("Table %(number)s", number=int(rest[0]) + 1)
    labels = {
        "title": _("Title"),
        "format": _("Kind of meeting"),
        "place": _("Place"),
        "expected_people": _("People expected"),
        "tables": _("Tables"),
        "host_policy": _("Table hosts"),
        "question_policy": _("Questions"),
        "rounds": _("Rounds"),
        "remote_policy": _("People online"),
        "remote_tables": _("Tables for people online"),
        "fresh_tables": _("What matters more"),
    }
    return top, labels.get(top, top)

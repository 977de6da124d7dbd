"""From the form of a meeting to the draft that can be stored, or to a sentence beside each field that is wrong."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

from consult.domain.languages import NAMES
from consult.domain.words import Format, QuestionPolicy, RemotePolicy
from consult.services.preparation.drafts import MeetingDraft
from consult.web import drafting
from consult.web.meeting_form import Form
from consult.web.problems import Place, problems_of


def draft_of(form: Form) -> tuple[MeetingDraft | None, dict[str, str]]:
    """The draft to store, without what an engine wrote and nobody has read; or the problems by field id."""
    per_table = form.question_policy == QuestionPolicy.TABLE
    data: dict[str, Any] = {
        "title": drafting.settled(form.title),
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
    forgotten = _forgotten_ticks(form)
    try:
        draft = MeetingDraft.model_validate(data | _programme(form))
    except ValidationError as error:
        return None, problems_of(error, lambda location: _place(location, form)) | forgotten
    return (None, forgotten) if forgotten else (draft, {})


def _seating(form: Form) -> dict[str, Any]:
    """What only a World Café asks; how many tables counts only where not all of them take people online."""
    asked = {
        "remote_policy": form.remote_policy,
        "fresh_tables": form.fresh_tables,
        "mix_groups": form.mix_groups,
    }
    return asked if form.remote_policy == RemotePolicy.ANY else asked | {"remote_tables": form.remote_tables}


def _programme(form: Form) -> dict[str, Any]:
    """When it is, what happens when, and who is interpreted for."""
    begins = form.planned_date or form.planned_time
    return {
        "planned_start": f"{form.planned_date}T{form.planned_time}" if begins else None,
        "planned_minutes": form.planned_minutes or None,
        "second_zone": form.second_zone,
        "agenda": drafting.settled(form.agenda),
        "interpretation": [{"language": code, "how": form.hows.get(code, "")} for code in form.interpreted],
        "interpreted_tables": [
            {"number": row.number, "languages": row.languages, "how": row.how}
            for row in form.interpreted_tables
            if not row.blank
        ],
    }


def _forgotten_ticks(form: Form) -> dict[str, str]:
    """A link or channel for a language that is not ticked: either of the two is a slip, and nobody else knows which."""
    return {
        f"interpreted-{code}-how": _(
            "%(language)s: please tick the language as well, or empty this field.", language=NAMES[code]
        )
        for code, how in form.hows.items()
        if how and code not in form.interpreted
    }


def _place(location: Place, form: Form) -> tuple[str, str]:
    top, rest = str(location[0]), location[1:]
    if top == "rounds" and rest:
        part = "question" if "question_id" in rest else "minutes"
        return f"round-{rest[0]}-{part}", _("Round %(number)s", number=int(rest[0]) + 1)
    if top == "table_questions" and rest:
        return f"table-{rest[0]}-question", _("Table %(number)s", number=int(rest[0]) + 1)
    if top == "interpretation" and rest:
        code = form.interpreted[int(rest[0])]
        return f"interpreted-{code}-how", NAMES[code]
    if top == "interpreted_tables" and rest:
        filled = [number for number, row in enumerate(form.interpreted_tables) if not row.blank]
        number = filled[int(rest[0])]
        label = _("Interpretation, line %(number)s", number=number + 1)
        return f"interpreted-table-{number}-{rest[1]}", label
    return top, _labels().get(top, top)


def _labels() -> dict[str, str]:
    return {
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
        "planned_start": _("Planned start"),
        "planned_minutes": _("Length in minutes"),
        "second_zone": _("Second time zone"),
        "agenda": _("Agenda"),
        "interpreted_tables": _("Interpretation"),
    }

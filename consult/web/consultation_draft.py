"""What becomes of the set-up form of a consultation: the draft to store, or what to check; and the form after saving."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

from consult.models import Consultation
from consult.services.preparation.drafts import ConsultationDraft
from consult.web import drafting
from consult.web.consultation_form import Form, GroupRow, QuestionRow
from consult.web.numbers import whole_or
from consult.web.problems import Place, problems_of


def draft_of(form: Form) -> tuple[ConsultationDraft | None, dict[str, str]]:
    """The draft to store, without what an engine wrote and nobody has read; or the problems by field id."""
    groups = [(f"invited-{row.key}", row) for row in form.groups if row.chosen]
    groups += [(f"own-{number}-name", row) for number, row in _own_groups(form)]
    questions = _questions(form)

    def place(location: Place) -> tuple[str, str]:
        return _place(location, [name for name, _row in groups], [number for number, _row in questions])

    data: dict[str, Any] = {
        "title": drafting.settled(form.title),
        "purpose": drafting.settled(form.purpose),
        "consent": drafting.settled(form.consent),
        "city": form.city,
        "time_zone": form.time_zone,
        "second_zone": form.second_zone,
        "languages": form.languages,
        "field": form.field,
        "framework_id": form.framework_id,
        "groups": [_group(row) for _name, row in groups],
        "questions": [_question(row) for _number, row in questions],
    }
    try:
        return ConsultationDraft.model_validate(data), {}
    except ValidationError as error:
        return None, problems_of(error, place)


def after_saving(form: Form, consultation: Consultation) -> None:
    """The form goes on with what still waits to be read; each row knows under which id it is stored."""
    own = _own_groups(form)
    for (_number, group), saved in zip(
        own, consultation.groups[len(consultation.groups) - len(own) :], strict=True
    ):
        group.key = saved.key
    for (_number, question), stored in zip(_questions(form), consultation.questions, strict=True):
        question.id = str(stored.id)
    drafting.keep_waiting(form.parts())


def _own_groups(form: Form) -> list[tuple[int, GroupRow]]:
    """Those that have a name, with their place in the form."""
    return [(n, row) for n, row in enumerate(form.own_groups) if any(drafting.settled(row.name).values())]


def _questions(form: Form) -> list[tuple[int, QuestionRow]]:
    """Those that are stored already or have words, with their place in the form."""
    return [
        (n, row) for n, row in enumerate(form.questions) if row.id or any(drafting.settled(row.text).values())
    ]


def _group(row: GroupRow) -> dict[str, Any]:
    return {"key": row.key, "name": drafting.settled(row.name), "invited": row.invited.strip() or 0}


def _question(row: QuestionRow) -> dict[str, Any]:
    return {
        "id": whole_or(row.id, 0) or None,
        "text": drafting.settled(row.text),
        "bank_key": row.bank_key or None,
        "slot": row.slot or None,
    }


def _place(location: Place, groups: list[str], questions: list[int]) -> tuple[str, str]:
    top, rest = str(location[0]), location[1:]
    if top == "groups" and rest:
        name = groups[int(rest[0])]
        if name.startswith("own-") and rest[1:] == ("invited",):
            name = name.removesuffix("name") + "invited"
        return name, _("Stakeholder groups")
    if top == "questions" and rest:
        number = questions[int(rest[0])]
        return f"question-{number}-text", _("Question %(number)s", number=number + 1)
    labels = {
        "title": _("Title"),
        "purpose": _("Purpose"),
        "consent": _("Your own consent text"),
        "city": _("City"),
        "time_zone": _("Time zone"),
        "second_zone": _("Second time zone"),
        "languages": _("Languages offered"),
        "field": _("Field of activity"),
        "framework_id": _("Framework"),
        "groups": _("Stakeholder groups"),
        "questions": _("Questions"),
    }
    return top, labels.get(top, top)

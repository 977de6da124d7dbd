"""The set-up form of a consultation: what it shows, what comes back, and the steps between.

`Form` keeps everything exactly as typed, so that a refused page loses nothing; saving makes a draft of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from consult import frameworks
from consult.domain.languages import LANGUAGES
from consult.models import Consultation
from consult.services import prepare
from consult.services.drafts import OWN_GROUPS, QUESTIONS, ConsultationDraft
from consult.web.numbers import whole_or
from consult.web.problems import Place, problems_of

Values = MultiDict[str, str]


@dataclass
class GroupRow:
    """One line of the list of stakeholder groups."""

    key: str
    name: dict[str, str]
    invited: str = ""
    chosen: bool = False
    suggested: bool = False


@dataclass
class QuestionRow:
    """One question, as typed."""

    text: dict[str, str]
    id: str = ""
    bank_key: str = ""
    slot: str = ""

    @property
    def slots(self) -> tuple[frameworks.Slot, ...]:
        """What the bank offers this question to be about."""
        found = bank().get(self.bank_key)
        return found.slots if found else ()


@dataclass
class Form:
    """Everything typed into the set-up form."""

    title: dict[str, str]
    purpose: dict[str, str]
    city: str
    languages: list[str]
    field: str
    framework_id: str
    groups: list[GroupRow]
    own_groups: list[GroupRow]
    questions: list[QuestionRow]

    def missing_groups(self) -> list[GroupRow]:
        """Suggested for this field and not chosen."""
        return [row for row in self.groups if row.suggested and not row.chosen]


def blank() -> Form:
    """A new consultation: about the city in general, with the groups and questions suggested for that."""
    form = Form({}, {}, "", list(LANGUAGES), "general", "eccar-2017", [], [], [])
    form.groups = _group_rows(form.field)
    for row in form.groups:
        row.chosen = row.suggested
    form.questions = _suggested_questions(form.field)
    return form


def stored(consultation: Consultation) -> Form:
    """The form of a stored consultation."""
    invited = {group.key: group for group in consultation.groups}
    rows = _group_rows(consultation.field)
    for row in rows:
        if row.key in invited:
            row.chosen, row.invited = True, _number(invited[row.key].invited)
    listed = {row.key for row in rows}
    own = [
        GroupRow(group.key, dict(group.name), _number(group.invited), chosen=True)
        for group in consultation.groups
        if group.key not in listed
    ]
    questions = [
        QuestionRow(dict(one.text), str(one.id), one.bank_key or "", one.slot or "")
        for one in consultation.questions
    ]
    return Form(
        title=dict(consultation.title),
        purpose=dict(consultation.purpose),
        city=consultation.city,
        languages=list(consultation.languages),
        field=consultation.field,
        framework_id=consultation.framework_id,
        groups=rows,
        own_groups=own,
        questions=questions,
    )


def typed(values: Values) -> Form:
    """The form as it came back from the browser."""
    field = values.get("field", "general")
    rows = _group_rows(field)
    chosen = set(values.getlist("group"))
    for row in rows:
        row.chosen, row.invited = row.key in chosen, values.get(f"invited-{row.key}", "")
    own = [
        GroupRow(
            values.get(f"{name}-key", ""),
            _texts(values, f"{name}-name"),
            values.get(f"{name}-invited", ""),
            chosen=True,
        )
        for name in _numbered(values, "own", "invited", OWN_GROUPS)
    ]
    questions = [
        QuestionRow(
            _texts(values, f"{name}-text"),
            values.get(f"{name}-id", ""),
            values.get(f"{name}-bank", ""),
            values.get(f"{name}-slot", ""),
        )
        for name in _numbered(values, "question", "text-en", QUESTIONS)
    ]
    return Form(
        title=_texts(values, "title"),
        purpose=_texts(values, "purpose"),
        city=values.get("city", ""),
        languages=[code for code in LANGUAGES if code in values.getlist("languages")],
        field=field,
        framework_id=values.get("framework_id", ""),
        groups=rows,
        own_groups=own,
        questions=questions,
    )


def draft_of(form: Form) -> tuple[ConsultationDraft | None, dict[str, str]]:
    """The draft to store, or the problems by field id."""
    groups = [(f"invited-{row.key}", row) for row in form.groups if row.chosen]
    groups += [(f"own-{n}-name", row) for n, row in enumerate(form.own_groups) if any(row.name.values())]
    questions = [(n, row) for n, row in enumerate(form.questions) if row.id or any(row.text.values())]

    def place(location: Place) -> tuple[str, str]:
        return _place(location, [name for name, _row in groups], [number for number, _row in questions])

    data: dict[str, Any] = {
        "title": form.title,
        "purpose": form.purpose,
        "city": form.city,
        "languages": form.languages,
        "field": form.field,
        "framework_id": form.framework_id,
        "groups": [
            {"key": row.key, "name": row.name, "invited": row.invited.strip() or 0} for _name, row in groups
        ],
        "questions": [
            {
                "id": whole_or(row.id, 0) or None,
                "text": row.text,
                "bank_key": row.bank_key or None,
                "slot": row.slot or None,
            }
            for _number, row in questions
        ],
    }
    try:
        return ConsultationDraft.model_validate(data), {}
    except ValidationError as error:
        return None, problems_of(error, place)


def bank() -> dict[str, frameworks.BankQuestion]:
    """The question bank by key."""
    return {one.key: one for one in frameworks.question_bank()}


def _suggested_questions(field: str) -> list[QuestionRow]:
    return [
        QuestionRow(draft.text, bank_key=draft.bank_key or "", slot=draft.slot or "")
        for draft in prepare.bank_questions(field)
    ]


def _group_rows(field: str) -> list[GroupRow]:
    """Every group of the product, those to think of for the field first."""
    known = {one.id for one in frameworks.fields()}
    suggested = [one.id for one in frameworks.suggested_groups(field)] if field in known else []
    rows = [
        GroupRow(one.id, dict(one.names), suggested=one.id in suggested)
        for one in frameworks.stakeholder_groups()
    ]
    return sorted(rows, key=lambda row: suggested.index(row.key) if row.suggested else len(suggested))


def _texts(values: Values, name: str) -> dict[str, str]:
    return {code: values.get(f"{name}-{code}", "") for code in LANGUAGES}


def _numbered(values: Values, name: str, needed: str, most: int) -> Iterator[str]:
    number = 0
    while number < most and f"{name}-{number}-{needed}" in values:
        yield f"{name}-{number}"
        number += 1


def _number(value: int) -> str:
    return str(value) if value else ""


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
        "city": _("City"),
        "languages": _("Languages offered"),
        "field": _("Field of activity"),
        "framework_id": _("Framework"),
        "groups": _("Stakeholder groups"),
        "questions": _("Questions"),
    }
    return top, labels.get(top, top)

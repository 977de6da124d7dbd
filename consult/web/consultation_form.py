"""The set-up form of a consultation: what it shows, what comes back, and the steps between.

`Form` keeps everything exactly as typed, so that a refused page loses nothing; `consultation_draft` makes of it what
is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from consult import frameworks
from consult.domain.languages import LANGUAGES
from consult.models import Consultation
from consult.services.preparation import prepare
from consult.services.preparation.drafts import OWN_GROUPS, QUESTIONS
from consult.web import drafting

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
    consent: dict[str, str]
    city: str
    time_zone: str
    second_zone: str
    languages: list[str]
    field: str
    framework_id: str
    groups: list[GroupRow]
    own_groups: list[GroupRow]
    questions: list[QuestionRow]

    def missing_groups(self) -> list[GroupRow]:
        """Suggested for this field and not chosen."""
        return [row for row in self.groups if row.suggested and not row.chosen]

    def parts(self) -> list[drafting.Part]:
        """Every text that is written in several languages, in the order of the page."""
        parts = [
            drafting.Part("title", _("Title"), self.title),
            drafting.Part("purpose", _("Purpose"), self.purpose, rows=4),
            drafting.Part("consent", _("Your own consent text"), self.consent, rows=5),
        ]
        for number, group in enumerate(self.own_groups):
            label = _("Own group %(number)s", number=number + 1)
            parts.append(drafting.Part(f"own-{number}-name", label, group.name))
        for number, question in enumerate(self.questions):
            label = _("Question %(number)s", number=number + 1)
            parts.append(drafting.Part(f"question-{number}-text", label, question.text, rows=3))
        return parts


def blank() -> Form:
    """A new consultation: about the city in general, with the groups and questions suggested for that."""
    zone = current_app.config["SETTINGS"].time_zone
    form = Form({}, {}, {}, "", zone, "", list(LANGUAGES), "general", "eccar-2017", [], [], [])
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
        consent=dict(consultation.consent),
        city=consultation.city,
        time_zone=consultation.time_zone,
        second_zone=consultation.second_zone,
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
            drafting.texts(values, f"{name}-name"),
            values.get(f"{name}-invited", ""),
            chosen=True,
        )
        for name in _numbered(values, "own", "invited", OWN_GROUPS)
    ]
    questions = [
        QuestionRow(
            drafting.texts(values, f"{name}-text"),
            values.get(f"{name}-id", ""),
            values.get(f"{name}-bank", ""),
            values.get(f"{name}-slot", ""),
        )
        for name in _numbered(values, "question", "text-en", QUESTIONS)
    ]
    return Form(
        title=drafting.texts(values, "title"),
        purpose=drafting.texts(values, "purpose"),
        consent=drafting.texts(values, "consent"),
        city=values.get("city", ""),
        time_zone=values.get("time_zone", ""),
        second_zone=values.get("second_zone", ""),
        languages=[code for code in LANGUAGES if code in values.getlist("languages")],
        field=field,
        framework_id=values.get("framework_id", ""),
        groups=rows,
        own_groups=own,
        questions=questions,
    )


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


def _numbered(values: Values, name: str, needed: str, most: int) -> Iterator[str]:
    number = 0
    while number < most and f"{name}-{number}-{needed}" in values:
        yield f"{name}-{number}"
        number += 1


def _number(value: int) -> str:
    return str(value) if value else ""

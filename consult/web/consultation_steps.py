"""The steps of a consultation's set-up form before saving: suggest, add, remove, move up, fill in."""

from __future__ import annotations

import dataclasses
from typing import Any

from consult import frameworks
from consult.domain.languages import LANGUAGES
from consult.services.preparation.drafts import OWN_GROUPS, QUESTIONS
from consult.web.consultation_form import Form, GroupRow, QuestionRow, bank
from consult.web.numbers import whole_or


def take_step(form: Form, step: str) -> str:
    """Carry out a button that is not "save"; the id of the place the reader should land at, or ""."""
    action, _mark, argument = step.partition(":")
    number = whole_or(argument, -1)
    if action == "suggest":
        _suggest(form)
        return "groups"
    if action == "add-group" and len(form.own_groups) < OWN_GROUPS:
        form.own_groups.append(GroupRow("", {}, chosen=True))
        return f"own-{len(form.own_groups) - 1}-name-{_first_language(form)}"
    if action == "remove-group" and 0 <= number < len(form.own_groups):
        del form.own_groups[number]
        return "groups"
    return _step_of_questions(form, action, argument, number)


def bank_choices() -> list[dict[str, Any]]:
    """The bank for the "add a question" list and for the script: one entry per question and slot."""
    return [
        {"key": one.key, "slot": slot.id if slot else "", "text": one.filled(slot.id if slot else None)}
        for one in frameworks.question_bank()
        for slot in (one.slots or (None,))
    ]


def _step_of_questions(form: Form, action: str, argument: str, number: int) -> str:
    rows = form.questions
    if action == "add-question" and len(rows) < QUESTIONS:
        rows.append(QuestionRow({}))
        return f"question-{len(rows) - 1}-text-{_first_language(form)}"
    if action == "take" and len(rows) < QUESTIONS:
        key, _mark, slot = argument.partition(":")
        if key in bank():
            rows.append(_from_bank(key, slot))
            return f"question-{len(rows) - 1}-text-{_first_language(form)}"
    if not 0 <= number < len(rows):
        return ""
    if action == "remove-question":
        del rows[number]
        return "questions"
    if action == "up-question" and number > 0:
        rows[number - 1], rows[number] = rows[number], rows[number - 1]
        return f"question-{number - 1}"
    if action == "fill" and rows[number].slots:
        rows[number].text = _from_bank(rows[number].bank_key, rows[number].slot).text
    return f"question-{number}"


def _first_language(form: Form) -> str:
    """Where writing begins: the first field that is not folded away."""
    return next(iter(form.languages), LANGUAGES[0])


def _suggest(form: Form) -> None:
    """Follow a new field: its groups are chosen as well, and untouched questions of the bank get its slot."""
    for group in form.groups:
        group.chosen = group.chosen or group.suggested
    known = [choice["text"] for choice in bank_choices()]
    for number, row in enumerate(form.questions):
        fitting = [slot.id for slot in row.slots if slot.field == form.field]
        if fitting and _same_words(row.text, known):
            form.questions[number] = dataclasses.replace(_from_bank(row.bank_key, fitting[0]), id=row.id)


def _same_words(text: dict[str, str], known: list[dict[str, str]]) -> bool:
    def plain(texts: dict[str, str]) -> list[str]:
        return [" ".join(texts.get(code, "").split()) for code in LANGUAGES]

    return plain(text) in [plain(one) for one in known]


def _from_bank(key: str, slot: str) -> QuestionRow:
    question = bank()[key]
    chosen = (
        slot
        if slot in {one.id for one in question.slots}
        else (question.slots[0].id if question.slots else "")
    )
    return QuestionRow(question.filled(chosen or None), bank_key=key, slot=chosen)

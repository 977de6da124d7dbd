"""The steps of a meeting's form before saving: add and remove lines, take numbers that work better."""

from __future__ import annotations

from consult.domain.words import Format
from consult.models import Consultation
from consult.services.preparation.drafts import ROUNDS
from consult.services.preparation.tables import TABLES
from consult.web.meeting_form import Form
from consult.web.meeting_rows import MOST_ROUNDS, InterpretedRow, RoundRow
from consult.web.numbers import whole_or


def take_step(form: Form, step: str, consultation: Consultation) -> str:
    """Carry out a button that is not "save"; the id of the place the reader should land at."""
    action, _mark, argument = step.partition(":")
    number = whole_or(argument, -1)
    if action == "add-round" and len(form.rounds) < MOST_ROUNDS:
        form.rounds.append(RoundRow(question=_unused_question(form, consultation)))
        return f"round-{len(form.rounds) - 1}-minutes"
    if action == "remove-round" and 0 <= number < len(form.rounds):
        del form.rounds[number]
        return "rounds"
    if action == "add-interpreted" and len(form.interpreted_tables) < TABLES:
        form.interpreted_tables.append(InterpretedRow())
        return f"interpreted-table-{len(form.interpreted_tables) - 1}-number"
    if action == "remove-interpreted" and 0 <= number < len(form.interpreted_tables):
        del form.interpreted_tables[number]
        return "interpreted-tables"
    return _step_of_numbers(form, action, number, consultation)


def _step_of_numbers(form: Form, action: str, number: int, consultation: Consultation) -> str:
    """The numbers that work better, taken from the outlook; or a line for every table, or the outlook itself."""
    if action == "use-rounds" and number >= ROUNDS[Format.WORLD_CAFE][0]:
        del form.rounds[number:]
        return "outlook"
    if action == "use-tables" and 2 <= number <= TABLES:
        form.tables = str(number)
        form.line_up_tables(consultation)
    return {"tables": "table-questions", "use-tables": "outlook", "outlook": "outlook"}.get(action, "")


def _unused_question(form: Form, consultation: Consultation) -> str:
    """The first question that no round asks yet; empty if there is none."""
    used = {row.question for row in form.rounds}
    return next((str(one.id) for one in consultation.questions if str(one.id) not in used), "")

"""The steps of a meeting's form before saving: add and remove lines, take numbers that work better."""

from __future__ import annotations

from consult.domain.words import Format
from consult.models import Consultation
from consult.services.drafts import ROUNDS
from consult.services.tables import TABLES
from consult.web.meeting_form import Form
from consult.web.meeting_rows import MOST_ROUNDS, RoundRow
from consult.web.numbers import whole_or


def take_step(form: Form, step: str, consultation: Consultation) -> str:
    """Carry out a button that is not "save"; the id of the place the reader should land at."""
    action, _mark, argument = step.partition(":")
    if action == "add-round" and len(form.rounds) < MOST_ROUNDS:
        unused = [
            str(question.id)
            for question in consultation.questions
            if str(question.id) not in {row.question for row in form.rounds}
        ]
        form.rounds.append(RoundRow(question=unused[0] if unused else ""))
        return f"round-{len(form.rounds) - 1}-minutes"
    if action == "remove-round" and 0 <= (number := whole_or(argument, -1)) < len(form.rounds):
        del form.rounds[number]
        return "rounds"
    if action == "use-rounds" and ROUNDS[Format.WORLD_CAFE][0] <= (number := whole_or(argument, 0)):
        del form.rounds[number:]
        return "outlook"
    if action == "use-tables" and 2 <= (number := whole_or(argument, 0)) <= TABLES:
        form.tables = str(number)
        form.line_up_tables(consultation)
    return {"tables": "table-questions", "use-tables": "outlook", "outlook": "outlook"}.get(action, "")

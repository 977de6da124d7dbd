"""Which question is asked where."""

from __future__ import annotations

from consult.domain.words import QuestionPolicy
from consult.models import Meeting, Question


def question_at(row: Meeting, table: int | None, round_number: int) -> Question | None:
    """What is asked at a table in a round: the table's own question, else the round's."""
    if row.question_policy == QuestionPolicy.TABLE:
        return next((t.question for t in row.tables if t.number == table), None)
    return next((r.question for r in row.rounds if r.number == round_number), None)

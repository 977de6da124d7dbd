"""The lines of a meeting's form that can be added and taken away, as typed."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from consult.services.drafts import ROUNDS
from consult.services.tables import TABLES

MOST_ROUNDS = max(most for _fewest, most in ROUNDS.values())
Values = MultiDict[str, str]


@dataclass
class RoundRow:
    """One round, as typed; `question` is the id of a question, or empty."""

    minutes: str = "20"
    question: str = ""


def rounds_typed(values: Values) -> list[RoundRow]:
    """The rounds as they came back from the browser."""
    rounds: list[RoundRow] = []
    while len(rounds) < MOST_ROUNDS and f"round-{len(rounds)}-minutes" in values:
        name = f"round-{len(rounds)}"
        rounds.append(RoundRow(values[f"{name}-minutes"], values.get(f"{name}-question", "")))
    return rounds


def table_questions_typed(values: Values) -> list[str]:
    """The question of each table as it came back from the browser."""
    tables: list[str] = []
    while len(tables) < TABLES and f"table-{len(tables)}-question" in values:
        tables.append(values[f"table-{len(tables)}-question"])
    return tables


def id_typed(value: int | None) -> str:
    """The id of a question as a form holds it; empty for none."""
    return str(value) if value is not None else ""

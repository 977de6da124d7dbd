"""The lines of a meeting's form that can be added and taken away, as typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from consult.domain.languages import LANGUAGES
from consult.models import CafeTable
from consult.services.preparation.drafts import ROUNDS
from consult.services.preparation.tables import TABLES

MOST_ROUNDS = max(most for _fewest, most in ROUNDS.values())
Values = MultiDict[str, str]


@dataclass
class RoundRow:
    """One round, as typed; `question` is the id of a question, or empty."""

    minutes: str = "20"
    question: str = ""


@dataclass
class InterpretedRow:
    """Languages that are interpreted at one table, and how they can be heard."""

    number: str = ""
    languages: list[str] = field(default_factory=list)
    how: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing has been typed into it."""
        return not (self.number or self.languages or self.how)


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


def interpreted_tables_typed(values: Values) -> list[InterpretedRow]:
    """The lines on interpretation at tables as they came back from the browser."""
    lines: list[InterpretedRow] = []
    while len(lines) < TABLES and f"interpreted-table-{len(lines)}-number" in values:
        name = f"interpreted-table-{len(lines)}"
        ticked = values.getlist(f"{name}-languages")
        languages = [code for code in LANGUAGES if code in ticked]
        lines.append(
            InterpretedRow(values[f"{name}-number"].strip(), languages, values.get(f"{name}-how", "").strip())
        )
    return lines


def interpreted_tables_stored(tables: Iterable[CafeTable]) -> list[InterpretedRow]:
    """A line for each table that has interpretation; several, where its languages are heard in different ways."""
    lines: list[InterpretedRow] = []
    for table in tables:
        languages: dict[str, list[str]] = {}
        for channel in table.interpretation:
            languages.setdefault(channel["how"], []).append(channel["language"])
        lines += [InterpretedRow(str(table.number), codes, how) for how, codes in languages.items()]
    return lines


def number_typed(value: int | None) -> str:
    """A number, or the id of a question, as a form holds it; empty for none."""
    return str(value) if value is not None else ""

"""The form of a meeting: as typed, its steps (add or remove a round), and the draft it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from consult.domain.languages import LANGUAGES
from consult.domain.words import Format, HostPolicy, QuestionPolicy, RemotePolicy
from consult.models import Consultation, Meeting
from consult.services import prepare
from consult.services.drafts import PEOPLE, ROUNDS, MeetingDraft
from consult.services.tables import TABLES, choice_of, number_of_tables
from consult.web.numbers import whole_or
from consult.web.outlook import Numbers, numbers_of
from consult.web.problems import Place, problems_of

MOST_ROUNDS = max(most for _fewest, most in ROUNDS.values())
YES, NO = "yes", "no"


@dataclass
class RoundRow:
    """One round, as typed; `question` is the id of a question, or empty."""

    minutes: str = "20"
    question: str = ""


@dataclass
class Form:
    """Everything typed into the form of a meeting. `tables` empty means: by the rule."""

    title: dict[str, str]
    format: str
    place: str
    expected_people: str
    tables: str
    host_policy: str
    question_policy: str
    rounds: list[RoundRow]
    table_questions: list[str]
    remote_policy: str = RemotePolicy.ANY
    remote_tables: str = "1"
    fresh_tables: str = YES
    mix_groups: bool = True

    def count_tables(self) -> int:
        """How many tables the numbers typed so far would give."""
        if 1 <= (typed := whole_or(self.tables, 0)) <= TABLES:
            return typed
        if self.format == Format.FOCUS_GROUP:
            return 1
        return number_of_tables(_whole(self.expected_people))

    def numbers(self) -> Numbers | None:
        """The numbers typed so far, if a World Café could be held with them."""
        if self.format == Format.FOCUS_GROUP:
            return None
        online = None if self.remote_policy == RemotePolicy.ANY else whole_or(self.remote_tables, 0)
        people = whole_or(self.expected_people, 0)
        tables = whole_or(self.tables, 0) if self.tables else self.count_tables()
        return numbers_of(people, tables, len(self.rounds), self.host_policy, self.fresh_tables != NO, online)


def blank(consultation: Consultation) -> Form:
    """A World Café that could start now: 20 people, three rounds of 20 minutes with the first questions."""
    questions = [str(question.id) for question in consultation.questions]
    rounds = [RoundRow(question=questions[n] if n < len(questions) else "") for n in range(3)]
    form = Form(
        title=dict(prepare.CAFE_TITLE),
        format=Format.WORLD_CAFE,
        place="",
        expected_people="20",
        tables="",
        host_policy=HostPolicy.FIXED,
        question_policy=QuestionPolicy.ROUND,
        rounds=rounds,
        table_questions=[],
    )
    _line_up_tables(form, questions)
    return form


def stored(meeting: Meeting) -> Form:
    """The form of a stored meeting."""
    questions = [str(question.id) for question in meeting.consultation.questions]
    rule = 1 if meeting.format == Format.FOCUS_GROUP else number_of_tables(meeting.expected_people)
    per_table = meeting.question_policy == QuestionPolicy.TABLE
    remote = choice_of([table.mode for table in meeting.tables])
    form = Form(
        title=dict(meeting.title),
        format=meeting.format,
        place=meeting.place,
        expected_people=str(meeting.expected_people),
        tables="" if len(meeting.tables) == rule else str(len(meeting.tables)),
        host_policy=meeting.host_policy,
        question_policy=meeting.question_policy,
        rounds=[RoundRow(str(row.minutes), _id(row.question_id)) for row in meeting.rounds],
        table_questions=[_id(table.question_id) for table in meeting.tables] if per_table else [],
        remote_policy=remote.policy,
        remote_tables=str(remote.tables or 1),
        fresh_tables=YES if meeting.fresh_tables else NO,
        mix_groups=meeting.mix_groups,
    )
    if per_table:
        for number, row in enumerate(form.rounds):
            row.question = questions[number] if number < len(questions) else ""
    _line_up_tables(form, questions)
    return form


def typed(values: MultiDict[str, str], consultation: Consultation) -> Form:
    """The form as it came back from the browser."""
    rounds: list[RoundRow] = []
    while len(rounds) < MOST_ROUNDS and f"round-{len(rounds)}-minutes" in values:
        name = f"round-{len(rounds)}"
        rounds.append(RoundRow(values[f"{name}-minutes"], values.get(f"{name}-question", "")))
    tables: list[str] = []
    while len(tables) < TABLES and f"table-{len(tables)}-question" in values:
        tables.append(values[f"table-{len(tables)}-question"])
    form = Form(
        title={code: values.get(f"title-{code}", "") for code in LANGUAGES},
        format=values.get("format", ""),
        place=values.get("place", ""),
        expected_people=values.get("expected_people", "").strip(),
        tables=values.get("tables", "").strip(),
        host_policy=values.get("host_policy", ""),
        question_policy=values.get("question_policy", ""),
        rounds=rounds,
        table_questions=tables,
        remote_policy=values.get("remote_policy", RemotePolicy.ANY),
        remote_tables=values.get("remote_tables", "").strip(),
        fresh_tables=values.get("fresh_tables", YES),
        mix_groups="mix_groups" in values,
    )
    _line_up_tables(form, [str(question.id) for question in consultation.questions])
    return form


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
        _line_up_tables(form, [str(question.id) for question in consultation.questions])
    return {"tables": "table-questions", "use-tables": "outlook", "outlook": "outlook"}.get(action, "")


def draft_of(form: Form) -> tuple[MeetingDraft | None, dict[str, str]]:
    """The draft to store, or the problems by field id."""
    per_table = form.question_policy == QuestionPolicy.TABLE
    data: dict[str, Any] = {
        "title": form.title,
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
    try:
        return MeetingDraft.model_validate(data), {}
    except ValidationError as error:
        return None, problems_of(error, _place)


def _seating(form: Form) -> dict[str, Any]:
    """What only a World Café asks; how many tables counts only where not all of them take people online."""
    asked = {
        "remote_policy": form.remote_policy,
        "fresh_tables": form.fresh_tables,
        "mix_groups": form.mix_groups,
    }
    return asked if form.remote_policy == RemotePolicy.ANY else asked | {"remote_tables": form.remote_tables}


def _line_up_tables(form: Form, questions: list[str]) -> None:
    """One row per table: what was chosen, then the questions in turn."""
    wanted = form.count_tables()
    chosen = form.table_questions[:wanted]
    for number in range(len(chosen), wanted):
        chosen.append(questions[number % len(questions)] if questions else "")
    form.table_questions = chosen


def _whole(text: str) -> int:
    return min(max(whole_or(text, 20), PEOPLE[0]), PEOPLE[1])


def _id(value: int | None) -> str:
    return str(value) if value is not None else ""


def _place(location: Place) -> tuple[str, str]:
    top, rest = str(location[0]), location[1:]
    if top == "rounds" and rest:
        part = "question" if "question_id" in rest else "minutes"
        return f"round-{rest[0]}-{part}", _("Round %(number)s", number=int(rest[0]) + 1)
    if top == "table_questions" and rest:
        return f"table-{rest[0]}-question", _("Table %(number)s", number=int(rest[0]) + 1)
    labels = {
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
    }
    return top, labels.get(top, top)

"""The form of a meeting: blank, of a stored meeting, and as it came back from the browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext as _

from consult.domain.languages import LANGUAGES
from consult.domain.words import Format, HostPolicy, QuestionPolicy, RemotePolicy
from consult.models import Consultation, Meeting
from consult.services.preparation import prepare
from consult.services.preparation.drafts import PEOPLE
from consult.services.preparation.tables import TABLES, choice_of, number_of_tables
from consult.web import drafting
from consult.web.meeting_rows import (
    InterpretedRow,
    RoundRow,
    Values,
    interpreted_tables_stored,
    interpreted_tables_typed,
    number_typed,
    rounds_typed,
    table_questions_typed,
)
from consult.web.numbers import whole_or
from consult.web.outlook import Numbers, numbers_of

YES, NO = "yes", "no"
AGENDA_ROWS = 5


@dataclass
class Form:
    """Everything typed into the form of a meeting. `tables` empty means: by the rule.

    `interpreted` are the languages ticked for plenary, `hows` the links and channels by language.
    """

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
    planned_date: str = ""
    planned_time: str = ""
    planned_minutes: str = ""
    second_zone: str = ""
    agenda: dict[str, str] = field(default_factory=dict)
    interpreted: list[str] = field(default_factory=list)
    hows: dict[str, str] = field(default_factory=dict)
    interpreted_tables: list[InterpretedRow] = field(default_factory=list)

    def parts(self) -> list[drafting.Part]:
        """The texts of which the engine can offer drafts."""
        return [
            drafting.Part("title", _("Title"), self.title),
            drafting.Part("agenda", _("Agenda"), self.agenda, rows=AGENDA_ROWS),
        ]

    def line_up_tables(self, consultation: Consultation) -> None:
        """One row per table: what was chosen, then the questions in turn."""
        questions = _questions(consultation)
        wanted = self.count_tables()
        chosen = self.table_questions[:wanted]
        for number in range(len(chosen), wanted):
            chosen.append(questions[number % len(questions)] if questions else "")
        self.table_questions = chosen

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
    questions = _questions(consultation)
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
    form.line_up_tables(consultation)
    return form


def stored(meeting: Meeting) -> Form:
    """The form of a stored meeting."""
    questions = _questions(meeting.consultation)
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
        rounds=[RoundRow(str(row.minutes), number_typed(row.question_id)) for row in meeting.rounds],
        table_questions=[number_typed(table.question_id) for table in meeting.tables] if per_table else [],
        remote_policy=remote.policy,
        remote_tables=str(remote.tables or 1),
        fresh_tables=YES if meeting.fresh_tables else NO,
        mix_groups=meeting.mix_groups,
        planned_date=(meeting.planned_start or "")[:10],
        planned_time=(meeting.planned_start or "")[11:],
        planned_minutes=number_typed(meeting.planned_minutes),
        second_zone=meeting.second_zone,
        agenda=dict(meeting.agenda),
        interpreted=[channel["language"] for channel in meeting.interpretation],
        hows={channel["language"]: channel["how"] for channel in meeting.interpretation},
        interpreted_tables=interpreted_tables_stored(meeting.tables),
    )
    if per_table:
        for number, row in enumerate(form.rounds):
            row.question = questions[number] if number < len(questions) else ""
    form.line_up_tables(meeting.consultation)
    return form


def typed(values: Values, consultation: Consultation) -> Form:
    """The form as it came back from the browser."""
    form = Form(
        title=drafting.texts(values, "title"),
        format=values.get("format", ""),
        place=values.get("place", ""),
        expected_people=values.get("expected_people", "").strip(),
        tables=values.get("tables", "").strip(),
        host_policy=values.get("host_policy", ""),
        question_policy=values.get("question_policy", ""),
        rounds=rounds_typed(values),
        table_questions=table_questions_typed(values),
        remote_policy=values.get("remote_policy", RemotePolicy.ANY),
        remote_tables=values.get("remote_tables", "").strip(),
        fresh_tables=values.get("fresh_tables", YES),
        mix_groups="mix_groups" in values,
        planned_date=values.get("planned_date", "").strip(),
        planned_time=values.get("planned_time", "").strip(),
        planned_minutes=values.get("planned_minutes", "").strip(),
        second_zone=values.get("second_zone", ""),
        agenda=drafting.texts(values, "agenda"),
        interpreted=[code for code in LANGUAGES if code in values.getlist("interpreted")],
        hows={code: values.get(f"interpreted-{code}-how", "").strip() for code in LANGUAGES},
        interpreted_tables=interpreted_tables_typed(values),
    )
    form.line_up_tables(consultation)
    return form


def opened(form: Form, fields: Iterable[str]) -> set[str]:
    """The folded sections to show at once: what has been filled in, and where one of these fields is."""
    found = {
        "when": any((form.planned_date, form.planned_time, form.planned_minutes, form.second_zone)),
        "agenda": any(form.agenda.values()),
        "interpretation": bool(form.interpreted or form.interpreted_tables or any(form.hows.values())),
    }
    parts = {"planned": "when", "second": "when", "agenda": "agenda", "interpreted": "interpretation"}
    asked = {parts.get(re.split("[-_]", field)[0]) for field in fields}
    return {name for name, filled in found.items() if filled or name in asked}


def _questions(consultation: Consultation) -> list[str]:
    return [str(question.id) for question in consultation.questions]


def _whole(text: str) -> int:
    return min(max(whole_or(text, 20), PEOPLE[0]), PEOPLE[1])

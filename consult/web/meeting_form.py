"""The form of a meeting: blank, of a stored meeting, and as it came back from the browser."""

from __future__ import annotations

from dataclasses import dataclass

from consult.domain.languages import LANGUAGES
from consult.domain.words import Format, HostPolicy, QuestionPolicy, RemotePolicy
from consult.models import Consultation, Meeting
from consult.services import prepare
from consult.services.drafts import PEOPLE
from consult.services.tables import TABLES, choice_of, number_of_tables
from consult.web.meeting_rows import RoundRow, Values, id_typed, rounds_typed, table_questions_typed
from consult.web.numbers import whole_or
from consult.web.outlook import Numbers, numbers_of

YES, NO = "yes", "no"


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
        rounds=[RoundRow(str(row.minutes), id_typed(row.question_id)) for row in meeting.rounds],
        table_questions=[id_typed(table.question_id) for table in meeting.tables] if per_table else [],
        remote_policy=remote.policy,
        remote_tables=str(remote.tables or 1),
        fresh_tables=YES if meeting.fresh_tables else NO,
        mix_groups=meeting.mix_groups,
    )
    if per_table:
        for number, row in enumerate(form.rounds):
            row.question = questions[number] if number < len(questions) else ""
    form.line_up_tables(meeting.consultation)
    return form


def typed(values: Values, consultation: Consultation) -> Form:
    """The form as it came back from the browser."""
    form = Form(
        title={code: values.get(f"title-{code}", "") for code in LANGUAGES},
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
    )
    form.line_up_tables(consultation)
    return form


def _questions(consultation: Consultation) -> list[str]:
    return [str(question.id) for question in consultation.questions]


def _whole(text: str) -> int:
    return min(max(whole_or(text, 20), PEOPLE[0]), PEOPLE[1])

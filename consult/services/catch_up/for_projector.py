"""The whole truth for the projector of the hall."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, select

from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import Phase, QuestionPolicy, View, Voting
from consult.extensions import db
from consult.locales import current_language
from consult.models import Meeting, Note, Participant
from consult.services.catch_up import hall_texts
from consult.services.clock import now
from consult.services.meeting import harvest, rows, slower
from consult.services.meeting.wire import (
    Wire,
    clock_wire,
    join_address,
    millis,
    public_address,
    sign_wire,
    table_wire,
)
from consult.services.preparation.planned import of_meeting
from consult.services.preparation.questions import question_at


def projector(row: Meeting) -> Wire:
    """What the hall sees: no names, votes only after voting, only what was marked as main point."""
    live = rows.live_meeting(row)
    number = live.seated_round
    sizes = Counter(s.table_number for s in rows.taken_seats(row.id, number))
    language = current_language()
    return {
        "version": row.version,
        "server_time": millis(now()),
        "meeting": {
            **clock_wire(row),
            "title": in_language(row.title, language),
            "consultation_title": in_language(row.consultation.title, language),
            "join_code": row.join_code,
            "join_url": join_address(row),
            "address": public_address(),
            "qr": f"/qr/{row.join_secret}.svg",
            "languages": [code for code in LANGUAGES if code in row.consultation.languages],
            "planned": _planned(row),
        },
        "view": _view(row),
        "questions": _questions(row, number),
        "table_questions": _table_questions(row),
        "tables": [{**table_wire(t), "people": sizes[t.number]} for t in row.tables],
        "people": _people_count(row.id),
        "notes": _note_count(row.id),
        "harvest": _harvest(row),
        "voting": {
            "state": row.voting,
            "choices": hall_texts.read_in_all(row, harvest.choices(row))
            if row.voting != Voting.NOT_YET
            else [],
        },
        "acceptability": {
            "state": row.acceptability,
            "points": hall_texts.read_in_all(row, harvest.asked(row)),
        },
        "themes": harvest.themes(row.consultation_id),
        "slower": slower.shown_on_projector(row),
    }


def _planned(row: Meeting) -> dict[str, list[str]]:
    """When the meeting is to be held, until it is: the date and its clocks, in every language of the hall."""
    if row.phase != Phase.WELCOME:
        return {}
    told = {code: of_meeting(row, code) for code in LANGUAGES if code in row.consultation.languages}
    return {code: [one.date, *(clock.text for clock in one.clocks)] for code, one in told.items() if one}


def _people_count(meeting_id: int) -> int:
    return _count(
        select(func.count())
        .select_from(Participant)
        .where(Participant.meeting_id == meeting_id, Participant.left_at.is_(None))
    )


def _note_count(meeting_id: int) -> int:
    return _count(
        select(func.count()).select_from(Note).where(Note.meeting_id == meeting_id, Note.hidden_at.is_(None))
    )


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0


def _view(row: Meeting) -> str:
    if row.projector_view != View.AUTO:
        return row.projector_view
    if row.phase == Phase.HARVEST and row.speaking_table is None:
        if row.acceptability != Voting.NOT_YET and row.voting != Voting.OPEN:
            return str(View.ACCEPTABLE)
        if row.voting != Voting.NOT_YET:
            return str(View.VOTES)
    views = {Phase.WELCOME: View.JOIN, Phase.ROUND: View.QUESTION, Phase.MOVING: View.TABLES}
    return str(views.get(Phase(row.phase), View.HARVEST))


def _questions(row: Meeting, number: int) -> list[dict[str, Any]]:
    question = question_at(row, None, number) if row.question_policy == QuestionPolicy.ROUND else None
    if question is None:
        return []
    return [
        {"language": code, "text": question.text[code]}
        for code in LANGUAGES
        if code in row.consultation.languages and question.text.get(code)
    ]


def _table_questions(row: Meeting) -> list[Wire]:
    if row.question_policy != QuestionPolicy.TABLE:
        return []
    return [{"table": t.number, "texts": t.question.text} for t in row.tables if t.question]


def _harvest(row: Meeting) -> Wire:
    points = harvest.main_points(row.id)
    texts = [{"id": n.id, "text": n.text, "language": n.language} for n in points]
    read = {point["id"]: point for point in hall_texts.read_in_all(row, texts)}
    speaking = row.speaking_table
    tables = []
    for table in row.tables:
        own = [n for n in points if n.table_number == table.number]
        heard = table.number in row.tables_heard
        state = "speaking" if table.number == speaking else "heard" if heard else "waiting"
        tables.append(
            {
                **sign_wire(table.number),
                "state": state,
                "points": [read[n.id] for n in own],
            }
        )
    floor = {"table": speaking, "ends_at": millis(row.speaking_ends_at)} if speaking is not None else None
    return {"speaking": floor, "tables": tables}

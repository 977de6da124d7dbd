"""What a large hall asks of the database must not grow with its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.people import join_many, seats
from sqlalchemy import Engine, event

from consult.domain import commands as c
from consult.domain.words import HostPolicy
from consult.extensions import db
from consult.models import Meeting
from consult.services.meeting import contribute, steer
from consult.services.seating import ahead


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def planning_statements(meeting: Meeting) -> int:
    db.session.expire_all()
    with statements() as asked:
        ahead.current_problem(db.session.get_one(Meeting, meeting.id))
    return len(asked)


def test_volunteers_are_looked_up_once_for_all_tables(meeting):
    meeting.host_policy = HostPolicy.VOLUNTEER
    people = {one.id: one for one in join_many(meeting, 20)}
    steer.steer(meeting.id, c.OpenRound(), None)
    steer.steer(meeting.id, c.CloseRound(), None)
    steer.steer(meeting.id, c.OpenRound(), None)
    without = planning_statements(meeting)

    by_table = {table: one for one, table in seats(meeting, 2).items()}
    for host in by_table.values():
        contribute.volunteer(people[host], on=True)

    assert len(by_table) == 4
    assert planning_statements(meeting) == without

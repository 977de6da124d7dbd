"""Several facilitators at the same moment: one of them wins, the others are told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from services.crowd import apart
from services.people import join_many, seats

from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Meeting, Note, Participant
from consult.services.meeting import contribute, join, steer

THREADS = 4


def race(app: Flask, act: Callable[[int], None]) -> Counter[str]:
    """How `act` ends in each of four threads that start together, every one with its own connection."""
    start, ends = threading.Barrier(THREADS), []

    def run(number: int) -> None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                act(number)
                ends.append("ok")
            except Refused as refused:
                ends.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    db.session.expire_all()
    db.session.rollback()
    return Counter(ends)


@pytest.fixture(params=["one process", "several processes"])
def processes(request, monkeypatch):
    """Threads share the meeting's lock; processes do not, and only the version in the database is between them."""
    if request.param == "several processes":
        apart(monkeypatch)


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("attempt", range(5))
def test_one_of_four_closes_the_round(app, meeting, attempt):
    join_many(meeting, 12)
    steer.steer(meeting.id, c.OpenRound())
    meeting_id = meeting.id
    seen = db.session.get_one(Meeting, meeting_id).version
    db.session.rollback()

    ends = race(app, lambda _number: steer.steer(meeting_id, c.CloseRound(), seen))

    assert ends == {"ok": 1, "changed_meanwhile": 3}
    row = db.session.get_one(Meeting, meeting_id)
    assert (row.phase, row.version, len(seats(row, 2))) == ("moving", seen + 1, 12)


def test_closing_and_opening_at_once_leaves_one_round_open(app, meeting):
    join_many(meeting, 8)
    meeting_id = meeting.id
    db.session.rollback()

    ends = race(app, lambda _number: steer.steer(meeting_id, c.OpenRound()))

    assert ends["ok"] == 1
    assert db.session.get_one(Meeting, meeting_id).round_number == 1


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("attempt", range(3))
def test_same_note_over_two_lines_at_once_is_stored_once(app, meeting, attempt):
    person_id = join_many(meeting, 2)[0].id
    steer.steer(meeting.id, c.OpenRound())
    db.session.rollback()

    def write(_number: int) -> None:
        contribute.write_note(
            db.session.get_one(Participant, person_id),
            client_key="key-00000001",
            kind="need",
            text="Lamps",
            language="en",
            round_number=1,
            by_proxy=False,
        )

    assert race(app, write) == {"ok": 4}
    assert db.session.query(Note).count() == 1


def test_four_people_join_at_once(app, meeting):
    meeting_id = meeting.id
    db.session.rollback()

    def arrive(number: int) -> None:
        join.join(
            db.session.get_one(Meeting, meeting_id),
            nickname=f"Guest {number}",
            language="en",
            languages=["en"],
            group_key=None,
            mode="onsite",
            consented=True,
        )

    assert race(app, arrive) == {"ok": 4}
    assert len(seats(db.session.get_one(Meeting, meeting_id), 1)) == 4

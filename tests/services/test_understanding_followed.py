"""The process that understands notes: begun on need, watched over, replaced; no note ends it for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from live.notes import new_note, quiet, written

from consult import metrics
from consult.extensions import db
from consult.models import Meeting, Note
from consult.services import understanding
from consult.services.accounts import tickets
from consult.services.meeting import news
from consult.services.translating import loop as translating
from consult.services.understanding import desk, lacking, loop


@pytest.fixture
def work(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Let a process of the tests do everything that is due; what it was asked."""
    script = Path(__file__).parent / "fake_understanding.py"
    command = [sys.executable, str(script), str(tmp_path)]
    monkeypatch.setattr(loop, "begin_process", lambda end: subprocess.Popen(command, stdin=end, stdout=end))

    def _work() -> list[Any]:
        loop.turn(0)
        for _ in range(100):
            if loop._watch.job is None and not desk.is_due():
                break
            loop._watch.not_before = 0.0
            loop.turn(1)
        else:
            pytest.fail("it is not done")
        asked = tmp_path / "asked"
        return [json.loads(line) for line in asked.read_text().splitlines()] if asked.exists() else []

    return _work


def notes_of(asked: list[Any]) -> list[list[int]]:
    return [each["notes"] for each in asked if each["notes"]]


def test_no_process_is_begun_before_there_is_something_to_do(work):
    desk.written([7])

    assert work() == []
    assert loop.at_work() == 0


def test_notes_that_are_ready_go_together_and_confirmations_before_them(work):
    desk.written([7, 8])
    desk.ready([8, 9])
    understanding.learn(3)
    understanding.learn(3)

    assert work() == [{"notes": [], "learn": 3}, {"notes": [8, 9], "learn": None}]
    assert desk.waiting() == 1


def test_consoles_hear_that_there_is_something_new(work):
    desk.ready([9])

    work()

    assert 1 in news._touched


def test_note_whose_process_died_is_asked_again(work):
    desk.ready([91, 5])

    assert notes_of(work()) == [[91, 5], [91], [5]]


def test_note_that_ends_the_process_again_and_again_is_left_alone(work):
    desk.ready([-1, 5])

    asked = notes_of(work())

    assert sorted(asked) == [[-1], [-1], [-1, 5], [5]]
    desk.ready([-1])
    assert desk.waiting() == 0


def test_what_cannot_be_done_is_tried_three_times_and_the_process_stays(work):
    desk.ready([92])

    assert notes_of(work()) == [[92], [92], [92]]
    assert loop.at_work() == 1


def test_process_that_is_silent_is_replaced(work, monkeypatch):
    desk.ready([5])
    loop.turn(0)
    first = loop._watch.line
    monkeypatch.setattr(loop, "PATIENCE_SECONDS", -1.0)
    monkeypatch.setattr(loop, "_listen", lambda _patience: None)
    loop.turn(0)
    monkeypatch.undo()

    assert first is not None
    assert first.process.wait() != 0
    assert loop.waiting() == 1


def test_idle_process_is_ended(work, monkeypatch):
    desk.ready([5])
    work()
    process = loop._watch.line.process

    monkeypatch.setattr(loop, "IDLE_SECONDS", -1.0)
    loop.turn(0)

    assert loop.at_work() == 0
    assert process.wait() == 0


def test_wishes_are_bounded(app, monkeypatch):
    monkeypatch.setattr(desk, "MOST_WISHES", 3)
    shed = metrics.SHED.labels("meanings")
    before = shed._value.get()

    desk.written(range(10))

    assert (desk.waiting(), shed._value.get() - before) == (3, 7)


def test_note_is_ready_as_soon_as_its_language_is_known(phone, open_round, translated, work):
    english, french = (phone(table=1, languages=(code,)) for code in ("en", "fr"))
    open_round()
    quiet(english, french)
    first = written(english, "key-00000001", text="Lamps")
    second = written(french, "key-00000002", text="Des lampes")
    assert not desk.is_due()

    translated()

    assert notes_of(work()) == [[first, second]]
    assert translating.waiting() == 0


def test_what_was_lost_when_the_server_stopped_is_found_again(phone, open_round, work):
    author = phone(table=1)
    open_round()
    note_id = written(author)
    desk.forget_all()
    loop._watch.looked = False

    assert notes_of(work()) == [[note_id]]


def test_notes_of_a_meeting_that_is_over_are_left_to_the_next_run(phone, open_round, meeting: Meeting):
    author = phone(table=1)
    open_round()
    written(author)
    meeting.phase = "closed"
    db.session.commit()

    assert lacking.in_open_meetings() == []


def test_hidden_notes_are_not_wished_for_until_they_are_shown(phone, console, open_round):
    author, screen = phone(table=1), console()
    open_round()
    note_id = author.ask("note.write", new_note())["note"]["id"]
    screen.ask("note.hide", {"note_id": note_id, "reason": "A name"})
    assert lacking.in_open_meetings() == []
    desk.forget_all()

    screen.ask("note.show", {"note_id": note_id})

    assert desk.waiting() == 1
    assert db.session.get_one(Note, note_id).hidden_at is None


def test_who_opens_the_board_wishes_for_what_was_lost(phone, open_round, meeting, facilitator, connect, work):
    author = phone(table=1)
    open_round()
    written(author)
    meeting.phase = "closed"
    db.session.commit()
    desk.forget_all()
    screen = connect({"board": tickets.board_ticket(facilitator, meeting.consultation)})

    assert screen.ask("board.open")["ok"] is True

    assert desk.waiting() == 1

"""Several people change one board at the same moment, in one process and in several, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from live import boards
from sqlalchemy import func, select
from tools import missing

from consult import Settings, create_app
from consult.domain import board as b
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Note, Theme, ThemeChange, ThemeNote
from consult.services import board
from consult.services.board import turn

THREADS = 4


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The app on one of the two databases."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
        return
    url = os.environ.get("CONSULT_TEST_POSTGRESQL")
    if not url:
        missing("PostgreSQL (its address in CONSULT_TEST_POSTGRESQL)")
    app = create_app(replace(settings, database_url=url), TESTING=True)
    with app.app_context():
        db.session.remove()
        upgrade()
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


class Apart(dict[int, object]):
    """Locks of processes that know nothing of each other."""

    def __missing__(self, _key: int) -> object:
        return nullcontext()


@pytest.fixture(params=["one process", "several processes"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads share the lock of the board; processes do not, and only the database is between them."""
    if request.param == "several processes":
        monkeypatch.setattr(turn, "_locks", Apart())


def race(app: Flask, consultation_id: int, commands: list[list[tuple[b.Command, str]]]) -> Counter[str]:
    """How commands end that are sent by so many people at once, each with a connection of their own."""
    start, ends = threading.Barrier(len(commands)), []

    def run(mine: list[tuple[b.Command, str]]) -> None:
        with app.app_context():
            start.wait(timeout=10)
            for command, key in mine:
                try:
                    board.change(consultation_id, None, command, key)
                    ends.append("ok")
                except Refused as refused:
                    ends.append(refused.code)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(mine,)) for mine in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    db.session.expire_all()
    return Counter(ends)


def places(note_ids: list[int]) -> dict[int, int]:
    query = select(ThemeNote.note_id, ThemeNote.theme_id).where(ThemeNote.note_id.in_(note_ids))
    return {note_id: theme_id for note_id, theme_id in db.session.execute(query)}  # noqa: C416


def versions(consultation_id: int) -> list[int | None]:
    query = select(ThemeChange.board_version).where(ThemeChange.consultation_id == consultation_id)
    return list(db.session.scalars(query.order_by(ThemeChange.id)))


@pytest.mark.usefixtures("processes")
def test_the_same_note_moved_by_four_is_in_one_place_and_every_move_is_a_step(house: Flask) -> None:
    own, themes, notes = boards.consultation_with([3, 2, 2, 1])
    consultation_id = own.id
    db.session.rollback()
    moves = [[(b.NoteMove((notes[0],), theme), "") for theme in (*themes[k:], *themes[:k])] for k in range(4)]

    ends = race(house, consultation_id, moves)

    steps = versions(consultation_id)
    assert set(ends) == {"ok"}
    assert steps == list(range(1, len(steps) + 1))
    assert board.version_of(consultation_id) == len(steps)
    assert len(places(notes)) == len(notes)
    last = db.session.scalars(select(ThemeChange.theme_id).order_by(ThemeChange.id.desc())).first()
    assert places([notes[0]]) == {notes[0]: last}


@pytest.mark.usefixtures("processes")
def test_merging_all_while_others_move_into_what_goes_loses_nothing(house: Flask) -> None:
    own, themes, notes = boards.consultation_with([3, 3, 2], loose=1)
    consultation_id = own.id
    db.session.rollback()

    ends = race(
        house,
        consultation_id,
        [
            [(b.ThemeMerge(tuple(themes), themes[0]), "")],
            [(b.NoteMove((note,), themes[2]), "") for note in notes[:2]],
            [(b.NoteMove((note,), None), "") for note in notes[3:5]],
            [(b.ThemeRename(themes[1], f"Name {number}", "en"), "") for number in range(3)],
        ],
    )

    assert set(ends) <= {"ok", "theme_gone"}
    assert sorted(places(notes)) == notes[:8]
    alive = set(db.session.scalars(select(Theme.id)))
    assert set(places(notes).values()) <= alive
    assert themes[1] not in alive
    assert versions(consultation_id) == list(range(1, board.version_of(consultation_id) + 1))


@pytest.mark.usefixtures("processes")
def test_the_same_command_over_four_lines_at_once_is_carried_out_once(house: Flask) -> None:
    own, _themes, notes = boards.consultation_with([3, 2])
    consultation_id, person = own.id, boards.member(own).id
    db.session.rollback()
    done: list[board.Done] = []

    def send() -> None:
        with house.app_context():
            command = b.NoteMove((notes[0],), None, "Mine")
            done.append(board.change(consultation_id, person, command, "the-same-key"))
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(done) == THREADS
    assert len(set(done)) == 1
    assert db.session.scalar(select(func.count()).select_from(Theme)) == 3


@pytest.mark.usefixtures("processes")
def test_one_of_four_undoes_a_step(house: Flask) -> None:
    own, themes, notes = boards.consultation_with([3, 2])
    consultation_id = own.id
    change = board.change(consultation_id, None, b.NoteMove((notes[0],), themes[1])).change
    db.session.rollback()
    assert change is not None

    ends = race(house, consultation_id, [[(b.StepUndo(change), "")]] * THREADS)

    assert ends == {"ok": 1, "step_not_there": 3}
    assert places([notes[0]]) == {notes[0]: themes[0]}


@pytest.mark.usefixtures("processes")
def test_a_machine_and_people_take_turns(house: Flask) -> None:
    own, themes, notes = boards.consultation_with([3, 2], loose=4)
    consultation_id, loose = own.id, notes[5:]
    db.session.rollback()

    def machine() -> None:
        with house.app_context():
            for note_id in loose:
                with board.changed(consultation_id):
                    taken = db.session.get(ThemeNote, note_id, populate_existing=True)
                    if taken is None:
                        db.session.add(ThemeNote(note_id=note_id, theme_id=themes[0]))
            db.session.remove()

    beside = threading.Thread(target=machine)
    beside.start()
    ends = race(house, consultation_id, [[(b.NoteMove((note,), themes[1]), "") for note in loose]] * 2)
    beside.join(timeout=60)
    db.session.rollback()

    assert set(ends) == {"ok"}
    assert places(loose) == dict.fromkeys(loose, themes[1])


@pytest.mark.usefixtures("processes")
def test_a_note_erased_while_it_is_moved_is_erased(house: Flask) -> None:
    own, themes, notes = boards.consultation_with([4, 2])
    consultation_id = own.id
    db.session.rollback()
    start = threading.Event()

    def erase() -> None:
        with house.app_context():
            start.wait(timeout=10)
            for note_id in notes[:3]:
                db.session.delete(db.session.get_one(Note, note_id))
                db.session.commit()
            db.session.remove()

    beside = threading.Thread(target=erase)
    beside.start()
    start.set()
    moves: list[list[tuple[b.Command, str]]] = [
        [(b.NoteMove((note,), theme), "") for note in notes[:3]] for theme in themes
    ]
    ends = race(house, consultation_id, moves)
    beside.join(timeout=60)
    db.session.rollback()

    assert set(ends) <= {"ok", "no_such_note", "board_moved_on"}
    assert set(places(notes)) == set(notes[3:])

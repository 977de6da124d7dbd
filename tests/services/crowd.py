"""Phones that ask at the same moment, each in a thread and with a connection to the database of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask

from consult.domain.errors import Refused
from consult.extensions import db
from consult.services.meeting import conduct, contribute, group_commit
from consult.services.meeting.conduct import meeting_lock
from consult.services.meeting.new_notes import NewNote


def new_note(author_id: int, key: int, text: str = "Lamps", **changes: Any) -> NewNote:
    kept = {"kind": "need", "language": "en", "round_number": 1, "by_proxy": False, **changes}
    return NewNote(author_id, f"key-{key:08}", text=text, **kept)


def write(author: Any, key: int, text: str = "Lamps", **changes: Any) -> int:
    """Write a note the way a phone does; its id."""
    note = new_note(author.id, key, text, **changes)
    _version, stored = contribute.write_note(
        author,
        client_key=note.client_key,
        kind=note.kind,
        text=note.text,
        language=note.language,
        round_number=note.round_number,
        by_proxy=note.by_proxy,
    )
    return int(stored.id)


def together(
    app: Flask,
    meeting_id: int,
    acts: Sequence[Callable[[], Any]],
    meanwhile: Callable[[], None] | None = None,
) -> list[Any]:
    """What each act brings: its result, or the code it is refused with.

    The meeting is held until all of them are waiting, one behind the other in this order: they are one group.
    """
    db.session.rollback()
    results, threads = _threads(app, acts)
    with meeting_lock(meeting_id):
        for place, thread in enumerate(threads):
            thread.start()
            _until(lambda place=place: waiting(meeting_id) > place)
        if meanwhile is not None:
            meanwhile()
    return _joined(results, threads)


def too_many(
    app: Flask, meeting_id: int, acts: Sequence[Callable[[], Any]], one_more: Callable[[], Any]
) -> Any:
    """What one more is told while all of these are waiting."""
    told: list[Any] = []

    def ask_too() -> None:
        results, threads = _threads(app, [one_more])
        threads[0].start()
        told.extend(_joined(results, threads))

    together(app, meeting_id, acts, meanwhile=ask_too)
    return told[0]


def at_once(app: Flask, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """The same, in whatever order they come, and in whatever groups."""
    db.session.rollback()
    start = threading.Barrier(len(acts))
    results, threads = _threads(app, [lambda act=act: (start.wait(timeout=10), act())[1] for act in acts])
    for thread in threads:
        thread.start()
    return _joined(results, threads)


class NoQueues(dict[int, group_commit.Queue]):
    """Nobody meets anybody."""

    def setdefault(self, _meeting_id: int, queue: group_commit.Queue) -> group_commit.Queue:  # type: ignore[override]
        return queue


def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in several processes: no lock and no queue in common, only the database is between them."""
    for module in (conduct, group_commit):
        monkeypatch.setattr(module, "meeting_lock", lambda _meeting_id: threading.RLock())
    monkeypatch.setattr(group_commit, "_queues", NoQueues())


def waiting(meeting_id: int) -> int:
    queue = group_commit._queues.get(meeting_id)
    return len(queue.waiting) if queue is not None else 0


def _until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(10_000):
        if holds():
            return
        pause.wait(0.001)
    raise AssertionError("nobody came")


def _threads(app: Flask, acts: Sequence[Callable[[], Any]]) -> tuple[list[Any], list[threading.Thread]]:
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        with app.app_context():
            try:
                results[place] = acts[place]()
            except Refused as refused:
                results[place] = refused.code
            finally:
                db.session.remove()

    return results, [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]


def _joined(results: list[Any], threads: Sequence[threading.Thread]) -> list[Any]:
    for thread in threads:
        thread.join(timeout=30)
    db.session.expire_all()
    db.session.rollback()
    return results

"""Themes are worked out by themselves after a round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live.notes import new_note

from consult.extensions import db
from consult.models import AnalysisRun
from consult.services import child
from consult.services.assessment import analysis_control, assess


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Runs are opened, but their process is not started."""
    monkeypatch.setattr(child, "begin", lambda *_, **_wishes: None)
    yield
    assess._children.clear()
    assess._seen.clear()


def runs() -> int:
    return db.session.query(AnalysisRun).count()


def write(phone, count: int) -> None:
    for number in range(count):
        assert phone.ask("note.write", new_note(f"key-{number:08d}"))["ok"]


def test_after_a_round_one_run_begins(phone, console, open_round, clock):
    author = phone(table=1)
    open_round()
    write(author, 5)
    console().ask("round.close")

    analysis_control.keep_up()
    assert runs() == 0  # the last notes are still on their way
    clock.advance(analysis_control.SETTLED_SECONDS)
    analysis_control.keep_up()
    analysis_control.keep_up()

    assert runs() == 1


def test_few_notes_make_no_themes(phone, console, open_round, clock):
    author = phone(table=1)
    open_round()
    write(author, 4)
    console().ask("round.close")
    clock.advance(60)

    analysis_control.keep_up()

    assert runs() == 0


def test_nothing_is_worked_out_during_a_round(phone, open_round, clock):
    author = phone(table=1)
    open_round()
    write(author, 6)
    clock.advance(60)

    analysis_control.keep_up()

    assert runs() == 0

"""The loops beside the requests: they go on after a fault, are counted, and are seen when they stop."""

from __future__ import annotations

import pytest
from services.people import join_many

from consult import metrics
from consult.extensions import socketio
from consult.live import background
from consult.services import beats
from consult.services.meeting import news
from consult.services.seating import ahead


class Enough(Exception):
    """The test has seen enough turns."""


@pytest.fixture
def turns(app, monkeypatch):
    """Run a loop for so many turns."""
    beats.forget_all()

    def run(loop: str, work, how_many: int) -> None:
        slept = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == how_many:
                raise Enough

        monkeypatch.setattr(socketio, "sleep", sleep)
        beats.expect(loop, 0.5)
        with pytest.raises(Enough):
            background._forever(app, loop, work, 0.5)
        assert slept == [0.5] * how_many

    yield run
    beats.forget_all()


def failures(loop: str) -> float:
    return metrics.registry.get_sample_value("consult_loop_failures_total", {"loop": loop}) or 0.0


def test_loop_that_fails_goes_on_and_is_counted(turns, caplog):
    before = failures("bell")

    def ring() -> None:
        raise LookupError("what somebody wrote")

    turns("bell", ring, 3)

    assert failures("bell") - before == 3
    assert caplog.text.count("loop bell failed: LookupError") == 3
    assert "what somebody wrote" not in caplog.text
    assert beats.late() == []


def test_loop_that_is_stuck_is_late_until_it_comes_round(turns, monkeypatch):
    def stuck() -> None:
        beats._last["bell"] -= 0.5 + beats.PATIENCE_SECONDS + 1
        assert beats.late() == ["bell"]

    turns("bell", stuck, 1)

    assert beats.late() == []
    age = metrics.registry.get_sample_value("consult_loop_age_seconds", {"loop": "bell"})
    assert age is not None
    assert age < beats.PATIENCE_SECONDS


def test_every_loop_is_expected_when_the_server_starts(app, monkeypatch):
    beats.forget_all()
    started = []
    monkeypatch.setattr(socketio, "start_background_task", lambda *words: started.append(words[2]))

    background.start(app)

    assert started == sorted(beats._pauses, key=started.index) == [loop for loop, *_ in background.LOOPS]
    beats.forget_all()


def test_planning_processes_are_counted(meeting, monkeypatch):
    def ended(outcome: str) -> float:
        labels = {"work": "planning", "outcome": outcome}
        return metrics.registry.get_sample_value("consult_runs_total", labels) or 0.0

    monkeypatch.setattr(ahead, "QUIET_SECONDS", 0.0)
    news.to_plan()
    ahead._changed_at.clear()
    before = {outcome: ended(outcome) for outcome in ("done", "failed", "cancelled")}

    join_many(meeting, 8)
    ahead.keep_ready()
    assert metrics.registry.get_sample_value("consult_runs_open", {"work": "planning"}) == 1
    ahead._working[meeting.id].process.wait(timeout=60)
    ahead.keep_ready()
    join_many(meeting, 1)
    ahead.keep_ready()
    ahead.cancel(meeting.id)

    grown = {outcome: ended(outcome) - before[outcome] for outcome in before}
    assert grown == {"done": 1, "failed": 0, "cancelled": 1}
    assert metrics.registry.get_sample_value("consult_runs_open", {"work": "planning"}) == 0

"""Working out the themes: one run at a time, in a process of its own; what people decided survives it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import harvested
import pytest
from flask import Flask
from sqlalchemy import select
from stage import Clock, Screen

from consult import metrics
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import (
    AnalysisRun,
    Consultation,
    Meeting,
    Note,
    NotePivot,
    Theme,
    ThemeChange,
    ThemeNote,
)
from consult.services import leases
from consult.services.assessment import analysis_control, assess, evidence, grouping, needs, themes
from consult.services.meeting import news

FEW = 24


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    """Twenty-four notes, six in each language, of three commitments."""
    rows = [row for row in harvested.written() if row["commitment"] in (7, 8, 10)]
    return harvested.hold(meeting, rows[:FEW])


@pytest.fixture(autouse=True)
def quick(app: Flask) -> None:
    """The engine without a model, but for the run in its own process, which takes the best there is."""
    app.config["ANALYSIS_ENGINE"] = "glossary"


def waiting_run(consultation: Consultation, at: float = harvested.OPENED) -> AnalysisRun:
    run = AnalysisRun(consultation_id=consultation.id, started_at=at)
    db.session.add(run)
    db.session.commit()
    return run


def analysed(consultation: Consultation) -> AnalysisRun:
    run = waiting_run(consultation)
    assess.work(run.id)
    db.session.refresh(run)
    return run


def places() -> Counter[int]:
    return Counter(db.session.scalars(select(ThemeNote.note_id)))


def members(theme_id: int) -> set[int]:
    return set(db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.theme_id == theme_id)))


def test_work_puts_every_note_into_exactly_one_theme(consultation: Consultation, notes: list[Note]) -> None:
    run = analysed(consultation)

    assert (run.state, run.progress, run.notes, run.code) == ("done", 1.0, len(notes), None)
    assert run.engine.split()[0] in ("minilm", "glossary")
    assert places() == Counter(note.id for note in notes)
    assert {row.pinned for row in evidence.themes(consultation.id)} == {False}
    assert [row.what for row in db.session.scalars(select(ThemeChange))] == ["analysed"]


def test_work_proposes_a_spot_of_the_grid_for_single_notes(
    consultation: Consultation, notes: list[Note]
) -> None:
    analysed(consultation)

    spots = Counter(
        (place.commitment is not None, place.track is not None)
        for place in db.session.scalars(select(ThemeNote))
    )
    assert spots[True, True] > len(notes) / 2


def test_pivots_are_stored_once_and_never_for_english(consultation: Consultation, notes: list[Note]) -> None:
    analysed(consultation)
    first = {row.note_id: row.text for row in db.session.scalars(select(NotePivot))}
    analysed(consultation)

    assert {row.note_id: row.text for row in db.session.scalars(select(NotePivot))} == first
    assert not first.keys() & {note.id for note in notes if note.language == "en"}


def test_pinned_themes_and_confirmed_places_survive(consultation: Consultation, notes: list[Note]) -> None:
    analysed(consultation)
    theme = evidence.themes(consultation.id)[0]
    themes.rename(consultation.id, theme.id, "Vivir sin miedo", "es")
    themes.confirm(consultation.id, theme.id, "2", "4")
    needs.write(consultation.id, theme.id, {"en": "There is no place to turn to."})
    before = members(theme.id)

    analysed(consultation)

    kept = db.session.get_one(Theme, theme.id)
    assert kept.label == {"es": "Vivir sin miedo"}
    assert (kept.commitment, kept.track, kept.confirmed) == ("2", "4", True)
    [need] = needs.rows(consultation.id, evidence.themes(consultation.id))
    assert (need.theme_id, need.sentence) == (theme.id, {"en": "There is no place to turn to."})
    assert before <= members(theme.id)
    assert places() == Counter(note.id for note in notes)


def test_a_note_moved_by_hand_stays_there(consultation: Consultation, notes: list[Note]) -> None:
    analysed(consultation)
    first, second = evidence.themes(consultation.id)[:2]
    themes.move_note(consultation.id, first.notes[0].id, second.id)

    analysed(consultation)

    assert first.notes[0].id in members(second.id)


def test_merged_themes_stay_merged(consultation: Consultation, notes: list[Note]) -> None:
    analysed(consultation)
    first, second = evidence.themes(consultation.id)[:2]
    kept = themes.merge(consultation.id, [first.id, second.id]).id
    together = {note.id for note in (*first.notes, *second.notes)}

    analysed(consultation)

    assert together <= members(kept)


def test_a_withdrawn_confirmation_lets_the_analysis_propose_again(
    consultation: Consultation, notes: list[Note]
) -> None:
    analysed(consultation)
    theme = evidence.themes(consultation.id)[0]
    themes.confirm(consultation.id, theme.id, None, None)
    themes.unconfirm(consultation.id, theme.id)

    analysed(consultation)

    again = db.session.get_one(Theme, theme.id)
    assert (again.commitment, again.confirmed) == (theme.commitment, False)


def test_hidden_notes_are_not_read(consultation: Consultation, notes: list[Note]) -> None:
    notes[0].hidden_at = harvested.OPENED
    db.session.commit()

    run = analysed(consultation)

    assert run.notes == len(notes) - 1
    assert notes[0].id not in places()


def test_what_people_do_during_a_run_wins(
    consultation: Consultation, notes: list[Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed(consultation)
    first, second = evidence.themes(consultation.id)[:2]
    hidden = second.notes[0].id
    original = grouping.assess

    def slow(*arguments: object, **named: object) -> object:
        found = original(*arguments, **named)  # type: ignore[arg-type]
        themes.merge(consultation.id, [first.id, second.id])
        db.session.get_one(Note, hidden).hidden_at = harvested.OPENED
        db.session.commit()
        return found

    monkeypatch.setattr(grouping, "assess", slow)
    analysed(consultation)

    rows = evidence.themes(consultation.id)
    merged = next(row for row in rows if row.pinned)
    assert {note.id for note in merged.notes} == {n.id for n in (*first.notes, *second.notes)} - {hidden}
    assert sum(row.tally.notes for row in rows) == len(notes) - 1


def test_cancel_changes_nothing(consultation: Consultation, notes: list[Note]) -> None:
    analysed(consultation)
    before = places(), [row.label for row in evidence.themes(consultation.id)]
    run = waiting_run(consultation)

    assess.cancel(consultation.id)
    assess.work(run.id)

    db.session.refresh(run)
    assert (run.state, run.cancel_asked) == ("cancelled", True)
    assert (places(), [row.label for row in evidence.themes(consultation.id)]) == before


def test_a_failure_leaves_everything_as_it_was_and_tells_no_text(
    consultation: Consultation,
    notes: list[Note],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    analysed(consultation)
    before = places()

    def broken(*_arguments: object, **_named: object) -> object:
        raise ValueError(notes[0].text)

    monkeypatch.setattr(grouping, "assess", broken)
    run = analysed(consultation)

    assert (run.state, run.code) == ("failed", "analysis_failed")
    assert places() == before
    assert "analysis failed: ValueError" in caplog.text
    assert notes[0].text not in caplog.text


def test_ended_runs_are_counted_once(consultation: Consultation, notes: list[Note], clock: Clock) -> None:
    def ended() -> float:
        labels = {"work": "analysis", "outcome": "done"}
        return metrics.registry.get_sample_value("consult_runs_total", labels) or 0.0

    before = ended()
    run = waiting_run(consultation, at=clock())
    assert assess.moved() == [consultation.id]
    assess.work(run.id)

    assert (assess.moved(), assess.moved()) == ([consultation.id], [])

    db.session.refresh(run)
    assert (run.state, ended() - before) == ("done", 1)


def test_a_second_run_is_refused_while_one_is_at_work(consultation: Consultation, clock: Clock) -> None:
    waiting_run(consultation, at=clock())

    with pytest.raises(Refused) as refused:
        assess.start(consultation.id)

    assert refused.value.code == "analysis_running"


def test_a_silent_run_is_taken_for_dead(consultation: Consultation, clock: Clock) -> None:
    run = waiting_run(consultation, at=clock())
    clock.advance(assess.SILENT_SECONDS + 1)

    found = assess.state(consultation.id)

    assert found is not None
    assert (found["state"], found["code"]) == ("failed", "analysis_stopped")
    db.session.refresh(run)
    assert run.finished_at == clock()


def running(consultation: Consultation, at: float) -> AnalysisRun:
    """A run that is at work in a process which this one has not begun."""
    run = waiting_run(consultation, at=at)
    run.state = "running"
    db.session.commit()
    return run


def test_run_whose_process_died_elsewhere_is_over_when_its_lease_is(
    consultation: Consultation, clock: Clock
) -> None:
    run = running(consultation, clock())
    leases.take(f"analysis {run.id}")
    found = assess.state(consultation.id)
    assert found is not None
    assert found["state"] == "running"

    leases.release(f"analysis {run.id}")

    found = assess.state(consultation.id)
    assert found is not None
    assert (found["state"], found["code"]) == ("failed", "analysis_stopped")


def test_whoever_works_on_a_run_holds_its_lease(
    consultation: Consultation, notes: list[Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    original = grouping.assess

    def watched(*arguments: object, **named: object) -> object:
        (run,) = db.session.scalars(select(AnalysisRun)).all()
        held.append(leases.is_taken(f"analysis {run.id}"))
        db.session.rollback()
        return original(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(grouping, "assess", watched)
    run = analysed(consultation)

    assert held == [True]
    assert not leases.is_taken(f"analysis {run.id}")


def test_run_that_was_taken_for_dead_stores_nothing(
    consultation: Consultation, notes: list[Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = grouping.assess

    def late(*arguments: object, **named: object) -> object:
        found = original(*arguments, **named)  # type: ignore[arg-type]
        (run,) = db.session.scalars(select(AnalysisRun)).all()
        assess._finish(run.id, "failed", code="analysis_stopped")
        return found

    monkeypatch.setattr(grouping, "assess", late)
    run = analysed(consultation)

    assert (run.state, run.code, places()) == ("failed", "analysis_stopped", Counter())


def test_killed_analysis_is_begun_again_but_not_for_ever(
    consultation: Consultation,
    meeting: Meeting,
    notes: list[Note],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting.phase, meeting.round_closed_at = "moving", clock() - 60
    db.session.commit()
    begun = []

    def start(consultation_id: int) -> None:
        begun.append(running(consultation, clock()).id)

    monkeypatch.setattr(assess, "start", start)
    for _ in range(analysis_control.MOST_TRIES + 2):
        analysis_control.keep_up()
        assess.state(consultation.id)

    assert len(begun) == analysis_control.MOST_TRIES


def test_two_processes_cannot_begin_a_run_at_once(
    consultation: Consultation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile() -> float:
        monkeypatch.setattr(assess, "now", clock)
        waiting_run(consultation, at=clock())
        return clock()

    monkeypatch.setattr(assess, "now", meanwhile)

    with pytest.raises(Refused) as refused:
        assess.start(consultation.id)

    assert refused.value.code == "analysis_running"
    assert db.session.query(AnalysisRun).count() == 1


def test_moved_names_a_consultation_when_its_run_comes_further(
    consultation: Consultation, notes: list[Note], clock: Clock
) -> None:
    assert assess.moved() == []
    run = waiting_run(consultation, at=clock())
    assert assess.moved() == [consultation.id]
    assert assess.moved() == []

    assess.work(run.id)
    assert assess.moved() == [consultation.id]
    assert assess.moved() == []


def test_consoles_hear_that_the_analysis_comes_further(
    consultation: Consultation, meeting: Meeting, console: Callable[[], Screen], clock: Clock
) -> None:
    screen = console()
    waiting_run(consultation, at=clock())

    analysis_control.tell_progress()
    news.flush_touched()

    assert screen.heard() == ["meeting.touched"]


def test_work_takes_a_run_only_once(consultation: Consultation, notes: list[Note]) -> None:
    run = analysed(consultation)
    finished = run.finished_at
    assess.work(run.id)

    db.session.refresh(run)
    assert (run.state, run.finished_at) == ("done", finished)


def test_start_works_in_a_process_of_its_own(consultation: Consultation, notes: list[Note]) -> None:
    began = time.monotonic()
    run = assess.start(consultation.id)
    returned = time.monotonic() - began
    child = assess._children[run.id]

    assert child.wait(timeout=120) == 0
    found = assess.state(consultation.id)

    assert returned < 5
    assert found is not None
    assert (found["state"], found["notes"], found["code"]) == ("done", len(notes), None)
    assert places() == Counter(note.id for note in notes)

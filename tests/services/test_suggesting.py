"""What a run of the analysis would change about themes that people know: it asks, and a person's move goes before it."""

from __future__ import annotations

import harvested
import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.board import NoteMove, ThemeRename, ThemeSetAside
from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import (
    AnalysisRun,
    Consultation,
    Meeting,
    Need,
    Note,
    NoteMark,
    NoteMeaning,
    Theme,
    ThemeNote,
)
from consult.services import board
from consult.services.assessment import assess, evidence, grouping
from consult.services.understanding import meanings, reading, suggesting

COMMITMENTS = (4, 7, 8, 10)


@pytest.fixture(autouse=True)
def quick(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine without a model."""
    app.config["ANALYSIS_ENGINE"] = "glossary"


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting, [row for row in harvested.written() if row["commitment"] in COMMITMENTS])


def analysed(consultation: Consultation) -> AnalysisRun:
    run = AnalysisRun(consultation_id=consultation.id, started_at=harvested.OPENED)
    db.session.add(run)
    db.session.commit()
    assess.work(run.id)
    db.session.refresh(run)
    assert run.state == "done"
    return run


def places() -> dict[int, int]:
    rows = db.session.execute(select(ThemeNote.note_id, ThemeNote.theme_id))
    return {note_id: theme_id for note_id, theme_id in rows}  # noqa: C416


def suggested(consultation: Consultation, notes: list[Note], moves: int = 3) -> tuple[Theme, Theme]:
    """Two themes with half of the notes each; a run would take some of the first to the second, and one to a new one."""
    first, second = (Theme(consultation_id=consultation.id, label={"en": name}) for name in ("One", "Two"))
    db.session.add_all([first, second])
    db.session.flush()
    for place, note in enumerate(notes):
        theme = first if place % 2 else second
        db.session.add(ThemeNote(note_id=note.id, theme_id=theme.id))
    inside = [note.id for place, note in enumerate(notes) if place % 2]
    wanted = [[note_id, first.id, second.id] for note_id in inside[: moves - 1]]
    wanted.append([inside[moves - 1], first.id, "new-1"])
    db.session.add(
        AnalysisRun(
            consultation_id=consultation.id,
            state="done",
            started_at=harvested.OPENED,
            suggestion={
                "moves": wanted,
                "new_themes": {"new-1": {"en": "Three"}},
                "gone": [],
                "of": len(notes),
                "share": moves / len(notes),
            },
        )
    )
    db.session.commit()
    return first, second


def test_taking_it_is_one_step_that_can_be_undone(consultation: Consultation, notes: list[Note]) -> None:
    first, second = suggested(consultation, notes)
    before = places()
    found = suggesting.suggestion(consultation.id)
    assert found is not None
    assert (found.notes, found.of, found.gone) == (3, len(notes), ())

    suggesting.take(consultation.id, None)

    after = places()
    (new,) = set(after.values()) - {first.id, second.id}
    assert sorted(after[note_id] for note_id, _, _ in found.moves) == sorted([second.id, second.id, new])
    assert db.session.get_one(Theme, new).label == {"en": "Three"}
    assert suggesting.suggestion(consultation.id) is None
    (step,) = board.steps(consultation.id)
    board.undo(consultation.id, None, step["id"])
    assert places() == before


def test_leaving_it_changes_nothing_and_asks_no_more(consultation: Consultation, notes: list[Note]) -> None:
    suggested(consultation, notes)
    before = places()

    suggesting.leave(consultation.id)

    assert (places(), suggesting.suggestion(consultation.id)) == (before, None)
    with pytest.raises(Refused) as refused:
        suggesting.take(consultation.id, None)
    assert refused.value.code == "nothing_to_regroup"


def test_what_people_moved_since_is_no_longer_suggested(
    consultation: Consultation, notes: list[Note]
) -> None:
    first, second = suggested(consultation, notes)
    found = suggesting.suggestion(consultation.id)
    assert found is not None
    moved = found.moves[0][0]

    board.change(consultation.id, None, NoteMove((moved,), None, "Mine"))

    left = suggesting.suggestion(consultation.id)
    assert left is not None
    assert left.moves == found.moves[1:]
    mine = places()[moved]
    suggesting.take(consultation.id, None)
    assert places()[moved] == mine
    assert mine not in (first.id, second.id)


def test_theme_that_somebody_named_keeps_its_notes(consultation: Consultation, notes: list[Note]) -> None:
    first, _ = suggested(consultation, notes)

    board.change(consultation.id, None, ThemeRename(first.id, "Ours", "en"))

    assert suggesting.suggestion(consultation.id) is None


def test_nothing_goes_into_a_theme_that_was_set_aside(consultation: Consultation, notes: list[Note]) -> None:
    _, second = suggested(consultation, notes)

    board.change(consultation.id, None, ThemeSetAside(second.id, "Not for the city"))

    found = suggesting.suggestion(consultation.id)
    assert found is not None
    assert [target for _, _, target in found.moves] == ["new-1"]


def test_theme_that_would_be_empty_is_named(consultation: Consultation, notes: list[Note]) -> None:
    first, _ = suggested(consultation, notes, moves=len(notes) // 2)

    found = suggesting.suggestion(consultation.id)

    assert found is not None
    assert found.gone == (first.id,)


def test_another_consultation_suggests_nothing(consultation: Consultation, notes: list[Note]) -> None:
    suggested(consultation, notes)
    other = Consultation(title={}, purpose={}, languages=["en"], created_at=0.0)
    db.session.add(other)
    db.session.commit()

    assert suggesting.suggestion(other.id) is None


def shuffled(consultation: Consultation, notes: list[Note]) -> dict[int, int]:
    """Every note stands somewhere else than an analysis would put it."""
    analysed(consultation)
    themes = sorted(set(places().values()))
    for place, row in enumerate(db.session.scalars(select(ThemeNote).order_by(ThemeNote.note_id))):
        row.theme_id = themes[place % 4]
    db.session.commit()
    return places()


def strayed(consultation: Consultation) -> dict[int, int]:
    """The notes that the largest theme is about stand in the second largest."""
    analysed(consultation)
    first, second = sorted(evidence.themes(consultation.id), key=lambda row: -row.tally.notes)[:2]
    for row in db.session.scalars(select(ThemeNote).where(ThemeNote.theme_id == first.id)).all()[::3]:
        row.theme_id = second.id
    db.session.commit()
    return places()


def test_run_asks_before_it_moves_notes_of_a_meeting_that_is_over(
    consultation: Consultation, notes: list[Note]
) -> None:
    before = strayed(consultation)

    run = analysed(consultation)

    assert places() == before
    assert run.suggestion is not None
    moves = {note_id: seen for note_id, seen, _ in run.suggestion["moves"]}
    assert 0 < len(moves) <= 0.05 * len(notes) + 1
    assert moves == {note_id: before[note_id] for note_id in moves}
    assert run.suggestion["of"] == len(notes)
    suggesting.take(consultation.id, None)
    assert {note_id for note_id, theme in places().items() if theme != before[note_id]} == set(moves)


def test_run_moves_freely_as_long_as_a_meeting_goes_on_and_nobody_has_touched_anything(
    consultation: Consultation, meeting: Meeting, notes: list[Note]
) -> None:
    before = shuffled(consultation, notes)
    meeting.phase = Phase.MOVING
    db.session.commit()

    run = analysed(consultation)

    assert run.suggestion is None
    assert places() != before


@pytest.mark.parametrize("touched", ["board", "need"])
def test_run_asks_in_a_meeting_too_once_somebody_has_touched_anything(
    consultation: Consultation, meeting: Meeting, notes: list[Note], touched: str
) -> None:
    before = shuffled(consultation, notes)
    meeting.phase = Phase.MOVING
    theme_id = before[notes[0].id]
    if touched == "board":
        db.session.commit()
        board.change(consultation.id, None, ThemeRename(theme_id, "Ours", "en"))
    else:
        need = Need(consultation_id=consultation.id, theme_id=theme_id, sentence={"en": "A"}, written_at=0.0)
        db.session.add(need)
        db.session.commit()

    analysed(consultation)

    assert places() == before


def test_notes_without_a_theme_are_sorted_without_asking(
    consultation: Consultation, notes: list[Note]
) -> None:
    before = shuffled(consultation, notes)
    loose = [note.id for note in notes[:5]]
    for note_id in loose:
        db.session.delete(db.session.get_one(ThemeNote, note_id))
    db.session.commit()

    analysed(consultation)

    after = places()
    assert set(after) == set(before)
    assert {note_id: after[note_id] for note_id in before if note_id not in loose} == {
        note_id: theme for note_id, theme in before.items() if note_id not in loose
    }


def test_what_was_set_aside_stays_as_it_is(consultation: Consultation, notes: list[Note]) -> None:
    before = shuffled(consultation, notes)
    aside = before[notes[0].id]
    board.change(consultation.id, None, ThemeSetAside(aside, "Not for the city"))
    db.session.add(NoteMark(note_id=notes[1].id, set_aside="Said twice", dissent=True))
    db.session.commit()

    run = analysed(consultation)

    after = places()
    inside = [note_id for note_id, theme in before.items() if theme == aside]
    assert [after[note_id] for note_id in inside] == [aside] * len(inside)
    assert after[notes[1].id] == before[notes[1].id]
    assert db.session.get_one(NoteMark, notes[1].id).dissent
    moved = {note_id for note_id, _, _ in (run.suggestion or {"moves": []})["moves"]}
    assert not moved & {*inside, notes[1].id}


def test_theme_with_a_need_is_never_removed(consultation: Consultation, notes: list[Note]) -> None:
    theme = Theme(consultation_id=consultation.id, label={"en": "Empty"})
    db.session.add(theme)
    db.session.flush()
    db.session.add(
        Need(consultation_id=consultation.id, theme_id=theme.id, sentence={"en": "A"}, written_at=0.0)
    )
    db.session.commit()

    analysed(consultation)

    assert db.session.get(Theme, theme.id) is not None


def test_run_stores_what_every_note_means_and_proposes_for_it(
    consultation: Consultation, notes: list[Note]
) -> None:
    analysed(consultation)

    rows = evidence.notes(consultation.id)
    assert all(row.proposals.commitments or row.proposals.tracks or not row.sure for row in rows)
    assert {row.note_id for row in db.session.scalars(select(NoteMeaning))} == {note.id for note in notes}


def test_run_reuses_the_vectors_that_are_stored(
    consultation: Consultation, notes: list[Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [note.id for note in notes[:3]]
    for note_id in known:
        vector = meanings.as_bytes(meanings.np.ones(384, dtype="float32"))
        db.session.add(NoteMeaning(note_id=note_id, engine=meanings.engine(), vector=vector, proposals={}))
    other = NoteMeaning(note_id=notes[3].id, engine="another apertium", vector=b"1234", proposals={})
    db.session.add(other)
    db.session.commit()
    given: list[set[int]] = []
    original = grouping.assess

    def watched(*arguments: object, **named: object) -> object:
        given.append(set(named["vectors"]))  # type: ignore[call-overload]
        return original(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(grouping, "assess", watched)
    analysed(consultation)

    assert given == [set(known)]
    assert set(reading.vectors(consultation.id, "another")) == set()

"""What a note means is worked out as it arrives; what people did goes before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import harvested
import pytest
from sqlalchemy import Executable, delete, insert, select, update
from tools import missing

from consult.analysis import meaning
from consult.domain.board import NoteConfirm, NoteMove, ThemeConfirm
from consult.extensions import db
from consult.models import (
    Consultation,
    Meeting,
    Note,
    NoteMark,
    NoteMeaning,
    NotePivot,
    NoteTranslation,
    Theme,
    ThemeNote,
)
from consult.services import board, translate
from consult.services.translating import correcting
from consult.services.understanding import desk, meanings, proposing, storing
from consult.services.understanding.work import Worker

FEW = 24
COMMITMENTS = (7, 8, 10)


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    """Twenty-four notes, six in each language, of three commitments."""
    rows = [row for row in harvested.written() if row["commitment"] in COMMITMENTS]
    return harvested.hold(meeting, rows[:FEW])


@pytest.fixture
def glossary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a sentence model."""
    monkeypatch.setattr(meaning, "available", lambda: False)


@pytest.fixture
def understand() -> Callable[..., set[int]]:
    """The work of the process, in this one."""

    def _understand(*notes: Note) -> set[int]:
        return Worker(lambda: None).understand([note.id for note in notes])

    return _understand


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Somebody does something after the notes were understood, and before that is stored."""
    original = storing.keep

    def _meanwhile(act: Callable[[], object]) -> None:
        def late(*arguments: Any) -> set[int]:
            act()
            db.session.commit()
            return original(*arguments)

        monkeypatch.setattr(storing, "keep", late)

    return _meanwhile


def stored() -> dict[int, NoteMeaning]:
    rows = db.session.scalars(select(NoteMeaning).execution_options(populate_existing=True))
    return {row.note_id: row for row in rows}


def places() -> dict[int, tuple[int, bool]]:
    rows = db.session.execute(select(ThemeNote.note_id, ThemeNote.theme_id, ThemeNote.fixed))
    return {note_id: (theme_id, fixed) for note_id, theme_id, fixed in rows}


def test_note_is_understood(glossary: None, notes: list[Note], understand: Callable[..., set[int]]) -> None:
    meetings = understand(notes[0])

    (kept,) = stored().values()
    assert (kept.note_id, kept.vector) == (notes[0].id, None)
    assert kept.engine.startswith("glossary -model")
    assert 1 <= len(kept.proposals["commitments"]) <= 3
    assert meetings == {notes[0].meeting_id}
    assert places() == {}


def test_note_joins_the_nearest_theme(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    *others, last = notes
    understand(*others)
    themes = harvested.sort_by_commitment(consultation.id, others)
    db.session.commit()

    understand(last)

    theme_id, fixed = places()[last.id]
    assert fixed is False
    assert theme_id in {theme.id for theme in themes}


def test_theme_or_note_that_is_set_aside_attracts_nothing(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    *others, last = notes
    understand(*others)
    for theme in harvested.sort_by_commitment(consultation.id, others):
        theme.set_aside = "Not for the city"
    db.session.commit()

    understand(last)

    assert last.id not in places()


def test_note_that_is_set_aside_joins_nothing(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    *others, last = notes
    understand(*others)
    harvested.sort_by_commitment(consultation.id, others)
    db.session.add(NoteMark(note_id=last.id, set_aside="Said twice"))
    db.session.commit()

    understand(last)

    assert last.id not in places()
    assert last.id in stored()


def test_note_that_somebody_has_put_somewhere_stays_there(
    glossary: None,
    consultation: Consultation,
    notes: list[Note],
    understand: Callable[..., set[int]],
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    *others, last = notes
    understand(*others)
    first, *_more = harvested.sort_by_commitment(consultation.id, others)
    db.session.commit()
    meanwhile(lambda: board.change(consultation.id, None, NoteMove((last.id,), first.id)))

    understand(last)

    assert places()[last.id] == (first.id, True)
    assert last.id in stored()


def test_theme_that_goes_meanwhile_is_not_joined(
    glossary: None,
    consultation: Consultation,
    notes: list[Note],
    understand: Callable[..., set[int]],
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    *others, last = notes
    understand(*others)
    themes = [theme.id for theme in harvested.sort_by_commitment(consultation.id, others)]
    db.session.commit()
    meanwhile(lambda: db.session.execute(delete(Theme).where(Theme.id.in_(themes))))

    understand(last)

    assert last.id in stored()
    assert last.id not in places()


@pytest.mark.parametrize("change", ["erased", "hidden", "language", "translation"])
def test_what_has_changed_meanwhile_is_not_stored(
    glossary: None,
    notes: list[Note],
    understand: Callable[..., set[int]],
    meanwhile: Callable[[Callable[[], object]], None],
    change: str,
) -> None:
    french = next(note for note in notes if note.language == "fr")
    note_id, english = french.id, next(note for note in notes if note.language == "en")
    changes: dict[str, Executable] = {
        "erased": delete(Note).where(Note.id == note_id),
        "hidden": update(Note).where(Note.id == note_id).values(hidden_at=1.0),
        "language": update(Note).where(Note.id == note_id).values(language="es"),
        "translation": insert(NoteTranslation).values(
            note_id=note_id, language="en", text="More lamps", engine="", reasons=[], corrected_at=1.0
        ),
    }
    meanwhile(lambda: db.session.execute(changes[change]))

    understand(french, english)

    assert set(stored()) == {english.id}


def test_erasing_a_note_erases_what_it_means(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    understand(*notes[:2])

    db.session.execute(delete(Note).where(Note.id == notes[0].id))
    db.session.commit()

    assert set(stored()) == {notes[1].id}


def test_hidden_notes_are_left_out(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    notes[0].hidden_at = harvested.OPENED
    db.session.commit()

    assert understand(notes[0]) == set()
    assert stored() == {}


def test_understanding_twice_stores_once(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    understand(notes[0])
    first = stored()[notes[0].id].proposals

    understand(notes[0])

    assert {note_id: row.proposals for note_id, row in stored().items()} == {notes[0].id: first}


def test_corrected_language_is_worked_out_again(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    french = next(note for note in notes if note.language == "fr")
    understand(french)
    db.session.merge(NotePivot(note_id=french.id, text="From the wrong language", engine="fake"))
    db.session.commit()

    correcting.set_language(french.meeting_id, french.id, "pt")

    assert stored() == {}
    assert db.session.get(NotePivot, french.id) is None
    assert desk.waiting() == 1


def test_corrected_translation_is_worked_out_again_only_where_it_is_english(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    french = next(note for note in notes if note.language == "fr")
    understand(french)

    correcting.by_facilitator(french.meeting_id, french.id, "es", "Más luz")
    assert set(stored()) == {french.id}
    correcting.by_facilitator(french.meeting_id, french.id, "en", "More light")

    assert stored() == {}
    assert desk.is_due()


def test_translation_that_readers_have_is_used(
    glossary: None, notes: list[Note], understand: Callable[..., set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    french = next(note for note in notes if note.language == "fr")
    db.session.add(NoteTranslation(note_id=french.id, language="en", text="Light", engine="mine", reasons=[]))
    db.session.commit()
    monkeypatch.setattr(translate, "_translate", lambda *_: pytest.fail("it was translated already"))

    understand(french)

    assert "mine" in stored()[french.id].engine


def test_confirmed_place_teaches_at_once(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    understand(*notes)
    first = notes[0]
    before = {note_id: row.proposals for note_id, row in stored().items()}
    board.change(consultation.id, None, NoteConfirm(first.id, ("3",), "4"))

    meetings = Worker(lambda: None).carry_out({"notes": [], "learn": consultation.id})

    after = {note_id: row.proposals for note_id, row in stored().items()}
    assert meetings == {first.meeting_id}
    assert after.keys() == before.keys()
    assert after[first.id]["commitments"][0][0] == "3"
    assert after != before


def test_learning_twice_changes_nothing_more(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    understand(*notes)
    board.change(consultation.id, None, NoteConfirm(notes[0].id, ("3",), "4"))
    worker = Worker(lambda: None)
    worker.carry_out({"notes": [], "learn": consultation.id})
    version = board.version_of(consultation.id)

    assert worker.carry_out({"notes": [], "learn": consultation.id}) == set()
    assert board.version_of(consultation.id) == version


def test_themes_that_nobody_confirmed_learn_too(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    understand(*notes)
    open_theme, confirmed, *_more = harvested.sort_by_commitment(consultation.id, notes)
    db.session.commit()
    board.change(consultation.id, None, ThemeConfirm(confirmed.id, ("2",), "1"))
    inside = [note_id for note_id, (theme_id, _) in places().items() if theme_id == open_theme.id]
    for note_id in inside:
        board.change(consultation.id, None, NoteConfirm(note_id, ("4",), "3"))

    Worker(lambda: None).carry_out({"notes": [], "learn": consultation.id})

    db.session.expire_all()
    assert open_theme.commitment == "4"
    assert (confirmed.commitment, confirmed.track, confirmed.confirmed) == ("2", "1", True)


def test_what_is_confirmed_meanwhile_is_learnt_too(
    glossary: None,
    consultation: Consultation,
    notes: list[Note],
    understand: Callable[..., set[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    understand(*notes)
    board.change(consultation.id, None, NoteConfirm(notes[0].id, ("3",), "4"))
    original = proposing.many
    late = [NoteConfirm(notes[1].id, ("5",), "1")]

    def slow(*arguments: Any) -> Any:
        found = original(*arguments)
        if late:
            board.change(consultation.id, None, late.pop())
        return found

    monkeypatch.setattr(proposing, "many", slow)
    Worker(lambda: None).carry_out({"notes": [], "learn": consultation.id})

    assert stored()[notes[1].id].proposals["commitments"][0][0] == "5"


def test_new_note_knows_what_people_confirmed(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    first, *_others = notes
    understand(first)
    twin = Note(
        meeting_id=first.meeting_id,
        participant_id=first.participant_id,
        client_key="the-same-again",
        round_number=1,
        table_number=1,
        kind=first.kind,
        text=first.text,
        language=first.language,
        written_at=first.written_at,
    )
    db.session.add(twin)
    db.session.commit()
    board.change(consultation.id, None, NoteConfirm(first.id, ("3",), "4"))

    understand(twin)

    best = stored()[twin.id].proposals["commitments"][0]
    assert best[0] == "3"
    assert {"code": "confirmed", "note": first.id} in best[2]


def test_whoever_has_the_board_open_hears_of_it(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    version = board.version_of(consultation.id)

    understand(notes[0])

    assert board.version_of(consultation.id) == version + 1
    assert not board.edited(consultation.id)


def test_sentence_model_gives_vectors_where_it_is_installed(
    notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    if not meaning.available():
        missing("the sentence model")
    english = [note for note in notes if note.language == "en"]

    understand(*english)

    kept = stored()
    assert {row.engine for row in kept.values()} == {"minilm"}
    vector = meanings.from_bytes(kept[english[0].id].vector or b"")
    assert vector.shape == (384,)
    assert vector @ meaning.embed([english[0].text])[0] == pytest.approx(1.0, abs=1e-4)

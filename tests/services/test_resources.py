"""The register of resources: kept by people from notes, with hints which may be the same."""

from __future__ import annotations

import harvested
import numpy as np
import pytest
from sqlalchemy import delete, select

from consult.domain.errors import Refused
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, NoteMeaning, Resource, ResourceNote, ThemeChange
from consult.services.assessment import evidence, resources
from consult.services.assessment.resources import Entry, ResourceRow

CAFE = Entry("initiative", "Language café", "Library of the North")


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


def register(consultation: Consultation) -> list[ResourceRow]:
    return resources.rows(consultation.id)


def refused(act: object) -> str:
    with pytest.raises(Refused) as raised:
        act()  # type: ignore[operator]
    return raised.value.code


def of_kind(notes: list[Note], kind: Kind) -> list[Note]:
    return [note for note in notes if note.kind == kind]


def test_notes_of_three_kinds_are_offered_until_they_are_kept(
    consultation: Consultation, notes: list[Note]
) -> None:
    visible = evidence.notes(consultation.id)
    wanted = {note.id for note in notes if note.kind in ("initiative", "practice", "cooperation")}
    own = of_kind(notes, Kind.INITIATIVE)[:2]

    assert {one.note.id for one in resources.offered([], visible)} == wanted

    resources.keep(consultation.id, CAFE, [note.id for note in own])
    rows = register(consultation)
    assert [(row.kind, row.name, row.holder) for row in rows] == [
        ("initiative", "Language café", "Library of the North")
    ]
    assert [note.id for note in rows[0].notes] == [note.id for note in own]
    assert {one.note.id for one in resources.offered(rows, visible)} == wanted - {note.id for note in own}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Il y a le « Café des langues » chaque jeudi.", "Café des langues"),
        ('We have the "Open Door" on Mondays.', "Open Door"),
        ("Un club de deberes. Funciona desde 2019.", "Un club de deberes"),
        ("word " * 60, "word " * 23 + "…"),
    ],
)
def test_name_is_in_the_words_of_the_note(text: str, name: str) -> None:
    assert resources.name_of(text) == name
    assert len(resources.name_of(text)) <= resources.NAME_LENGTH


def test_register_is_in_order_of_kind_and_name(consultation: Consultation, notes: list[Note]) -> None:
    for entry in (Entry("cooperation", "A"), Entry("initiative", "éclair"), Entry("initiative", "Zoo")):
        resources.keep(consultation.id, entry, ())

    assert [row.name for row in register(consultation)] == ["Zoo", "éclair", "A"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("initiative", "  "), "resource_name_missing"),
        (Entry("need", "Homes"), "resource_kind_missing"),
        (Entry("practice", "Club", "", "x" * 601), "text_too_long"),
    ],
)
def test_row_that_says_nothing_is_refused(
    consultation: Consultation, notes: list[Note], entry: Entry, code: str
) -> None:
    assert refused(lambda: resources.keep(consultation.id, entry, ())) == code
    assert db.session.scalars(select(Resource)).all() == []


def test_what_belongs_elsewhere_is_refused(consultation: Consultation, notes: list[Note]) -> None:
    other = Consultation(title={}, purpose={}, languages=["en"], created_at=1.0)
    db.session.add(other)
    db.session.commit()
    own = resources.keep(consultation.id, CAFE, [notes[0].id]).id

    attempts = (
        lambda: resources.keep(other.id, CAFE, [notes[0].id]),
        lambda: resources.change(other.id, own, CAFE, []),
        lambda: resources.change(consultation.id, own, CAFE, [notes[-1].id + 1]),
        lambda: resources.add_note(other.id, own, notes[1].id),
        lambda: resources.merge(other.id, [own, own]),
        lambda: resources.remove(other.id, own),
    )

    assert [refused(attempt) for attempt in attempts] == ["not_in_consultation"] * len(attempts)
    db.session.rollback()
    assert [[note.id for note in row.notes] for row in register(consultation)] == [[notes[0].id]]


def test_merging_keeps_every_note_and_the_words_of_the_first(
    consultation: Consultation, notes: list[Note]
) -> None:
    one, other = of_kind(notes, Kind.INITIATIVE)[:2]
    first = resources.keep(consultation.id, Entry("initiative", "Café"), [one.id]).id
    second = resources.keep(
        consultation.id, Entry("initiative", "The café", "Library", "Weekly"), [other.id, one.id]
    ).id

    resources.merge(consultation.id, [first, second])

    [row] = register(consultation)
    assert (row.id, row.name, row.holder, row.description) == (first, "Café", "Library", "Weekly")
    assert {note.id for note in row.notes} == {one.id, other.id}
    assert db.session.query(ResourceNote).count() == 2


def test_merge_of_one_is_refused(consultation: Consultation, notes: list[Note]) -> None:
    own = resources.keep(consultation.id, CAFE, ()).id

    assert refused(lambda: resources.merge(consultation.id, [own, own])) == "merge_needs_two"


def test_two_rows_that_may_be_the_same_are_hinted_at(consultation: Consultation, notes: list[Note]) -> None:
    near, far = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    for note, vector in zip(notes[:3], (near, near, far), strict=True):
        db.session.add(NoteMeaning(note_id=note.id, engine="minilm", vector=vector.tobytes(), proposals={}))
    db.session.commit()
    names = ("Médiateurs du quartier", "Mediadores", "Language café", "The language café", "Choir")
    for place, name in enumerate(names):
        resources.keep(consultation.id, Entry("practice", name), [notes[place].id] if place < 3 else [])

    rows = register(consultation)
    pairs = {(rows[pair.one].name, rows[pair.other].name, pair.why) for pair in resources.duplicates(rows)}

    assert pairs == {
        ("Language café", "The language café", "name"),
        ("Mediadores", "Médiateurs du quartier", "meaning"),
    }


def test_note_like_a_row_is_offered_with_it(consultation: Consultation, notes: list[Note]) -> None:
    own = of_kind(notes, Kind.INITIATIVE)[0]
    own.text = "The language cafés."
    row = resources.keep(consultation.id, CAFE, ())

    offered = resources.offered(register(consultation), evidence.notes(consultation.id))

    assert {one.note.id: one.like for one in offered}[own.id] == (row.id,)
    resources.add_note(consultation.id, row.id, own.id)
    resources.add_note(consultation.id, row.id, own.id)
    assert [[note.id for note in one.notes] for one in register(consultation)] == [[own.id]]


def test_row_in_the_words_of_a_note_goes_with_it_and_a_name_stays(
    consultation: Consultation, notes: list[Note]
) -> None:
    written = max(of_kind(notes, Kind.PRACTICE), key=lambda note: len(note.text.split()))
    resources.keep(consultation.id, Entry("practice", "Choir", "", written.text), [written.id])
    resources.keep(consultation.id, Entry("practice", "Café", "", "Every week"), [written.id])

    written.hidden_at = 3.0
    db.session.commit()
    assert [row.name for row in register(consultation)] == ["Café"]

    db.session.execute(delete(Note).where(Note.id == written.id))
    db.session.commit()
    assert list(db.session.scalars(select(Resource.name))) == ["Café"]
    assert [row.notes for row in register(consultation)] == [()]


def test_row_in_the_words_of_a_note_that_is_added_later_goes_with_it(
    consultation: Consultation, notes: list[Note]
) -> None:
    note = max(of_kind(notes, Kind.INITIATIVE), key=lambda one: len(one.text))
    row = resources.keep(consultation.id, Entry("initiative", "Help", "", note.text), ())

    resources.add_note(consultation.id, row.id, note.id)
    note.hidden_at = 5.0
    db.session.commit()

    assert register(consultation) == []


def test_rows_with_a_hidden_note_can_be_merged(consultation: Consultation, notes: list[Note]) -> None:
    one, other = of_kind(notes, Kind.INITIATIVE)[:2]
    kept = [resources.keep(consultation.id, CAFE, [note.id]).id for note in (one, other)]
    other.hidden_at = 5.0
    db.session.commit()

    resources.merge(consultation.id, kept)

    assert [[note.id for note in row.notes] for row in register(consultation)] == [[one.id]]


def test_removing_offers_the_notes_again_and_leaves_a_trail(
    consultation: Consultation, notes: list[Note]
) -> None:
    own = of_kind(notes, Kind.INITIATIVE)[0]
    row = resources.keep(consultation.id, CAFE, [own.id])
    resources.remove(consultation.id, row.id)

    offered = resources.offered(register(consultation), evidence.notes(consultation.id))

    assert own.id in {one.note.id for one in offered}
    trail = db.session.execute(select(ThemeChange.what, ThemeChange.detail).order_by(ThemeChange.id)).all()
    assert [what for what, _ in trail] == ["resource_kept", "resource_removed"]
    assert "café" not in str(trail).casefold()

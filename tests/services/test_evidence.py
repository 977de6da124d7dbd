"""What counts where: a person's word goes before a proposal, and what is set aside counts nowhere."""

from __future__ import annotations

import harvested
import pytest

from consult.domain.coverage import Placed
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, NoteMark, NoteMeaning, Theme, ThemeNote
from consult.services.assessment import evidence
from consult.services.assessment.evidence import NoteRow
from consult.services.assessment.placing import Proposals, Proposed

PROPOSALS = {
    "commitments": [["10", 0.6, [{"code": "cue", "words": ["police"]}]], ["6", 0.2, []]],
    "tracks": [["3", 0.7, []]],
    "sure": True,
}


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


@pytest.fixture
def found(consultation: Consultation, notes: list[Note]) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, notes)


def mark(note: Note, **values: object) -> NoteMark:
    made = NoteMark(note_id=note.id, **{"commitments": [], "tags": {}, **values})
    db.session.add(made)
    db.session.commit()
    return made


def row(consultation: Consultation, note: Note) -> NoteRow:
    return next(one for one in evidence.notes(consultation.id, aside=True) if one.id == note.id)


def spot(of: NoteRow) -> tuple[tuple[str, ...], str | None]:
    return of.commitments, of.track


def test_place_of_a_note_is_that_of_its_theme_until_something_is_known_of_the_note(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    theme = found[0]

    assert spot(row(consultation, notes[0])) == ((str(theme.commitment),), theme.track)

    db.session.add(NoteMeaning(note_id=notes[0].id, engine="minilm", proposals=PROPOSALS))
    db.session.commit()
    proposed = row(consultation, notes[0])
    assert spot(proposed) == (("10",), "3")
    assert proposed.sure
    assert proposed.proposals == Proposals(
        (Proposed("10", 0.6, ({"code": "cue", "words": ["police"]},)), Proposed("6", 0.2)),
        (Proposed("3", 0.7),),
        sure=True,
    )

    theme.confirmed = True
    db.session.commit()
    by_theme = row(consultation, notes[0])
    assert spot(by_theme) == ((str(theme.commitment),), theme.track)
    assert (by_theme.confirmed, by_theme.by_theme) == (False, True)

    mark(notes[0], commitments=["7", "10"], track="2", confirmed_at=1.0)
    own = row(consultation, notes[0])
    assert spot(own) == (("7", "10"), "2")
    assert (own.confirmed, own.by_theme) == (True, False)


def test_person_may_find_that_nothing_fits(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], confirmed_at=1.0)

    nothing = row(consultation, notes[0])

    assert (spot(nothing), nothing.confirmed, nothing.is_placed) == (((), None), True, True)


def test_mark_that_nobody_confirmed_places_nothing(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], commitments=["9"], track="1")

    assert spot(row(consultation, notes[0])) == ((str(found[0].commitment),), found[0].track)


def test_note_set_aside_counts_nowhere_and_is_given_apart(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    before = evidence.themes(consultation.id)
    mark(notes[0], set_aside="thanks only")

    rows = evidence.notes(consultation.id)
    after = evidence.themes(consultation.id, rows)
    apart = evidence.set_aside(consultation.id)

    assert (len(rows), sum(theme.tally.notes for theme in after)) == (79, 79)
    assert sum(theme.tally.notes for theme in before) == 80
    assert len(evidence.grid_rows(after, evidence.without_theme(rows, after))) == 79
    assert [note.id for note in apart.notes] == [notes[0].id]
    assert (apart.count, apart.reasons) == (1, {"thanks only": 1})


def test_theme_set_aside_takes_its_notes_along(consultation: Consultation, found: list[Theme]) -> None:
    size = len(next(row for row in evidence.themes(consultation.id) if row.id == found[0].id).notes)
    found[0].set_aside = "about parking"
    db.session.commit()

    rows = evidence.notes(consultation.id)
    apart = evidence.set_aside(consultation.id)

    assert len(rows) == 80 - size
    assert found[0].id not in {row.id for row in evidence.themes(consultation.id)}
    assert evidence.without_theme(rows, evidence.themes(consultation.id, rows)) == []
    assert [(theme.id, theme.set_aside) for theme in apart.themes] == [(found[0].id, "about parking")]
    assert (apart.count, apart.reasons) == (size, {"about parking": size})


def test_hidden_note_is_not_among_what_is_set_aside(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], set_aside="twice")
    notes[0].hidden_at = 2.0
    db.session.commit()

    assert evidence.set_aside(consultation.id).count == 0


def test_dissent_and_tags_come_with_the_note(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], dissent=True, tags={"ground": ["religion", "gender"]})

    theme = next(row for row in evidence.themes(consultation.id) if row.id == found[0].id)

    assert [note.id for note in theme.dissent] == [notes[0].id]
    assert theme.tally.dissent == 1
    assert theme.dissent[0].tags == {"ground": ("religion", "gender")}


def test_several_commitments_count_in_each_cell(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], commitments=["7", "10"], track="3", confirmed_at=1.0)

    rows = evidence.themes(consultation.id)
    theme = next(row for row in rows if row.id == found[0].id)

    assert Placed(("7", "10"), "3", theme.id) in evidence.grid_rows(rows)
    assert (
        [note.id for note in theme.at("10", "3")] == [note.id for note in theme.at("7", "3")] == [notes[0].id]
    )


def test_note_without_theme_counts_where_it_is_confirmed(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    mark(notes[0], commitments=["8"], track="1", confirmed_at=1.0)
    db.session.delete(db.session.get_one(ThemeNote, notes[0].id))
    db.session.commit()

    rows = evidence.notes(consultation.id)
    themes = evidence.themes(consultation.id, rows)
    loose = evidence.without_theme(rows, themes)

    assert Placed(("8",), "1", None) in evidence.grid_rows(themes, loose)


def test_share_that_people_confirmed(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    assert evidence.confirmed([]).share is None
    assert evidence.confirmed(evidence.notes(consultation.id)).share == 0.0

    found[0].confirmed = True
    mark(notes[0], commitments=["7"], confirmed_at=1.0)
    of_theme = len(next(row for row in evidence.themes(consultation.id) if row.id == found[0].id).notes)
    counted = evidence.confirmed(evidence.notes(consultation.id))

    assert counted == evidence.Confirmed(notes=80, by_note=1, by_theme=of_theme - 1)
    assert counted.share == of_theme / 80


def test_notes_of_one_meeting_alone(consultation: Consultation, meeting: Meeting, notes: list[Note]) -> None:
    second = harvested.another(meeting)
    harvested.hold(second)

    assert len(evidence.notes(consultation.id)) == 160
    assert {note.meeting_id for note in evidence.notes(consultation.id, meeting_id=second.id)} == {second.id}

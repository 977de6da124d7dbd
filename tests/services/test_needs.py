"""Needs: sentences of people on a theme and its notes, ranked by breadth; never the words of somebody who left."""

from __future__ import annotations

from collections.abc import Sequence

import harvested
import numpy as np
import pytest
from sqlalchemy import delete, select

from consult.domain.board import NoteMove, NoteSetAside, ThemeMerge
from consult.domain.errors import Refused
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import (
    Consultation,
    Meeting,
    Need,
    NeedNote,
    Note,
    NoteMark,
    NoteMeaning,
    NoteTranslation,
    Participant,
    Theme,
    ThemeChange,
    ThemeNote,
    User,
)
from consult.services import board
from consult.services.assessment import evidence, need_drafts, needs, ranking
from consult.services.assessment.evidence import ThemeRow
from consult.services.assessment.needs import NeedRow
from consult.services.reports import publish

WORDS = {"fr": "Il manque des logements dignes.", "en": "Decent homes are missing."}


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


@pytest.fixture
def found(consultation: Consultation, notes: list[Note]) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, notes)


def members(theme: Theme) -> list[int]:
    query = select(ThemeNote.note_id).where(ThemeNote.theme_id == theme.id).order_by(ThemeNote.note_id)
    return list(db.session.scalars(query))


def themes(consultation: Consultation) -> list[ThemeRow]:
    return evidence.themes(consultation.id)


def stored(consultation: Consultation) -> list[NeedRow]:
    return needs.rows(consultation.id, themes(consultation))


def refused(act: object) -> str:
    with pytest.raises(Refused) as raised:
        act()  # type: ignore[operator]
    return raised.value.code


def people(note_ids: Sequence[int]) -> set[int]:
    return set(db.session.scalars(select(Note.participant_id).where(Note.id.in_(note_ids))))


def test_need_rests_on_all_notes_of_its_theme(
    consultation: Consultation, found: list[Theme], facilitator: User
) -> None:
    needs.write(consultation.id, found[0].id, {**WORDS, "es": "  "}, (), facilitator.id)

    [need] = stored(consultation)

    assert (need.sentence, need.theme_id, need.chosen) == (WORDS, found[0].id, False)
    assert [note.id for note in sorted(need.notes, key=lambda note: note.id)] == members(found[0])
    assert need.written_by == "facilitator"
    assert found[0].pinned


def test_need_rests_on_chosen_notes_wherever_they_are_moved(
    consultation: Consultation, found: list[Theme]
) -> None:
    chosen = members(found[0])[:3]
    needs.write(consultation.id, found[0].id, WORDS, chosen)
    db.session.get_one(ThemeNote, chosen[0]).theme_id = found[1].id
    db.session.commit()

    [need] = stored(consultation)

    assert need.chosen
    assert [note.id for note in need.notes] == chosen
    assert need.tally.notes == 3


def test_all_notes_ticked_means_whatever_is_in_the_theme(
    consultation: Consultation, found: list[Theme]
) -> None:
    needs.write(consultation.id, found[0].id, WORDS, members(found[0]))
    db.session.get_one(ThemeNote, members(found[1])[0]).theme_id = found[0].id
    db.session.commit()

    [need] = stored(consultation)

    assert (need.chosen, len(need.notes)) == (False, len(members(found[0])))


def test_erased_and_set_aside_notes_no_longer_stand_behind_a_need(
    consultation: Consultation, found: list[Theme]
) -> None:
    chosen = members(found[0])[:3]
    needs.write(consultation.id, found[0].id, WORDS, chosen)
    db.session.execute(delete(Note).where(Note.id == chosen[0]))
    db.session.add(NoteMark(note_id=chosen[1], commitments=[], tags={}, set_aside="twice"))
    db.session.commit()

    [need] = stored(consultation)

    assert [note.id for note in need.notes] == [chosen[2]]


def test_several_needs_of_one_theme_are_ranked_apart(consultation: Consultation, found: list[Theme]) -> None:
    broad = needs.write(consultation.id, found[0].id, WORDS).id
    narrow = needs.write(consultation.id, found[0].id, {"en": "Another"}, members(found[0])[:1]).id

    ranked = ranking.of(consultation.id, themes(consultation))

    order = [need.need.id for need in ranked if need.need]
    assert order == [broad, narrow]
    assert len(ranked) == len(found) + 1
    assert sum(need.theme.id == found[0].id for need in ranked) == 2


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ({}, "need_sentence_missing"),
        ({"en": " \n"}, "need_sentence_missing"),
        ({"fr": "x" * 601}, "text_too_long"),
    ],
)
def test_sentence_that_is_none_is_refused(
    consultation: Consultation, found: list[Theme], sentence: dict[str, str], code: str
) -> None:
    assert refused(lambda: needs.write(consultation.id, found[0].id, sentence)) == code
    assert db.session.scalars(select(Need)).all() == []


def test_what_belongs_elsewhere_is_refused(consultation: Consultation, found: list[Theme]) -> None:
    other = Consultation(title={}, purpose={}, languages=["en"], created_at=1.0)
    db.session.add(other)
    db.session.commit()
    own = needs.write(consultation.id, found[0].id, WORDS).id

    attempts = (
        lambda: needs.write(other.id, found[0].id, WORDS),
        lambda: needs.write(consultation.id, found[0].id, WORDS, [members(found[1])[0]]),
        lambda: needs.change(other.id, own, WORDS),
        lambda: needs.remove(other.id, own),
    )

    assert [refused(attempt) for attempt in attempts] == ["not_in_consultation"] * 4
    assert [need.sentence for need in stored(consultation)] == [WORDS]


def test_two_people_who_change_a_need_do_not_lose_each_others_words(
    consultation: Consultation, found: list[Theme], clock: object
) -> None:
    need = needs.write(consultation.id, found[0].id, WORDS)
    seen = need.written_at
    clock.advance(5)  # type: ignore[attr-defined]
    needs.change(consultation.id, need.id, {"en": "Hers"}, (), None, seen)

    assert (
        refused(lambda: needs.change(consultation.id, need.id, {"en": "His"}, (), None, seen))
        == "need_changed"
    )
    assert [row.sentence for row in stored(consultation)] == [{"en": "Hers"}]


def test_writing_and_removing_leave_a_trail_without_the_words(
    consultation: Consultation, found: list[Theme]
) -> None:
    need = needs.write(consultation.id, found[0].id, WORDS)
    needs.remove(consultation.id, need.id)

    trail = db.session.execute(select(ThemeChange.what, ThemeChange.detail).order_by(ThemeChange.id)).all()

    assert [what for what, _ in trail] == ["pinned", "stated", "need_removed"]
    assert all("logements" not in str(detail) for _, detail in trail)
    assert stored(consultation) == []
    assert members(found[0]) != []


@pytest.mark.parametrize("written", ["{}", "“{}!”", "People say: {}"])
def test_words_of_a_note_go_when_the_note_does(
    consultation: Consultation, notes: list[Note], found: list[Theme], written: str
) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": written.format(notes[0].text.rstrip("."))})
    assert need.taken_from == notes[0].id

    notes[0].hidden_at = 5.0
    db.session.commit()
    assert stored(consultation) == []

    notes[0].hidden_at = None
    db.session.commit()
    assert len(stored(consultation)) == 1

    db.session.execute(delete(Note).where(Note.id == notes[0].id))
    db.session.commit()
    assert db.session.scalars(select(Need.id)).all() == []


@pytest.mark.parametrize("then", ["moved", "set aside"])
def test_words_of_a_note_go_with_it_also_after_somebody_else_has_changed_the_need(
    consultation: Consultation, notes: list[Note], found: list[Theme], then: str
) -> None:
    need = needs.write(consultation.id, found[0].id, {"en": notes[0].text})
    away = NoteMove((notes[0].id,), found[1].id) if then == "moved" else NoteSetAside((notes[0].id,), "Twice")
    board.change(consultation.id, None, away)

    needs.change(consultation.id, need.id, {"en": notes[0].text, "fr": "En français."})
    db.session.execute(delete(Note).where(Note.id == notes[0].id))
    db.session.commit()

    assert db.session.scalars(select(Need.id)).all() == []


def test_translated_words_of_a_note_go_when_the_note_does(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    said = NoteTranslation(note_id=notes[0].id, language="pt", text="Ninguém nos aluga uma casa.", engine="x")
    said.reasons, said.corrected_at, said.corrected_role = [], 1.0, "facilitator"
    db.session.add(said)
    db.session.commit()

    need = needs.write(consultation.id, found[0].id, {"pt": "Ninguém nos aluga uma casa!"})

    assert need.taken_from == notes[0].id


def test_words_of_ones_own_stay_when_a_note_goes(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    needs.write(consultation.id, found[0].id, WORDS, [notes[0].id])

    db.session.execute(delete(Note).where(Note.id == notes[0].id))
    db.session.commit()

    assert [(need.sentence, need.notes) for need in stored(consultation)] == [(WORDS, ())]
    assert db.session.scalars(select(NeedNote)).all() == []


def test_draft_is_the_most_typical_need_as_it_was_written(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    own = [note for note in notes if note.id in members(found[0])]
    for place, note in enumerate(own):
        note.kind = Kind.EXPERIENCE if place == 1 else Kind.NEED
        near = np.array([1.0, 0.0 if place in (1, 2) else 3.0 + place], dtype=np.float32)
        db.session.add(NoteMeaning(note_id=note.id, engine="minilm", vector=near.tobytes(), proposals={}))
    db.session.add(NoteMark(note_id=own[3].id, commitments=[], tags={}, dissent=True))
    spoken = NoteTranslation(
        note_id=own[2].id, language="pt", text="Falta casa.", engine="", corrected_at=1.0, reasons=[]
    )
    db.session.add(spoken)
    db.session.commit()

    theme = next(row for row in themes(consultation) if row.id == found[0].id)
    offered = need_drafts.drafts([theme], most=20)[theme.id]

    assert offered[-1].note.id == own[2].id
    assert offered[-1].sentence == {own[2].language: own[2].text, "pt": "Falta casa."}
    assert {own[1].id, own[3].id} & {draft.note.id for draft in offered} == set()
    assert all(draft.note.text in draft.sentence.values() for draft in offered)


def test_theme_without_a_need_among_its_notes_offers_nothing(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    for note in notes:
        note.kind = Kind.EXPERIENCE
    db.session.commit()

    assert set(map(tuple, need_drafts.drafts(themes(consultation)).values())) == {()}


def test_groups_count_where_more_than_five_people_stand_behind_a_need(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    theme = spread(found[0], notes)
    all_of_them = members(theme)
    few = [
        note.id
        for note in notes
        if note.id in all_of_them and note.participant_id in sorted(people(all_of_them))[:4]
    ]
    needs.write(consultation.id, theme.id, WORDS)
    needs.write(consultation.id, theme.id, {"en": "Few"}, few)

    by_words = {
        need.sentence.get("en"): need
        for need in ranking.of(consultation.id, themes(consultation))
        if need.need
    }

    assert len(people(all_of_them)) > 5
    groups = set(
        db.session.scalars(select(Participant.group_key).where(Participant.id.in_(people(all_of_them))))
    )
    assert by_words["Decent homes are missing."].groups == len(groups - {None})
    assert by_words["Few"].groups is None
    assert [line.value for line in by_words["Few"].components if line.name == "groups"] == [0]
    assert (by_words["Decent homes are missing."].people, by_words["Few"].people) == (5, None)


def test_people_of_a_note_are_counted_for_one_need_only(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    theme = spread(found[0], notes)
    all_of_them = members(theme)
    needs.write(consultation.id, theme.id, {"en": "Nearly all"}, all_of_them[1:])
    alone = told_people(consultation, "Nearly all")

    needs.write(consultation.id, theme.id, {"en": "Everything"})

    assert alone == 5
    assert told_people(consultation, "Nearly all") is None
    assert told_people(consultation, "Everything") == 5


def spread(theme: Theme, notes: list[Note]) -> Theme:
    """The theme, its notes by seven people."""
    authors = sorted({note.participant_id for note in notes})[:7]
    own = set(members(theme))
    for place, note in enumerate(note for note in notes if note.id in own):
        note.participant_id = authors[place % 7]
    db.session.commit()
    return theme


def told_people(consultation: Consultation, sentence: str) -> int | None:
    ranked = ranking.of(consultation.id, themes(consultation))
    return next(need.people for need in ranked if need.sentence.get("en") == sentence)


def test_what_a_host_wrote_for_somebody_does_not_count_for_the_group_of_the_host(
    consultation: Consultation, notes: list[Note], found: list[Theme]
) -> None:
    for note in notes:
        note.by_proxy = True
    db.session.commit()

    assert {need.groups for need in ranking.of(consultation.id, themes(consultation))} <= {0, None}


def test_arithmetic_adds_up_to_the_points(consultation: Consultation, found: list[Theme]) -> None:
    ranked = ranking.of(consultation.id, themes(consultation))

    assert [need.rank for need in ranked] == list(range(1, len(found) + 1))
    assert [need.points for need in ranked] == sorted((need.points for need in ranked), reverse=True)
    assert all(need.points == pytest.approx(sum(line.points for line in need.components)) for need in ranked)


def test_report_says_the_sentence_in_its_language_and_every_note_once(
    consultation: Consultation, found: list[Theme]
) -> None:
    needs.write(consultation.id, found[0].id, WORDS)
    needs.write(consultation.id, found[0].id, {"en": "Only in English"}, members(found[0])[:2])

    report = publish.needs_assessment(consultation.id, "fr")

    said = [need.statement for need in report.needs if need.statement]
    assert sorted(said) == ["Il manque des logements dignes.", "Only in English"]
    assert sum(len(need.notes) for need in report.needs) == 80
    assert {need.note_count for need in report.needs if need.statement == "Only in English"} == {2}


def test_needs_go_along_when_themes_are_merged_and_back_when_that_is_undone(
    consultation: Consultation, found: list[Theme]
) -> None:
    one, other = found[0].id, found[1].id
    needs.write(consultation.id, one, WORDS)
    done = board.change(consultation.id, None, ThemeMerge((one, other), other))

    assert [(need.theme_id, need.sentence) for need in stored(consultation)] == [(other, WORDS)]

    assert done.change is not None
    board.undo(consultation.id, None, done.change)
    assert [(need.theme_id, need.sentence) for need in stored(consultation)] == [(one, WORDS)]


def test_need_is_not_lost_when_all_notes_of_its_theme_are_moved(
    consultation: Consultation, found: list[Theme]
) -> None:
    one, other = found[0].id, found[1].id
    chosen = members(found[0])[:2]
    needs.write(consultation.id, one, WORDS, chosen)
    done = board.change(consultation.id, None, NoteMove(tuple(members(found[0])), other))

    kept = [need for need in ranking.of(consultation.id, themes(consultation)) if need.need]
    assert [(need.theme.id, need.sentence, [note.id for note in need.notes]) for need in kept] == [
        (other, WORDS, chosen)
    ]
    assert done.change is not None
    board.undo(consultation.id, None, done.change)
    assert [[note.id for note in need.notes] for need in stored(consultation)] == [chosen]


def test_need_without_a_note_is_shown_to_who_looks_after_it_and_not_told(
    consultation: Consultation, found: list[Theme]
) -> None:
    needs.write(consultation.id, found[0].id, WORDS)
    db.session.execute(delete(Note).where(Note.id.in_(members(found[0]))))
    db.session.commit()

    told = ranking.of(consultation.id, themes(consultation))
    shown = ranking.of(consultation.id, themes(consultation), bare=True)

    assert [need.need for need in told if need.need] == []
    assert [(need.sentence, need.points, need.notes) for need in shown if need.need] == [(WORDS, 0.0, ())]
    assert shown[-1].need is not None

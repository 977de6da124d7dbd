"""Editing themes by hand: every note stays exactly once, what belongs elsewhere is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import harvested
import pytest
from sqlalchemy import select

from consult.domain.coverage import Placed
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, Theme, ThemeChange, ThemeNote, User
from consult.services.assessment import evidence, themes


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


@pytest.fixture
def found(consultation: Consultation, notes: list[Note]) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, notes)


@pytest.fixture
def elsewhere(consultation: Consultation, found: list[Theme]) -> tuple[Consultation, Theme]:
    """Another consultation with a theme of its own."""
    other = Consultation(
        title={"en": "Other"}, purpose={}, languages=["en"], created_at=harvested.OPENED, framework_id="turin"
    )
    db.session.add(other)
    db.session.flush()
    theme = Theme(consultation_id=other.id, label={"en": "Elsewhere"})
    db.session.add(theme)
    db.session.commit()
    return other, theme


def places() -> Counter[int]:
    return Counter(db.session.scalars(select(ThemeNote.note_id)))


def members(theme: Theme) -> set[int]:
    return set(db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.theme_id == theme.id)))


def trail() -> list[str]:
    return list(db.session.scalars(select(ThemeChange.what).order_by(ThemeChange.id)))


def test_merge_puts_every_note_into_one_theme(consultation: Consultation, found: list[Theme]) -> None:
    before = places()
    ids = [theme.id for theme in found[:3]]
    wanted = set().union(*(members(theme) for theme in found[:3]))

    kept = themes.merge(consultation.id, ids)

    assert members(kept) == wanted
    assert places() == before
    assert kept.pinned
    assert [db.session.get(Theme, theme_id) is None for theme_id in ids].count(True) == 2
    assert trail() == ["merged"]


def test_merge_keeps_the_confirmed_theme(consultation: Consultation, found: list[Theme]) -> None:
    themes.confirm(consultation.id, found[1].id, "7", "3")

    kept = themes.merge(consultation.id, [found[0].id, found[1].id])

    assert (kept.id, kept.commitment, kept.track, kept.confirmed) == (found[1].id, "7", "3", True)


def test_merge_of_one_theme_is_refused(consultation: Consultation, found: list[Theme]) -> None:
    with pytest.raises(Refused) as refused:
        themes.merge(consultation.id, [found[0].id, found[0].id])

    assert refused.value.code == "merge_needs_two"


def test_split_takes_the_chosen_notes_and_leaves_the_rest(
    consultation: Consultation, found: list[Theme]
) -> None:
    before, all_notes = places(), members(found[0])
    chosen = sorted(all_notes)[:3]

    new = themes.split(consultation.id, found[0].id, chosen, label="Alquiler", language="es")

    assert members(new) == set(chosen)
    assert members(found[0]) == all_notes - set(chosen)
    assert places() == before
    assert (new.label, new.pinned, found[0].pinned) == ({"es": "Alquiler"}, True, True)


def test_split_of_the_whole_theme_is_refused(consultation: Consultation, found: list[Theme]) -> None:
    with pytest.raises(Refused) as refused:
        themes.split(consultation.id, found[0].id, sorted(members(found[0])))

    assert refused.value.code == "split_needs_rest"


def test_split_with_a_note_of_another_theme_is_refused(
    consultation: Consultation, found: list[Theme]
) -> None:
    with pytest.raises(Refused) as refused:
        themes.split(consultation.id, found[0].id, [min(members(found[1]))])

    assert refused.value.code == "board_moved_on"


def test_a_new_theme_without_name_holds_no_words_of_its_note(
    consultation: Consultation, found: list[Theme]
) -> None:
    new = themes.split(consultation.id, found[0].id, [min(members(found[0]))])

    assert new.label == {"en": "New theme", "fr": "Nouveau thème", "es": "Tema nuevo", "pt": "Novo tema"}


def test_moving_a_note_keeps_it_exactly_once(consultation: Consultation, found: list[Theme]) -> None:
    before, note = places(), min(members(found[0]))

    themes.move_note(consultation.id, note, found[1].id)

    assert note in members(found[1])
    assert note not in members(found[0])
    assert places() == before


def test_moving_the_last_note_removes_the_empty_theme(consultation: Consultation, found: list[Theme]) -> None:
    left = found[0].id

    themes.move_notes(consultation.id, sorted(members(found[0])), found[1].id)

    assert db.session.get(Theme, left) is None


def test_moving_a_note_nowhere_makes_a_theme_of_it(consultation: Consultation, found: list[Theme]) -> None:
    note = min(members(found[0]))

    new = themes.move_note(consultation.id, note, None)

    assert members(new) == {note}


def test_the_first_name_by_hand_replaces_the_proposed_words(
    consultation: Consultation, found: list[Theme]
) -> None:
    themes.rename(consultation.id, found[0].id, "  Un  toit\u202e pour\nchaque personne ", "fr")
    assert found[0].label == {"fr": "Un toit pour chaque personne"}

    themes.rename(consultation.id, found[0].id, "A roof for everybody", "en")
    assert found[0].label == {"fr": "Un toit pour chaque personne", "en": "A roof for everybody"}


def test_an_empty_name_is_refused(consultation: Consultation, found: list[Theme]) -> None:
    with pytest.raises(Refused) as refused:
        themes.rename(consultation.id, found[0].id, " \n", "fr")

    assert refused.value.code == "theme_name_missing"


def test_confirm_refuses_what_the_framework_does_not_have(
    consultation: Consultation, found: list[Theme]
) -> None:
    with pytest.raises(Refused) as commitment:
        themes.confirm(consultation.id, found[0].id, "11", "1")
    with pytest.raises(Refused) as track:
        themes.confirm(consultation.id, found[0].id, "1", "5")

    assert (commitment.value.code, track.value.code) == ("unknown_commitment", "unknown_track")


def test_nothing_of_another_consultation_can_be_touched(
    consultation: Consultation, found: list[Theme], elsewhere: tuple[Consultation, Theme]
) -> None:
    other, theme = elsewhere
    note = min(members(found[0]))
    attempts: list[Callable[[], object]] = [
        lambda: themes.merge(consultation.id, [found[0].id, theme.id]),
        lambda: themes.split(other.id, found[0].id, [note]),
        lambda: themes.move_note(consultation.id, note, theme.id),
        lambda: themes.move_note(other.id, note, theme.id),
        lambda: themes.rename(consultation.id, theme.id, "Mine", "en"),
        lambda: themes.confirm(consultation.id, theme.id, "1", "1"),
        lambda: themes.unconfirm(consultation.id, theme.id),
    ]
    before = places()

    codes = []
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        codes.append(refused.value.code)
        db.session.rollback()

    gone, no_note = "theme_gone", "no_such_note"
    assert codes == [gone, gone, gone, no_note, *[gone] * 3]
    assert places() == before
    assert trail() == []


def test_a_hidden_note_leaves_themes_and_counts_at_once(
    consultation: Consultation, found: list[Theme]
) -> None:
    note = db.session.get_one(Note, min(members(found[0])))
    before = {row.id: row.tally.notes for row in evidence.themes(consultation.id)}

    note.hidden_at = harvested.OPENED
    db.session.commit()

    after = {row.id: row.tally.notes for row in evidence.themes(consultation.id)}
    assert after == {**before, found[0].id: before[found[0].id] - 1}
    assert note.id not in {row.id for row in evidence.notes(consultation.id)}
    assert evidence.hidden_count(consultation.id) == 1


def test_a_theme_of_hidden_notes_only_is_not_shown(consultation: Consultation, found: list[Theme]) -> None:
    for note_id in members(found[0]):
        db.session.get_one(Note, note_id).hidden_at = harvested.OPENED
    db.session.commit()

    assert found[0].id not in {row.id for row in evidence.themes(consultation.id)}


def test_votes_are_secret_until_voting_is_closed(
    consultation: Consultation, meeting: Meeting, found: list[Theme]
) -> None:
    assert sum(row.tally.votes or 0 for row in evidence.themes(consultation.id)) > 0

    meeting.voting = "open"
    meeting.version += 1
    db.session.commit()

    assert {row.tally.votes for row in evidence.themes(consultation.id)} == {None}


def test_the_trail_says_who(consultation: Consultation, facilitator: User, found: list[Theme]) -> None:
    themes.confirm(consultation.id, found[0].id, "3", "1", facilitator.id)

    newest = themes.changes(consultation.id)[0]
    assert (newest.what, newest.user_id, newest.theme_id) == ("confirmed", facilitator.id, found[0].id)


def test_notes_count_where_each_is_proposed_until_a_person_confirms(
    consultation: Consultation, found: list[Theme]
) -> None:
    theme, note_id = found[0], min(members(found[0]))
    place = db.session.get_one(ThemeNote, note_id)
    place.commitment, place.track = "9", "2"
    db.session.commit()

    proposed = next(row for row in evidence.themes(consultation.id) if row.id == theme.id)
    assert Counter(evidence.grid_rows([proposed])) == Counter(
        {
            Placed(("9",), "2", theme.id): 1,
            Placed((str(theme.commitment),), theme.track, theme.id): len(proposed.notes) - 1,
        }
    )
    assert [note.id for note in proposed.at("9", None)] == [note_id]

    themes.confirm(consultation.id, theme.id, "7", "3")
    confirmed = next(row for row in evidence.themes(consultation.id) if row.id == theme.id)
    assert set(evidence.grid_rows([confirmed])) == {Placed(("7",), "3", theme.id)}

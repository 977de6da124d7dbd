"""Notes in, themes out: every note once, the same every time, and nothing a person decided is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hall_notes import GOLD, NOTES, members, need_minilm, note, purity
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.analysis import minilm
from consult.analysis.assess import Assessment, Cancelled, NoteIn, ThemeIn, assess, place_new
from consult.frameworks import framework

ECCAR = framework("eccar-2017")
LANGUAGES = ("en", "fr", "es", "pt")
HOUSING = {"en": "A fair home", "fr": "Un logement juste", "es": "Una casa justa", "pt": "Uma casa justa"}

ODD_TEXTS = [
    "",
    " ",
    "😀",
    "👩🏽‍🦱🏳️‍🌈",
    "ok",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{slot} %s %(x)s {{7*7}}",
    "🤷 ¿?",
    "\u202eevil\u202c",
    "a" * 600,
    "'; DROP TABLE note; --",
    "مرحبا",
    "住房",
    "\x00",
]


@pytest.fixture(params=["glossary", "minilm"])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "minilm":
        need_minilm()
    return str(request.param)


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assess(NOTES, [], ECCAR, engine="glossary")


def test_every_note_is_in_exactly_one_theme(engine: str) -> None:
    assessment = assess(NOTES, [], ECCAR, engine=engine)

    assert sorted(number for theme in assessment.themes for number in theme.note_ids) == list(range(1, 81))
    assert assessment.engine == engine


def test_same_notes_and_seed_give_the_same_themes(engine: str) -> None:
    first = assess(NOTES, [], ECCAR, engine=engine, seed=3)
    second = assess(NOTES, [], ECCAR, engine=engine, seed=3)

    assert first.themes == second.themes
    assert first.places == second.places


def test_eighty_notes_make_a_number_of_themes_a_hall_can_take_in(found: Assessment) -> None:
    assert 8 <= len(found.themes) <= 16


def test_themes_mix_languages(found: Assessment) -> None:
    spoken = [{GOLD[number - 1]["lang"] for number in theme.note_ids} for theme in found.themes]

    assert sum(len(languages) >= 2 for languages in spoken) / len(spoken) >= 0.9


def test_themes_without_the_model_are_of_one_commitment(found: Assessment) -> None:
    assert purity(found) >= 0.9


def test_themes_with_the_model_and_translation_are_of_one_commitment() -> None:
    need_minilm()

    assert purity(assess(NOTES, [], ECCAR, engine="minilm")) >= 0.9


def test_labels_are_different_short_and_in_four_languages(found: Assessment) -> None:
    for language in LANGUAGES:
        labels = [theme.label[language] for theme in found.themes]
        assert len(set(labels)) == len(labels)
        assert all(0 < len(label) <= 70 and label[0].isupper() for label in labels)


def test_labels_come_only_in_the_languages_asked_for() -> None:
    assessment = assess(NOTES[:5], [], ECCAR, ("fr", "pt"), engine="glossary")

    assert {tuple(theme.label) for theme in assessment.themes} == {("fr", "pt")}


def test_commitment_and_track_are_proposed_for_most_notes(found: Assessment) -> None:
    right = sum(
        found.places[n] == (str(row["commitment"]), str(row["track"])) for n, row in enumerate(GOLD, start=1)
    )

    assert right / len(GOLD) >= 0.9


def test_turin_proposes_its_lines_and_no_track() -> None:
    assessment = assess(NOTES, [], framework("turin"), engine="glossary")

    assert {theme.track for theme in assessment.themes} == {None}
    assert {theme.commitment for theme in assessment.themes} <= {"1", "2", "3", None}


def test_no_note_makes_no_theme(engine: str) -> None:
    assert assess([], [], ECCAR, engine=engine).themes == ()


def test_one_note_makes_one_theme(engine: str) -> None:
    (theme,) = assess(NOTES[:1], [], ECCAR, engine=engine).themes

    assert theme.note_ids == (1,)
    assert set(theme.label) == set(LANGUAGES)


def test_odd_notes_do_no_harm(engine: str) -> None:
    odd = [note(number, text, LANGUAGES[number % 4]) for number, text in enumerate(ODD_TEXTS, start=101)]

    assessment = assess([*NOTES[:20], *odd], [], ECCAR, engine=engine)

    assert sorted(n for theme in assessment.themes for n in theme.note_ids) == sorted(
        [*range(1, 21), *range(101, 101 + len(ODD_TEXTS))]
    )
    assert all(theme.label[language] for theme in assessment.themes for language in LANGUAGES)


def test_only_odd_notes_are_other_notes(engine: str) -> None:
    (theme, *_) = assess([note(1, "😀"), note(2, ""), note(3, "?")], [], ECCAR, engine=engine).themes

    assert (theme.label["pt"], theme.commitment) == ("Outras contribuições", None)


def test_no_theme_is_named_by_a_word_that_says_nothing(engine: str) -> None:
    said = ["because of the pigeons", "porque hay palomas", "porque os pombos", "parce que les pigeons"]
    notes = [
        note(n, f"{text}, pigeons", lang)
        for n, (text, lang) in enumerate(zip(said, LANGUAGES * 2, strict=False))
    ]

    themes = assess(notes, [], ECCAR, engine=engine).themes

    assert not {"Because", "Porque", "Parce"} & {
        part for theme in themes for label in theme.label.values() for part in label.split(" · ")
    }


def test_notes_in_a_language_outside_the_four_do_no_harm(engine: str) -> None:
    assessment = assess([note(1, "Wohnungen für alle", "de"), *NOTES[1:9]], [], ECCAR, engine=engine)

    assert sum(len(theme.note_ids) for theme in assessment.themes) == 9


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=60), st.sampled_from(LANGUAGES), st.sampled_from([None, 7, 8, 9]), st.booleans()
        ),
        max_size=14,
    )
)
def test_whatever_is_written_every_note_lands_once_and_fixed_notes_stay(
    rows: list[tuple[str, str, int | None, bool]],
) -> None:
    notes = [
        NoteIn(id=n, text=t, language=lang, theme=theme, fixed=f)
        for n, (t, lang, theme, f) in enumerate(rows)
    ]
    themes_now = [ThemeIn(7, HOUSING, pinned=True), ThemeIn(8, {"en": "Eight"})]

    assessment = assess(notes, themes_now, ECCAR, engine="glossary")

    theme_of = {number: theme.id for theme in assessment.themes for number in theme.note_ids}
    assert sorted(n for theme in assessment.themes for n in theme.note_ids) == list(range(len(notes)))
    assert all(theme_of[n.id] == 7 for n in notes if n.theme == 7)
    assert all(theme_of[n.id] == 8 for n in notes if n.theme == 8 and n.fixed)


def test_pinned_theme_keeps_label_and_notes(engine: str) -> None:
    mine = {7, 33, 53}
    notes = [replace(item, theme=5) if item.id in mine else item for item in NOTES]

    assessment = assess(notes, [ThemeIn(5, HOUSING, pinned=True)], ECCAR, engine=engine)

    (kept,) = [theme for theme in assessment.themes if theme.id == 5]
    assert (kept.label, kept.pinned) == (HOUSING, True)
    assert mine <= set(kept.note_ids)


def test_pinned_theme_draws_the_notes_that_are_nearest_to_it(engine: str) -> None:
    housing = [number for number, row in enumerate(GOLD, start=1) if row["commitment"] == 7]
    notes = [replace(item, theme=5) if item.id in housing[:5] else item for item in NOTES]

    assessment = assess(notes, [ThemeIn(5, HOUSING, pinned=True)], ECCAR, engine=engine)

    (kept,) = [theme for theme in assessment.themes if theme.id == 5]
    assert len(set(kept.note_ids) & set(housing)) >= 7


def test_pinned_theme_without_notes_survives(engine: str) -> None:
    assessment = assess(NOTES, [ThemeIn(5, HOUSING, pinned=True)], ECCAR, engine=engine)

    assert [theme.label for theme in assessment.themes if theme.id == 5] == [HOUSING]


def test_note_moved_by_hand_stays_in_its_theme(engine: str) -> None:
    notes = [replace(item, theme=9, fixed=True) if item.id == 1 else item for item in NOTES]

    assessment = assess(notes, [ThemeIn(9, {"en": "Something"})], ECCAR, engine=engine)

    assert [1 in theme.note_ids for theme in assessment.themes if theme.id == 9] == [True]


def test_theme_that_lives_on_keeps_its_id(found: Assessment) -> None:
    numbered = {n: place for place, theme in enumerate(found.themes, start=40) for n in theme.note_ids}
    stored = [ThemeIn(place, theme.label) for place, theme in enumerate(found.themes, start=40)]

    again = assess(
        [replace(item, theme=numbered[item.id]) for item in NOTES], stored, ECCAR, engine="glossary"
    )

    assert sorted(theme.id or 0 for theme in again.themes) == [theme.id for theme in stored]
    assert sorted(map(sorted, members(again))) == sorted(map(sorted, members(found)))


def test_stored_theme_that_lost_all_its_notes_is_not_given_back() -> None:
    assessment = assess(NOTES[:6], [ThemeIn(3, {"en": "Empty"})], ECCAR, engine="glossary")

    assert {theme.id for theme in assessment.themes} == {None}


def test_new_note_joins_the_nearest_theme_and_nothing_else_moves(engine: str) -> None:
    notes = [replace(item, theme=GOLD[item.id - 1]["commitment"]) for item in NOTES]

    placed = place_new([*notes, note(900, "The landlord refuses to rent me a flat")], engine=engine)

    assert placed == {900: 7}


def test_new_note_without_any_theme_waits() -> None:
    assert place_new(NOTES[:3], engine="glossary") == {}


def test_sentence_vectors_are_handed_back_and_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    need_minilm()
    first = assess(NOTES, [], ECCAR, engine="minilm")
    embedded: list[str] = []
    original: Callable[..., minilm.Vectors] = minilm.embed
    monkeypatch.setattr(
        minilm, "embed", lambda texts, *more: embedded.extend(texts) or original(texts, *more)
    )

    again = assess(NOTES, [], ECCAR, engine="minilm", vectors=first.sentences)

    assert (embedded, again.themes) == ([], first.themes)


def test_missing_model_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "available", lambda: False)

    assert assess(NOTES[:20], [], ECCAR).engine == "glossary"


def test_missing_translation_falls_back_and_says_so() -> None:
    notes = [replace(item, pivot=None) for item in NOTES]

    assert assess(notes, [], ECCAR).engine == "glossary"


def test_asking_for_a_missing_model_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "available", lambda: False)

    with pytest.raises(RuntimeError, match="not installed"):
        assess(NOTES[:3], [], ECCAR, engine="minilm")


def test_unknown_engine_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown engine"):
        assess(NOTES[:3], [], ECCAR, engine="oracle")


def test_progress_rises_from_nothing_to_done() -> None:
    heard: list[tuple[float, str]] = []

    assess(NOTES, [], ECCAR, engine="glossary", progress=lambda share, stage: heard.append((share, stage)))

    assert heard == [(0.0, "meaning"), (0.7, "proposals"), (0.8, "themes"), (0.95, "labels"), (1.0, "done")]


def test_asking_to_stop_stops() -> None:
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        assess(NOTES, [], ECCAR, engine="glossary", cancelled=stop)
    assert len(asked) == 3

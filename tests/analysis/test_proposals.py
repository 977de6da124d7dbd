"""Proposals: shares that depend on a note alone, reasons in its own words, and lessons that hold at once."""

from __future__ import annotations

import numpy as np
import pytest
from hall_notes import GOLD
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.analysis import known, meaning, scoring
from consult.analysis.confirmed import Confirmed
from consult.analysis.meaning import GLOSSARY, MINILM, Meaning, Text
from consult.analysis.proposals import SURE, Evidence, NoteProposals, best, evidence, learn
from consult.frameworks import framework

ECCAR = framework("eccar-2017")
COMMITMENTS = [row.id for row in ECCAR.commitments]
TRACKS = [row.id for row in ECCAR.tracks]
NOTES = [Text(row["text"], row["lang"]) for row in GOLD]
OLD_HOUSE = Text("Our house in the old town", "en")

texts = st.builds(
    Text,
    st.one_of(st.text(max_size=80), st.sampled_from([note.text for note in NOTES])),
    st.sampled_from(["en", "fr", "es", "pt", "de"]),
)
decisions = st.builds(
    Confirmed,
    st.lists(st.sampled_from(COMMITMENTS), min_size=1, max_size=3, unique=True).map(tuple),
    st.one_of(st.none(), st.sampled_from(TRACKS)),
)


def weighed(notes: list[Text], plan: str = "eccar-2017") -> Evidence:
    return evidence(framework(plan), notes, Meaning(GLOSSARY, np.zeros((len(notes), 0), np.float32), {}))


def proposed(text: str, language: str) -> NoteProposals:
    return weighed([Text(text, language)]).note(0)


@pytest.fixture(scope="module")
def notes() -> Evidence:
    return weighed(NOTES)


@settings(max_examples=12, deadline=None)
@given(st.lists(texts, min_size=1, max_size=8))
def test_shares_add_up_to_one_at_most(some: list[Text]) -> None:
    found = weighed(some)

    for rows, chapters in ((found.commitments, COMMITMENTS), (found.tracks, TRACKS)):
        assert rows.shape == (len(some), len(chapters))
        assert np.all(rows >= 0.0)
        assert np.all(rows.sum(axis=1) <= 1.0001)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(NOTES), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_a_note_says_the_same_whatever_stands_beside_it(some: list[Text], random: object) -> None:
    order = list(range(len(some)))
    random.shuffle(order)  # type: ignore[attr-defined]

    straight, mixed = weighed(some), weighed([some[place] for place in order])

    assert np.allclose(straight.commitments[order], mixed.commitments, atol=1e-5)
    assert np.allclose(straight.tracks[order], mixed.tracks, atol=1e-5)


@settings(max_examples=12, deadline=None)
@given(
    st.dictionaries(st.integers(0, 79), decisions, max_size=12),
    st.integers(0, 79),
    st.sampled_from(COMMITMENTS),
    st.sampled_from(TRACKS),
)
def test_a_note_of_a_class_never_lowers_that_class_for_the_same_text(
    notes: Evidence, before: dict[int, Confirmed], place: int, commitment: str, track: str
) -> None:
    before = {other: one for other, one in before.items() if other != place}

    was = learn(notes, before)
    now = learn(notes, {**before, place: Confirmed((commitment,), track)})

    column, other = COMMITMENTS.index(commitment), TRACKS.index(track)
    assert now.commitments[place, column] >= was.commitments[place, column] - 1e-3
    assert now.base is not None
    assert was.base is not None
    spoken = (now.tracks[place] / now.tracks[place].sum(), was.tracks[place] / was.tracks[place].sum())
    assert spoken[0][other] >= spoken[1][other] - 1e-3


@settings(max_examples=8, deadline=None)
@given(st.dictionaries(st.integers(0, 79), decisions, max_size=12))
def test_what_is_learnt_does_not_depend_on_the_order(notes: Evidence, taught: dict[int, Confirmed]) -> None:
    once, again = learn(notes, taught), learn(notes, dict(reversed(taught.items())))

    assert np.array_equal(once.commitments, again.commitments)
    assert np.array_equal(once.tracks, again.tracks)


def test_learning_starts_afresh_each_time(notes: Evidence) -> None:
    taught = learn(notes, {0: Confirmed(("9",), "2")})

    assert np.array_equal(learn(taught, {}).commitments, notes.commitments)


@pytest.mark.parametrize(
    ("text", "language", "commitment", "track"),
    [
        ("The landlord who refuses foreigners must pay a fine.", "en", "7", "3"),
        ("Une amende pour les propriétaires qui refusent les locataires étrangers.", "fr", "7", "3"),
        ("Una multa para los caseros que no alquilan pisos a extranjeros.", "es", "7", "3"),
        ("Uma multa para os senhorios que não alugam casas a estrangeiros.", "pt", "7", "3"),
        ("Count how often the police stop young black men.", "en", "10", "4"),
        ("Compter combien de fois la police contrôle les jeunes Noirs.", "fr", "10", "4"),
        ("Contar cuántas veces la policía identifica a jóvenes negros.", "es", "10", "4"),
        ("Contar quantas vezes a polícia aborda jovens negros.", "pt", "10", "4"),
        ("Train teachers to talk about racism with their pupils.", "en", "8", "2"),
        ("Former les enseignants à parler du racisme avec les élèves.", "fr", "8", "2"),
        ("Formar al profesorado para hablar de racismo con el alumnado.", "es", "8", "2"),
        ("Formar os professores para falarem de racismo com os alunos.", "pt", "8", "2"),
    ],
)
def test_plain_notes_are_placed_in_four_languages(
    text: str, language: str, commitment: str, track: str
) -> None:
    found = proposed(text, language)

    assert (found.commitments[0].chapter, found.tracks[0].chapter) == (commitment, track)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thank you all, lovely evening!", "en"),
        ("Merci à toutes et à tous, belle soirée !", "fr"),
        ("¡Gracias por la invitación!", "es"),
        ("Obrigada pelo convite!", "pt"),
        ("", "en"),
        ("😀", "fr"),
    ],
)
def test_what_speaks_for_nothing_is_not_forced(text: str, language: str) -> None:
    found = proposed(text, language)

    assert (found.commitments, found.sure) == ((), False)


def test_the_reason_is_words_of_the_note_as_written() -> None:
    (first, *_) = proposed("My Landlord asked for my nationality.", "en").commitments

    assert first.chapter == "7"
    assert first.reasons[0].as_json() == {"code": "cue", "words": ["Landlord"]}


def test_the_nearest_example_is_given_in_the_languages_there_are() -> None:
    (first, *_) = proposed("Multar al propietario que no alquila pisos a inmigrantes.", "es").commitments

    near = [reason for reason in first.reasons if reason.code == "near"]
    written = {(row.language, row.text) for row in ECCAR.examples if row.commitment == "7"}
    assert [sorted(reason.texts) for reason in near] == [["en", "es", "fr", "pt"]]
    assert set(near[0].texts.items()) <= written


def test_a_confirmed_note_is_learnt_at_once_and_named_as_the_reason() -> None:
    found = weighed([OLD_HOUSE, Text("Our old house in the town", "en"), Text("Count the votes", "en")])

    taught = learn(found, {0: Confirmed(("9",), "4", note=77)})

    (first, *_) = taught.note(1).commitments
    assert first.chapter == "9"
    assert first.reasons[0].as_json() == {"code": "confirmed", "note": 77}
    assert taught.note(1).tracks[0].chapter == "4"


def test_a_wrong_confirmation_does_not_ruin_a_class(notes: Evidence) -> None:
    housing = [place for place, row in enumerate(GOLD) if row["commitment"] == 7]

    taught = learn(notes, {housing[0]: Confirmed(("1",), "1")})

    still = [taught.commitment([place]).chapter for place in housing[1:]]
    assert still.count("7") >= len(still) - 1


def test_a_note_of_several_commitments_teaches_each_the_first_most(notes: Evidence) -> None:
    place = next(place for place, row in enumerate(GOLD) if row["commitment"] == 7)

    taught = learn(notes, {place: Confirmed(("10", "5", "unknown"))})

    assert [chapter for chapter, _ in best(ECCAR.commitments, taught.commitments[[place]])[0][:2]] == [
        "10",
        "5",
    ]
    assert np.all(taught.commitments[place, [9, 4]] > notes.commitments[place, [9, 4]])


def test_no_track_yet_teaches_no_track(notes: Evidence) -> None:
    taught = learn(notes, {0: Confirmed(("1",), None)})

    one = taught.tracks / taught.tracks.sum(axis=1, keepdims=True)
    assert np.allclose(one, notes.tracks / notes.tracks.sum(axis=1, keepdims=True), atol=1e-4)


def test_what_a_person_says_speaks_for_nothing_is_believed() -> None:
    found = weighed([Text("The police dog is cute", "en"), Text("the police dog is cute!", "en")])

    taught = learn(found, {0: Confirmed(())})

    assert taught.note(1).commitments == ()


def test_only_a_sure_proposal_is_preselected(notes: Evidence) -> None:
    for place in range(len(NOTES)):
        commitment, track = notes.commitment([place]), notes.track([place])
        assert commitment.sure == (commitment.confidence >= SURE["commitment"])
        assert track.sure == (track.confidence >= SURE["track"])
        both = commitment.confidence * track.confidence >= 0.9
        assert notes.note(place, with_reasons=False).sure == (commitment.sure and track.sure and both)


def test_a_framework_without_tracks_and_with_hardly_any_examples_works() -> None:
    found = weighed(
        [Text("Departments should coordinate and meet every month", "en"), Text("Obrigada pela rede", "pt")],
        "turin",
    )
    taught = learn(found, {1: Confirmed(("3",))})

    assert (found.note(0).commitments[0].chapter, found.note(0).tracks) == ("1", ())
    assert taught.note(1).commitments[0].chapter == "3"


def test_no_note_at_all_is_no_trouble() -> None:
    assert learn(weighed([]), {}).commitments.shape[0] == 0


def test_stored_vectors_are_those_of_the_model() -> None:
    if not meaning.available():
        pytest.skip("the MiniLM model is not installed")
    some = [row.text for row in ECCAR.examples if row.language == "en"][::60]

    near = (known.vectors(some) * meaning.embed(some)).sum(axis=1)

    assert float(near.min()) > 0.999


@pytest.mark.parametrize("with_sentences", [True, False])
def test_what_the_usual_framework_teaches_comes_with_the_product(with_sentences: bool) -> None:
    # Made anew by benchmarks/analysis/examples.py after a change of examples, glossary or cues.
    assert [lesson.stored() is not None for lesson in scoring.lessons(ECCAR, with_sentences)] == [True, True]


def test_a_lesson_of_another_framework_is_learnt_on_the_spot() -> None:
    commitments, _ = scoring.lessons(framework("turin"), with_sentences=False)

    assert commitments.stored() is None
    assert commitments.duals().shape == (len(commitments.classes), 4)


def test_a_sentence_nobody_stored_is_embedded_or_left_empty() -> None:
    (row,) = known.vectors(["A sentence that nobody has stored before."])

    assert round(float(np.linalg.norm(row)), 3) == (1.0 if meaning.available() else 0.0)


def test_with_the_sentence_model_a_note_without_english_is_placed_by_its_words() -> None:
    found = evidence(
        ECCAR,
        [Text("Multar a los caseros que no alquilan pisos a inmigrantes", "es")],
        Meaning(MINILM, np.zeros((1, 0), np.float32), {}),
    )

    assert found.commitment([0]).chapter == "7"

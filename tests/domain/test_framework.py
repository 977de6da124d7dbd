"""Frameworks as data: complete in four languages, refused with a reason when wrong, counted as a grid."""

from __future__ import annotations

import pickle
from collections import Counter

import pytest

from consult import frameworks
from consult.analysis import known
from consult.domain.framework import Framework, parse

LANGUAGES = ("en", "fr", "es", "pt")

OFFICIAL_TITLES = [
    "Greater Vigilance Against Racism",
    "Assessing Racism and Discrimination and Monitoring Municipal Policies",
    "Better Support for the Victims of Racism and Discrimination",
    "More Participation and Better Informed City Dwellers",
    "The City as an Active Supporter of Equal Opportunity Practices",
    "The City As An Equal Opportunities Employer and Service Provider",
    "Fair Access to Housing",
    "Challenging Racism and Discrimination through Education",
    "Promoting Cultural Diversity",
    "Hate Crimes and Conflict Management",
]

SMALL = """
id = "small"
version = "1"
official = ["en"]
[names]
en = "Small"
fr = "Petit"
es = "Pequeño"
pt = "Pequeno"
[[commitments]]
id = "1"
[commitments.titles]
en = "One"
fr = "Un"
es = "Uno"
pt = "Um"
"""


@pytest.fixture
def eccar() -> Framework:
    return frameworks.framework("eccar-2017")


def test_eccar_has_the_ten_official_titles_in_order(eccar: Framework) -> None:
    assert [commitment.title("en") for commitment in eccar.commitments] == OFFICIAL_TITLES
    assert [commitment.id for commitment in eccar.commitments] == [str(number) for number in range(1, 11)]


def test_eccar_has_the_four_tracks_in_order(eccar: Framework) -> None:
    assert [track.title("en") for track in eccar.tracks] == [
        "Information and advice",
        "Sensitize (raise awareness)",
        "Enforcement",
        "Inventory and research",
    ]


def test_eccar_claims_official_wording_only_where_the_network_has_one(eccar: Framework) -> None:
    claims = {commitment.id: commitment.official for commitment in eccar.commitments}

    assert claims == {"1": ("en", "fr"), **{str(number): ("en",) for number in range(2, 11)}}
    assert not any(commitment.is_official("pt") for commitment in eccar.commitments)


@pytest.mark.parametrize("framework_id", frameworks.frameworks())
def test_framework_is_complete_in_four_languages(framework_id: str) -> None:
    framework = frameworks.framework(framework_id)

    for chapter in (*framework.commitments, *framework.tracks):
        for texts in (chapter.titles, chapter.descriptions):
            assert sorted(texts) == sorted(LANGUAGES)
            assert all(text == text.strip() and text for text in texts.values())
        assert all(chapter.cues[language] for language in LANGUAGES)
    assert sorted(framework.names) == sorted(LANGUAGES)


def test_every_cell_of_eccar_has_examples(eccar: Framework) -> None:
    per_cell = Counter((example.commitment, example.track, example.language) for example in eccar.examples)
    nothing = {(None, None, language) for language in LANGUAGES}

    assert set(per_cell) - nothing == {
        (c.id, t.id, language) for c in eccar.commitments for t in eccar.tracks for language in LANGUAGES
    }
    assert min(per_cell.values()) >= 6


def test_every_example_has_english_words_and_a_stored_vector(eccar: Framework) -> None:
    english = [row.text if row.language == "en" else row.english for row in eccar.examples]

    assert [text for text in english if not text or not known.knows(text)] == []


def test_turin_has_three_lines_and_no_tracks() -> None:
    turin = frameworks.framework("turin")

    assert (len(turin.commitments), turin.tracks) == (3, ())


def test_framework_travels_to_another_process(eccar: Framework) -> None:
    assert pickle.loads(pickle.dumps(eccar)) == eccar


def test_unknown_framework_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        frameworks.framework("../secrets")


def test_title_falls_back_to_english(eccar: Framework) -> None:
    assert eccar.commitment("7").title("de") == "Fair Access to Housing"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('id = "small"', ""), "framework: id is missing"),
        (('es = "Uno"\n', ""), "commitments 1: titles: no wording in es"),
        (('pt = "Um"', 'pt = " "'), "commitments 1: titles: no wording in pt"),
        (('version = "1"', "version = "), "not valid TOML"),
        (("[[commitments]]", "[chapters]"), "commitments must be a list of tables"),
        ((SMALL[SMALL.index("[[commitments]]") :], ""), "at least one commitment"),
        (('official = ["en"]', 'official = "en"'), "official must be a list of words"),
    ],
)
def test_wrong_framework_is_refused_with_the_reason(change: tuple[str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(SMALL.replace(*change))


def test_duplicate_commitment_is_refused() -> None:
    second = SMALL[SMALL.index("[[commitments]]") :]

    with pytest.raises(ValueError, match="commitments: id 1 appears twice"):
        parse(SMALL + second)


def test_example_of_an_unknown_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="no such cell: 1, 9"):
        parse(SMALL + '[[examples]]\ncommitment = "1"\ntrack = "9"\ntext = "x"\n')


def test_question_bank_has_the_five_questions_with_their_slots() -> None:
    slots = {question.key: [slot.id for slot in question.slots] for question in frameworks.question_bank()}

    assert slots == {
        "challenges": ["general", "housing"],
        "experiences": ["public_services", "housing", "employment"],
        "barriers": [],
        "good_practices": [],
        "gathering": [],
    }


def test_choosing_housing_fills_all_four_languages() -> None:
    challenges = frameworks.question_bank()[0]

    assert challenges.filled("housing") == {
        "en": "What are the challenges concerning racial discrimination in housing and how could they be addressed?",
        "fr": "Quels sont les défis en matière de discrimination raciale dans le domaine du logement "
        "et comment pourrait-on y répondre\u202f?",
        "es": "¿Cuáles son los retos en materia de discriminación racial en el ámbito de la vivienda "
        "y cómo se podrían abordar?",
        "pt": "Quais são os desafios em matéria de discriminação racial na área da habitação "
        "e como poderiam ser enfrentados?",
    }


def test_every_question_and_slot_is_complete_in_four_languages() -> None:
    field_ids = {field.id for field in frameworks.fields()}

    for question in frameworks.question_bank():
        for slot in question.slots or (None,):
            filled = question.filled(slot.id if slot else None)
            assert sorted(filled) == sorted(LANGUAGES)
            assert all(text.endswith("?") and "{" not in text for text in filled.values())
            assert slot is None or slot.field in field_ids


def test_unknown_slot_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        frameworks.question_bank()[0].filled("moon")


def test_housing_suggests_the_agency_and_the_estate_agents_first() -> None:
    assert [group.id for group in frameworks.suggested_groups("housing")][:2] == [
        "housing_agency",
        "estate_agents",
    ]


def test_fields_and_groups_are_named_in_four_languages() -> None:
    named = [*frameworks.fields(), *frameworks.stakeholder_groups()]

    assert [field.id for field in frameworks.fields()] == [
        "general",
        "housing",
        "public_services",
        "employment",
        "education",
    ]
    assert all(sorted(row.names) == sorted(LANGUAGES) and all(row.names.values()) for row in named)
    assert all(frameworks.suggested_groups(field.id) for field in frameworks.fields())

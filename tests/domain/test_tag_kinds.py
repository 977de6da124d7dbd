"""The kinds of tags: complete in four languages, with cues that find what they should."""

from __future__ import annotations

import pytest

from consult.analysis.terms import CueIndex, words
from consult.domain.languages import LANGUAGES
from consult.frameworks import TagKind, tag_kinds

KINDS = {kind.id: kind for kind in tag_kinds()}


def found(kind: TagKind, language: str, text: str) -> set[str]:
    index = CueIndex((tag.id, cue) for tag in kind.values for cue in tag.cues[language])
    return set(index.find(words(text)))


def test_there_are_five_kinds_of_tags() -> None:
    assert list(KINDS) == ["ground", "city_role", "pillar", "addressee", "target_group"]
    assert [tag.id for tag in KINDS["city_role"].values] == [
        "democratic_institution",
        "rule_maker",
        "employer",
        "service_provider",
        "contractor",
    ]
    assert {"general_population", "witnesses"} < {tag.id for tag in KINDS["target_group"].values}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_value_has_a_name_and_cues_in_every_language(kind: TagKind) -> None:
    assert set(kind.names) == set(kind.hints) == set(LANGUAGES)
    assert len({tag.id for tag in kind.values}) == len(kind.values)
    for tag in kind.values:
        assert set(tag.names) == set(tag.cues) == set(LANGUAGES)
        assert all(tag.names.values())
        assert all(tag.cues.values())


@pytest.mark.parametrize(
    ("language", "text", "grounds"),
    [
        ("en", "As a Muslim woman I am refused twice.", {"religion", "gender"}),
        (
            "fr",
            "Une mère en fauteuil roulant, refusée pour son accent.",
            {"gender", "disability", "language"},
        ),
        ("es", "A las mujeres gitanas no les alquilan.", {"gender", "origin"}),
        ("pt", "Um jovem sem papéis não tem médico.", {"age", "legal_status"}),
        ("en", "Thank you for the coffee.", set()),
    ],
)
def test_grounds_are_found_together(language: str, text: str, grounds: set[str]) -> None:
    assert found(KINDS["ground"], language, text) == grounds


def test_value_of_another_kind_is_unknown() -> None:
    with pytest.raises(KeyError):
        KINDS["pillar"].value("witnesses")

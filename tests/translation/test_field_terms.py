"""The field's terms: found in a text, handed through each engine, there as listed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import consult.frameworks
from consult.translation.apertium import Apertium
from consult.translation.base import LANGUAGES
from consult.translation.terms import find, folded, hidden, put_back, terms

LISTED = {term.id: term for term in terms()}
ECCAR = tomllib.loads((Path(consult.frameworks.__file__).parent / "eccar-2017.toml").read_text())


def ids(text: str, language: str) -> list[tuple[str, bool]]:
    return [(found.term.id, found.many) for found in find(text, language)]


def test_commitments_are_called_as_in_the_framework() -> None:
    for commitment in ECCAR["commitments"]:
        wordings = LISTED[f"commitment_{commitment['id']}"].wordings
        assert {language: wordings[language].one[0] for language in LANGUAGES} == commitment["titles"]


def test_every_wording_is_found_again_as_its_own_term() -> None:
    wrong = [
        (term.id, language, written)
        for term in terms()
        for language in LANGUAGES
        for written in (*term.wordings[language].one, *term.wordings[language].many)
        if [found.term.id for found in find(written, language)] != [term.id]
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Table hosts and a table host", "en", [("table_host", True), ("table_host", False)]),
        ("TABLE-HOST", "en", [("table_host", False)]),
        ("the plan d'action, le plan d’action", "fr", [("action_plan", False)] * 2),
        ("evaluacion de necesidades", "es", [("needs_assessment", False)]),
        ("a stable hostel", "en", []),
        ("Roma are stopped. Roma families too, and Roma.", "en", [("roma", True), ("roma_family", True), ("roma", True)]),
        ("Fuimos a Roma", "es", []),
        ("les sans-papiers, un sans-papiers", "fr", [("undocumented", True), ("undocumented", False)]),
        ("des femmes sans-papiers", "fr", []),
        ("una organización sin ánimo de lucro", "es", [("non_profit", False)]),
    ],
)  # fmt: skip
def test_terms_are_found(text: str, language: str, found: list[tuple[str, bool]]) -> None:
    assert ids(text, language) == found


def test_folding_keeps_every_place() -> None:
    text = "Évaluation İstanbul ß ŒUVRE ño"

    assert (len(folded(text)), folded("Évaluation ño")) == (len(text), "evaluation no")


@pytest.mark.parametrize(
    ("source", "answer", "target", "text"),
    [
        ("housing agency", "Le Zqxa aide le Zqxa", "fr", None),
        ("housing agency", "Il aide", "fr", None),
        ("housing agency", "Il aide le *Zqxa.", "fr", "Il aide l’agence du logement."),
        ("housing agency", "un bus du Zqxa", "fr", "un bus de l’agence du logement"),
        ("housing agency", "El zqxa es viejo", "es", "La agencia de vivienda es viejo"),
        ("housing agencies", "al Zqxa", "es", "a las agencias de vivienda"),
        ("hate crimes", "um Zqxa", "pt", "uns crimes de ódio"),
        ("housing agency", "no Zqxa", "pt", "na agência de habitação"),
        ("agence du logement", "A Zqxa or an Zqxa"[:6], "en", "A housing agency"),
        ("demandeur d’asile", "a Zqxa", "en", "an asylum seeker"),
        ("housing agency", "Zqxa. Sí.", "es", "Agencia de vivienda. Sí."),
    ],
)
def test_terms_are_put_back_with_their_articles(
    source: str, answer: str, target: str, text: str | None
) -> None:
    found = find(source, "en") or find(source, "fr")

    assert put_back(answer, found, target) == text


def test_more_terms_than_code_words_are_left_in_place() -> None:
    text = "hate crime, " * 30
    found = find(text, "en")

    assert (len(found), hidden(text, found).count("hate crime")) == (20, 10)


SAID = {
    "en": "We talked about {}.",
    "fr": "Nous avons parlé de cela : {}.",
    "es": "Hemos hablado de esto: {}.",
    "pt": "Falamos sobre isto: {}.",
}


@pytest.mark.parametrize("target", LANGUAGES)
@pytest.mark.parametrize("source", LANGUAGES)
def test_every_term_comes_out_of_apertium_as_listed(apertium: Apertium, source: str, target: str) -> None:
    chosen = [term for term in terms() if source != target]
    texts = [SAID[source].format(term.wordings[source].form(many=False)) for term in chosen]

    found = apertium.translate_many(texts, source, target)

    wanted = [term.wordings[target].form(bool(not term.wordings[source].one)) for term in chosen]
    lost = [(one.text, want) for one, want in zip(found, wanted, strict=True) if want not in one.text]
    assert lost == []


@pytest.mark.parametrize("target", ["en", "fr", "es"])
def test_plural_comes_out_as_plural(apertium: Apertium, target: str) -> None:
    found = apertium.translate(
        "Os crimes de ódio preocupam as agências de habitação.", "pt", target
    ).text.lower()

    assert all(
        LISTED[name].wordings[target].form(many=True) in found for name in ("hate_crime", "housing_agency")
    )

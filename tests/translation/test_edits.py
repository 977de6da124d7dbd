"""What Apertium's pairs get wrong again and again, put right before and after."""

from __future__ import annotations

import pytest

from consult.translation.apertium import Apertium
from consult.translation.edits import after, before


@pytest.mark.parametrize(
    ("mode", "line", "sent"),
    [
        ("eng-spa", "Training about racism", "Training of racism"),
        ("eng-spa", "It takes about ten days, about 40 calls", "It takes about ten days, about 40 calls"),
        ("eng-spa", "How about us? Tell me about it.", "How about us? Tell me about it."),
        ("es-fr", "Nada funciona, no hay nada", "Ninguna cosa funciona, no hay ninguna cosa"),
        ("es-fr", "nada más llegar, de nada", "nada más llegar, de nada"),
        ("es-fr", "Necesitamos luz", "Tenemos necesidad de luz"),
        ("es-pt", "Necesitamos luz, nada", "Necesitamos luz, nada"),
    ],
)
def test_line_is_put_right_before_it_is_sent(mode: str, line: str, sent: str) -> None:
    assert before(mode, line) == sent


@pytest.mark.parametrize(
    ("mode", "line", "kept"),
    [
        ("eng-spa", "personas quiénes piden", "personas que piden"),
        ("eng-spa", "Quién decide? Nadie sabe quién decide", "Quién decide? Nadie sabe quién decide"),
        ("es-fr", "Par qu'est-ce que ils viennent", "Pourquoi ils viennent"),
        ("es-fr", "des agents qui est-ce qui ils parlent", "des agents qui parlent"),
        ("es-fr", "il n'a pas fait rien", "il n'a rien fait"),
        ("es-pt", "Não  responde , e  custa 5 .", "Não responde, e custa 5."),
        ("fr-es", "El Ayto. responde", "El ayuntamiento responde"),
        ("es-pt", "Par qu'est-ce que", "Par qu'est-ce que"),
    ],
)
def test_line_is_put_right_when_it_comes_out(mode: str, line: str, kept: str) -> None:
    assert after(mode, line) == kept


@pytest.mark.parametrize(
    ("source", "target", "text", "said"),
    [
        ("es", "fr", "No tengo nada contra la policía.", "je n'ai rien contre la police."),
        ("es", "fr", "Necesitamos una casa.", "Nous avons besoin d'une maison."),
        ("pt", "en", "A câmara não responde.", "The city council does not answer."),
        ("pt", "en", "O senhorio não responde.", "The landlord does not answer."),
        ("fr", "es", "La mairie ne répond pas.", "El ayuntamiento no responde."),
        ("fr", "en", "On peut porter plainte.", "file a complaint"),
    ],
)
def test_apertium_says_it_as_the_field_does(
    apertium: Apertium, source: str, target: str, text: str, said: str
) -> None:
    found = apertium.translate(text, source, target)

    assert said.lower() in found.text.lower()

"""What makes a translation doubtful, for every engine."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from consult.translation.apertium import Apertium
from consult.translation.base import LANGUAGES, NEGATION, NUMBERS, UNCHANGED, UNKNOWN_WORDS
from consult.translation.doubts import judged
from consult.translation.negation import negates

SENTENCES = tomllib.loads(Path(__file__).with_name("negations.toml").read_text())


def all_of(*kinds: str) -> list[tuple[str, str]]:
    return [
        (language, text) for kind in kinds for language, texts in SENTENCES[kind].items() for text in texts
    ]


@pytest.mark.parametrize(("kind", "count"), [("negated", 20), ("unseen", 50)])
def test_there_are_enough_sentences_in_each_language(kind: str, count: int) -> None:
    assert {language: len(set(texts)) for language, texts in SENTENCES[kind].items()} == dict.fromkeys(
        LANGUAGES, count
    )


@pytest.mark.parametrize(("language", "text"), all_of("negated", "unseen"))
def test_negation_is_seen(language: str, text: str) -> None:
    assert negates(text, language)


@pytest.mark.parametrize(("language", "text"), all_of("plain"))
def test_what_is_no_negation_is_not_taken_for_one(language: str, text: str) -> None:
    assert not negates(text, language)


@pytest.mark.parametrize("target", LANGUAGES)
@pytest.mark.parametrize("source", LANGUAGES)
def test_every_negation_is_kept_or_flagged(apertium: Apertium, source: str, target: str) -> None:
    texts = [text for language, text in all_of("negated", "unseen") if language == source != target]

    found = apertium.translate_many(texts, source, target)

    lost = [one.text for one in found if not negates(one.text, target) and NEGATION not in one.reasons]
    assert ([one.engine for one in found], lost) == (["apertium"] * len(texts), [])


@pytest.mark.parametrize(
    ("before", "after", "pair"),
    [
        ("Not one of the posters was in our language.", "N'un des panneaux était dans notre langue.", "en fr"),
        ("The letter says we have no right to appeal.", "La lettre dit que nous avons ne droit de faire appel.", "en fr"),
        ("Turned down, not because of money but my name.", "Tournée en bas, n'en raison d'argent mais mon nom.", "en fr"),
        ("You never know whether the form arrived or not.", "tu ne sais jamais si la forme arrivée ou ne.", "en fr"),
        ("People who cannot read are not counted.", "Personnes qui peuvent ne lus il est simplement ne raconté.", "en fr"),
        ("No thanks to the city, the festival took place.", "Ne grâce à la ville, le festival a eu lieu.", "en fr"),
        ("It's not only the school that does nothing.", "il n'est pas seulement l'écolier cela nage.", "en fr"),
        ("Not everyone can come.", "Ne tout le monde peut venir.", "en fr"),
        ("Quien no sabe leer no cuenta.", "Qui ne sait pas lire ne compte.", "es fr"),
        ("Me rechazaron no por dinero sino por mi apellido.", "Ils m'ont rejetés ne par argent mais par mon nom.", "es fr"),
        ("Nunca se sabe se chegou ou não.", "il ne se sait jamais si le demandé est arrivé ou ne.", "pt fr"),
        ("Jamais je n'ai été aussi mal reçue.", "Never I have not been also badly received.", "fr en"),
        ("Why not ask the people who live here?", "Pourquoi demander aux gens qui vivent ici ?", "en fr"),
        ("No se puede, y no se dice.", "Não se pode, e se diz.", "es pt"),
    ],
)  # fmt: skip
def test_negation_that_is_half_there_is_flagged(before: str, after: str, pair: str) -> None:
    source, target = pair.split()

    assert NEGATION in judged(before, after, "x", (source, target)).reasons


@pytest.mark.parametrize(
    ("before", "after", "pair"),
    [
        ("They never stop asking.", "Ils ne cessent de demander.", "en fr"),
        ("Before it becomes a motorway.", "Avant qu'elle ne devienne une autoroute.", "en fr"),
        ("Nobody ever answers.", "Personne ne répond jamais.", "en fr"),
        ("They can only come on Sundays.", "Ils ne peuvent venir que le dimanche.", "en fr"),
        ("Ni l’école ni la police ne viennent.", "Neither the school nor the police come.", "fr en"),
        ("No tenemos ni agua ni luz, no hay nada.", "We have neither water nor light, there is nothing.", "es en"),
        ("No hizo nada.", "Ils n’ont rien fait.", "es fr"),
    ],
)  # fmt: skip
def test_negation_that_is_whole_is_not_flagged(before: str, after: str, pair: str) -> None:
    source, target = pair.split()

    assert NEGATION not in judged(before, after, "x", (source, target)).reasons


@pytest.mark.parametrize("target", LANGUAGES)
def test_no_lost_and_no_invented_negation_goes_unseen(target: str) -> None:
    plain = SENTENCES["plain"][target]

    unseen = [
        (text, other)
        for source, text in all_of("negated")
        for other in plain
        if NEGATION not in judged(text, other, "x", (source, target)).reasons
        or NEGATION not in judged(other, text, "x", (target, source)).reasons
    ]

    assert unseen == []


@pytest.mark.parametrize(
    ("before", "after", "pair", "reasons"),
    [
        ("No alquilan", "They rent", ("es", "en"), (NEGATION,)),
        ("No alquilan", "They do not rent", ("es", "en"), ()),
        ("Alquilan", "They do not rent", ("es", "en"), (NEGATION,)),
        ("Nadie explica", "Personne explique", ("es", "fr"), (NEGATION,)),
        ("Nadie explica", "Personne n’explique", ("es", "fr"), ()),
        ("Il n’y a que deux bancs", "There are only two benches", ("fr", "en"), ()),
        ("Les sans-papiers", "Undocumented people", ("fr", "en"), ()),
        ("No hay piso. Nadie explica.", "There is no flat. They explain.", ("es", "en"), (NEGATION,)),
        (
            "We won’t come if nobody listens",
            "Nous ne viendrons pas si personne écoute",
            ("en", "fr"),
            (NEGATION,),
        ),
        ("Je ne sais pas, et rien ne change", "I do not know and nothing changes", ("fr", "en"), ()),
        ("Nessuno spiega", "They explain", ("it", "en"), ()),
        ("We wait 14 months", "Nous attendons des mois", ("en", "fr"), (NUMBERS,)),
        ("We wait 14 months", "Nous attendons 14 mois", ("en", "fr"), ()),
        ("1,200 flats", "1 200 logements", ("en", "fr"), ()),
        ("14 of 14 said so", "14 said so", ("fr", "en"), (NUMBERS,)),
        ("We wait for an answer", "we wait for an answer", ("en", "fr"), (UNCHANGED,)),
        ("Racismo institucional", "Racismo institucional", ("es", "pt"), ()),
    ],
)
def test_doubts_are_named(before: str, after: str, pair: tuple[str, str], reasons: tuple[str, ...]) -> None:
    found = judged(before, after, "x", pair)

    assert (found.reasons, found.doubtful) == (reasons, bool(reasons))


@pytest.mark.parametrize(("share", "reasons"), [(0.09, ()), (0.10, (UNKNOWN_WORDS,))])
def test_a_tenth_of_unknown_words_is_a_doubt(share: float, reasons: tuple[str, ...]) -> None:
    assert judged("una casa", "a house", "x", ("es", "en"), share).reasons == reasons

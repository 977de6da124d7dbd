"""Names for themes in every language: glossary concepts, else words people wrote; never machine translation."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from consult.analysis import glossary
from consult.analysis.meaning import Text
from consult.analysis.terms import fold, words

LANGUAGES: Final = ("en", "fr", "es", "pt")
SEPARATOR: Final = " · "
# What a theme is called when its notes hold no word worth showing.
OTHER: Final = {
    "en": "Other notes",
    "fr": "Autres contributions",
    "es": "Otras aportaciones",
    "pt": "Outras contribuições",
}

_SMALLEST_SHARE: Final = 0.2
_SECOND_AT_LEAST: Final = 0.4
_INSTRUMENT_WEIGHT: Final = 0.6
_SMALLEST_WORD_SHARE: Final = 0.3
_SHORTEST_WORD: Final = 5


def labels(groups: Sequence[Sequence[Text]], taken: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return one label per group of notes, as {language: words}, different from each other and from `taken`.

    `taken` are English labels that pinned themes already have. Larger groups choose first.
    """
    found = [[glossary.found_in(text.text, text.language).keys() for text in group] for group in groups]
    overall = Counter(concept for group in found for note in group for concept in note)
    total = sum(len(group) for group in groups)
    everywhere = Counter(word for group in groups for text in group for word in _long_words(text.text))
    used = {fold(label) for label in taken}
    result: list[dict[str, str]] = [{} for _ in groups]
    for place in sorted(range(len(groups)), key=lambda place: -len(groups[place])):
        inside = Counter(concept for note in found[place] for concept in note)
        ranked = _ranked_concepts(inside, len(groups[place]), overall, total)
        label = _unused(_choices(ranked, groups[place], everywhere), used)
        # "Housing" beside "Housing · Landlords" would not say what is different.
        used.update({fold(label["en"]), fold(label["en"].split(SEPARATOR)[0])})
        result[place] = label
    return result


def _ranked_concepts(
    inside: Counter[int], size: int, overall: Counter[int], total: int
) -> list[tuple[float, int]]:
    """Return (weight, concept), best first: how many of the notes speak of it, times how much it is theirs."""
    known = glossary.concepts()
    ranked = []
    for concept, count in inside.items():
        share = count / size
        if known[concept].generic or share < _SMALLEST_SHARE or (count < 2 and size > 2):
            continue
        weight = share * math.log(1 + share / (overall[concept] / total))
        ranked.append((weight * (_INSTRUMENT_WEIGHT if known[concept].instrument else 1.0), concept))
    return sorted(ranked, key=lambda item: (-item[0], item[1]))


def _choices(
    ranked: Sequence[tuple[float, int]], group: Sequence[Text], everywhere: Counter[str]
) -> Iterator[dict[str, str]]:
    """Yield possible labels, best first; the later ones only matter when the earlier ones are taken."""
    yield from _concept_labels(ranked) if ranked else _word_labels(group, everywhere)
    yield dict(OTHER) if not ranked else _named((ranked[0][1],))


def _concept_labels(ranked: Sequence[tuple[float, int]]) -> Iterator[dict[str, str]]:
    """Yield the leading concept with a strong second, then with any other, then alone."""
    best_weight, best = ranked[0]
    strong = [concept for weight, concept in ranked[1:] if weight >= _SECOND_AT_LEAST * best_weight]
    weaker = [concept for _, concept in ranked[1:] if concept not in strong]
    if not any(not _repeats(best, other) for other in strong):
        yield _named((best,))
    for other in [*strong, *weaker]:
        if not _repeats(best, other):
            yield _named((best, other))
    for _, concept in ranked:
        yield _named((concept,))


def _repeats(one: int, other: int) -> bool:
    """Tell whether two instruments say the same: "Figures and studies" and "Data" do, "Housing" and "Landlords" do not."""
    first, second = glossary.concepts()[one], glossary.concepts()[other]
    if not (first.instrument and second.instrument):
        return False
    return (
        first.id == second.broader
        or second.id == first.broader
        or (first.broader == second.broader is not None)
    )


def _named(chosen: Sequence[int]) -> dict[str, str]:
    """Return the names of the concepts side by side: what before how, the broader before the narrower."""
    known = glossary.concepts()
    heads = {known[concept].broader for concept in chosen}
    ordered = sorted(chosen, key=lambda concept: (known[concept].instrument, known[concept].id not in heads))
    return {
        language: SEPARATOR.join(dict.fromkeys(known[concept].names[language] for concept in ordered))
        for language in LANGUAGES
    }


def _word_labels(group: Sequence[Text], everywhere: Counter[str]) -> Iterator[dict[str, str]]:
    """Yield labels of words that several notes share, as people wrote them, the same in every language."""
    inside = Counter(word for text in group for word in _long_words(text.text))
    least = max(2.0, _SMALLEST_WORD_SHARE * len(group)) if len(group) > 1 else 1.0
    spoken = sorted({text.language for text in group})
    inside = Counter({word: n for word, n in inside.items() if n >= least and not _is_generic(word, spoken)})
    best = sorted(inside, key=lambda word: (-(inside[word] ** 2) / everywhere[word], word))[:3]
    written = [_as_written(word, group) for word in best]
    for choice in (written[:2], written[:1], written[1:2], written):
        if choice:
            yield dict.fromkeys(LANGUAGES, SEPARATOR.join(choice))


def _long_words(text: str) -> set[str]:
    return {
        word
        for word in words(text)
        if len(word) >= _SHORTEST_WORD and not word.isdigit() and word not in _common_words()
    }


@cache
def _common_words() -> frozenset[str]:
    read = tomllib.loads(files(__package__).joinpath("common_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for text in read.values() for word in text.split())


def _is_generic(word: str, languages: Sequence[str]) -> bool:
    """Tell whether a word is what every note is about, in any of the languages."""
    known = glossary.concepts()
    return any(
        known[concept].generic for language in languages for concept in glossary.found_in(word, language)
    )


def _as_written(word: str, group: Sequence[Text]) -> str:
    for text in group:
        for written in text.text.split():
            clean = "".join(char for char in written if char.isalnum())
            if fold(clean) == word:
                return clean[:1].upper() + clean[1:]
    return word.capitalize()


def _unused(choices: Iterator[dict[str, str]], used: set[str]) -> dict[str, str]:
    first: dict[str, str] = {}
    for label in choices:
        first = first or label
        if fold(label["en"]) not in used:
            return label
    number = 2
    while fold(f"{first['en']} {number}") in used:
        number += 1
    return {language: f"{text} {number}" for language, text in first.items()}

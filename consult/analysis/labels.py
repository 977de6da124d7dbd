"""Names for themes in every language: glossary concepts first, else words people wrote; never machine translation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
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

_MOST_CONCEPTS: Final = 2
_SMALLEST_SHARE: Final = 0.2
_SECOND_AT_LEAST: Final = 0.45
_SHORTEST_WORD: Final = 5


def labels(groups: Sequence[Sequence[Text]], taken: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return one label per group of notes, as {language: words}, different from each other and from `taken`.

    `taken` are English labels that pinned themes already have.
    """
    found = [[glossary.found_in(text.text, text.language).keys() for text in group] for group in groups]
    overall = Counter(concept for group in found for note in group for concept in note)
    total = sum(len(group) for group in groups)
    used = {fold(label) for label in taken}
    result: list[dict[str, str]] = [{} for _ in groups]
    for place in sorted(range(len(groups)), key=lambda place: -len(groups[place])):
        ranked = _ranked_concepts(
            Counter(c for note in found[place] for c in note), len(groups[place]), overall, total
        )
        label = _unused(_concept_labels(ranked) + _word_labels(groups[place], groups), used)
        used.add(fold(label["en"]))
        result[place] = label
    return result


def _ranked_concepts(
    inside: Counter[int], size: int, overall: Counter[int], total: int
) -> list[tuple[float, int]]:
    """Return (weight, concept): how many of the group's notes speak of it, times how much it is theirs (c-TF-IDF)."""
    known = glossary.concepts()
    ranked = []
    for concept, count in inside.items():
        if known[concept].generic or count / size < _SMALLEST_SHARE:
            continue
        ranked.append((count / size * math.log(1 + (count / size) / (overall[concept] / total)), concept))
    return sorted(ranked, key=lambda item: (-item[0], item[1]))


def _concept_labels(ranked: Sequence[tuple[float, int]]) -> list[dict[str, str]]:
    """Return possible labels, best first: the leading concepts together, then other pairs, then single ones."""
    if not ranked:
        return []
    strong = [concept for weight, concept in ranked if weight >= _SECOND_AT_LEAST * ranked[0][0]]
    weaker = [concept for _, concept in ranked if concept not in strong]
    choices = [tuple(strong[:_MOST_CONCEPTS])]
    choices += [(strong[0], other) for other in [*strong[2:], *weaker]]
    choices += [(concept,) for concept in strong]
    return [_named(choice) for choice in choices]


def _named(chosen: Sequence[int]) -> dict[str, str]:
    known = glossary.concepts()
    return {
        language: SEPARATOR.join(dict.fromkeys(known[concept].names[language] for concept in chosen))
        for language in LANGUAGES
    }


def _word_labels(group: Sequence[Text], groups: Sequence[Sequence[Text]]) -> list[dict[str, str]]:
    """Return labels of words as people wrote them, the same in every language; then the label of last resort."""
    inside = Counter(word for text in group for word in _long_words(text.text))
    elsewhere = Counter(word for other in groups for text in other for word in _long_words(text.text))
    best = sorted(inside, key=lambda word: (-(inside[word] ** 2) / elsewhere[word], word))[:3]
    written = [_as_written(word, group) for word in best]
    choices = [written[:2], written[:1], written[:3], *[[word] for word in written[1:]]]
    return [dict.fromkeys(LANGUAGES, SEPARATOR.join(choice)) for choice in choices if choice] + [dict(OTHER)]


def _long_words(text: str) -> set[str]:
    return {word for word in words(text) if len(word) >= _SHORTEST_WORD and not word.isdigit()}


def _as_written(word: str, group: Sequence[Text]) -> str:
    for text in group:
        for written in text.text.split():
            clean = "".join(char for char in written if char.isalnum())
            if fold(clean) == word:
                return clean[:1].upper() + clean[1:]
    return word.capitalize()


def _unused(choices: Sequence[dict[str, str]], used: set[str]) -> dict[str, str]:
    for label in choices:
        if fold(label["en"]) not in used:
            return label
    number = 2
    while fold(f"{choices[0]['en']} {number}") in used:
        number += 1
    return {language: f"{text} {number}" for language, text in choices[0].items()}

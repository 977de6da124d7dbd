"""Articles and other small words before a term that was put in: gender, number, elision."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# Masculine and feminine singular, masculine and feminine plural.
_ROWS: Final = {
    "en": (),
    "fr": (
        "le|la|les|les",
        "un|une|des|des",
        "du|de la|des|des",
        "au|à la|aux|aux",
        "ce|cette|ces|ces",
        "mon|ma|mes|mes",
        "son|sa|ses|ses",
        "notre|notre|nos|nos",
        "leur|leur|leurs|leurs",
        "aucun|aucune|aucuns|aucunes",
        "tout le|toute la|tous les|toutes les",
        "nouveau|nouvelle|nouveaux|nouvelles",
    ),
    "es": (
        "el|la|los|las",
        "un|una|unos|unas",
        "del|de la|de los|de las",
        "al|a la|a los|a las",
        "este|esta|estos|estas",
        "ese|esa|esos|esas",
        "nuestro|nuestra|nuestros|nuestras",
        "su|su|sus|sus",
        "ningún|ninguna|ningunos|ningunas",
        "todo el|toda la|todos los|todas las",
        "otro|otra|otros|otras",
        "mucho|mucha|muchos|muchas",
        "nuevo|nueva|nuevos|nuevas",
    ),
    # "a" alone is left as it is: it is also a preposition.
    "pt": (
        "o||os|as",
        "um|uma|uns|umas",
        "do|da|dos|das",
        "no|na|nos|nas",
        "ao|à|aos|às",
        "pelo|pela|pelos|pelas",
        "num|numa|nuns|numas",
        "este|esta|estes|estas",
        "esse|essa|esses|essas",
        "nosso|nossa|nossos|nossas",
        "seu|sua|seus|suas",
        "nenhum|nenhuma|nenhuns|nenhumas",
        "todo o|toda a|todos os|todas as",
        "outro|outra|outros|outras",
        "muito|muita|muitos|muitas",
        "novo|nova|novos|novas",
    ),
}
_FEMININE_A: Final = {("pt", "o||os|as"): "a"}
_VOWEL: Final = re.compile(r"[aeiouyhàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_ELIDED: Final = {
    "le": "l’", "la": "l’", "de": "d’", "que": "qu’", "du": "de l’", "de la": "de l’", "au": "à l’", "à la": "à l’",
}  # fmt: skip
_MASCULINE_BEFORE_VOWEL: Final = {"ce": "cet ", "ma": "mon ", "sa": "son "}
_APOSTROPHE: Final = {"l": "le", "d": "de", "qu": "que"}


def before_term(before: str, word: str, gender: str, many: bool, language: str) -> str:
    """Return what stands before a term, with its last small word made to fit the term `word`.

    `gender` is "m", "f", or "" for a term that takes no article; what is not known is left alone.
    """
    if language == "en":
        return _english(before, word)
    if language == "fr":
        # "l’" and "d’" before the code word: taken apart first, put together again for the term.
        before = re.sub(
            r"\b(l|d|qu)['’]$", lambda match: _cased(match.group(1), _APOSTROPHE[match.group(1).lower()]) + " ",
            before, flags=re.IGNORECASE,
        )  # fmt: skip
    if gender:
        before = _agreed(before, gender, many, language)
    return _elided(before, word) if language == "fr" else before


def _english(before: str, word: str) -> str:
    article = "an" if word[0].lower() in "aeiou" else "a"
    return re.sub(
        r"\ban?(\s+)$",
        lambda match: _cased(match.group(), article) + match.group(1),
        before,
        flags=re.IGNORECASE,
    )


def _agreed(before: str, gender: str, many: bool, language: str) -> str:
    match = _small_word(language).search(before)
    if match is None:
        return before
    row = _row_of(language, match.group(1).lower(), many)
    form = row.split("|")[2 * many + (gender == "f")] or _FEMININE_A.get((language, row), "")
    return before[: match.start(1)] + _cased(match.group(1), form) + match.group(2)


def _elided(before: str, word: str) -> str:
    if not _VOWEL.match(word):
        return before
    match = re.search(r"(?<![\w’'])(de la|à la|le|la|de|que|du|au|ce|ma|sa)\s+$", before, re.IGNORECASE)
    if match is None:
        return before
    small = match.group(1).lower()
    short = _ELIDED.get(small) or _MASCULINE_BEFORE_VOWEL[small]
    return before[: match.start()] + _cased(match.group(1), short)


@cache
def _small_word(language: str) -> re.Pattern[str]:
    forms = sorted(
        {form for row in _ROWS[language] for form in row.split("|") if form}, key=len, reverse=True
    )
    return re.compile(rf"(?<![\w’'])({'|'.join(forms)})(\s+)$", re.IGNORECASE)


def _row_of(language: str, form: str, many: bool) -> str:
    rows = [row for row in _ROWS[language] if form in row.split("|")]
    # "des" is a plural of "un" and of "du": which one matters only where the term is singular.
    return rows[-1] if form == "des" and not many else rows[0]


def _cased(like: str, form: str) -> str:
    return form[0].upper() + form[1:] if like[:1].isupper() else form

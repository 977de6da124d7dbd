"""Which language a note is written in: one of those the meeting reads, or clearly another one.

Three witnesses are weighed together (naive Bayes): the byte n-grams of py3langid, the function words of the four
languages, which decide on very short texts, and the language of the writer's screen, which counts the more the
shorter the text is. The figures are in docs/languages.md, made by benchmarks/languages/recognition.py.

The classifier takes 0.4 s and 116 MB to load (measured): never call this in the process of the live server, but in the
worker beside it. Once loaded it is only read, so any number of threads may call it; a note takes 0.1 ms.
"""

from __future__ import annotations

import math
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from consult.analysis.terms import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# How sure a screen is about its owner: nine of ten write in the language of their screen.
SCREEN: Final = 0.9
# A text of fewer words in Latin letters is never taken for a language the meeting does not read.
FEWEST_WORDS_OF_ANOTHER: Final = 5
# By so much another language has to be more likely than all of the meeting's, as a natural logarithm.
CLEAR_MARGIN: Final = 4.5
# Letters of a language code.
ISO_639_1: Final = 2
# What one function word tells, as a natural logarithm; and what is added to the classifier's own calibration.
_WORD_TELLS: Final = 2.0
_SHARPNESS: Final = 2.0
# From this share of letters in another script the text is in that script.
_SCRIPT_SHARE: Final = 0.5
# By so much each language of a script is less likely than the one before it, as a natural logarithm.
_RARER: Final = 0.8
_NOTHING_HEARD: Final = -1e30

# First and last code point of a script, the languages written in it that the classifier knows, commonest first.
_SCRIPTS: Final = (
    (0x0370, 0x03FF, ("el",)),
    (0x0400, 0x052F, ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn")),
    (0x0530, 0x058F, ("hy",)),
    (0x0590, 0x05FF, ("he",)),
    (0x0600, 0x077F, ("ar", "fa", "ur", "ps", "ku", "ug")),
    (0x0900, 0x097F, ("hi", "mr", "ne")),
    (0x0980, 0x09FF, ("bn", "as")),
    (0x0A00, 0x0A7F, ("pa",)),
    (0x0B80, 0x0BFF, ("ta",)),
    (0x0D80, 0x0DFF, ("si",)),
    (0x0E00, 0x0E7F, ("th",)),
    (0x10A0, 0x10FF, ("ka",)),
    (0x1200, 0x137F, ("am",)),
    (0x3040, 0x30FF, ("ja",)),
    (0x3400, 0x9FFF, ("zh", "ja")),
    (0xAC00, 0xD7AF, ("ko",)),
)

_lock = threading.Lock()
_loaded: LanguageIdentifier | None = None


@dataclass(frozen=True)
class Recognised:
    """An ISO 639-1 code, how likely it is (0-1), and whether it is none of the languages that were allowed."""

    language: str
    confidence: float
    fifth: bool


def recognise(text: str, allowed: Sequence[str], prior: str) -> Recognised:
    """Return the language of a text.

    `allowed` are the languages to choose between, `prior` that of the writer's screen; a text that tells nothing
    gets the prior. Another language than the allowed ones is found at once by its script, else from five words on
    and with a clear margin. Where `prior` is not allowed, the first allowed one stands for it; `allowed` must
    not be empty.
    """
    if prior not in allowed:
        prior = allowed[0]
    of_script = _of_script(text)
    if of_script:
        return _in_script(text, of_script, allowed)
    found = [word for word in words(text) if not word.isdigit()]
    if not found:
        return Recognised(prior, SCREEN if len(allowed) > 1 else 1.0, fifth=False)
    likely = heard(text)
    best = max(likely.get(language, -math.inf) for language in allowed)
    # Three letters stand for dialects and creoles: for whoever translates, the language nearest to them says more.
    others = (code for code in likely if code not in allowed and len(code) == ISO_639_1)
    other = max(others, key=lambda code: likely[code])
    if len(found) >= FEWEST_WORDS_OF_ANOTHER and likely[other] - best > CLEAR_MARGIN:
        return Recognised(other, _share(likely, other), fifth=True)
    weighed = {
        language: likely.get(language, best)
        + _told_by_words(found, language)
        + _told_by_screen(language, prior, allowed)
        for language in allowed
    }
    language = max(weighed, key=lambda code: weighed[code])
    return Recognised(language, _share(weighed, language), fifth=False)


def load() -> None:
    """Load the classifier now, so that the first note need not wait for it."""
    global _loaded
    with _lock:
        if _loaded is None:
            from py3langid.langid import MODEL_FILE, LanguageIdentifier

            _loaded = LanguageIdentifier.from_model_file(MODEL_FILE)


def heard(text: str) -> dict[str, float]:
    """Return the classifier's log-likelihood of every language it knows, tempered by the root of the length in bytes."""
    if _loaded is None:
        load()
    assert _loaded is not None
    temper = _SHARPNESS / math.sqrt(len(text.encode()))
    ranked = _loaded.rank(text)
    # A text without any feature has the lowest number there is for every language: nothing could be added to it.
    if ranked[0][1] < _NOTHING_HEARD:
        return {str(language): 0.0 for language, _score in ranked}
    return {str(language): score * temper for language, score in ranked}


def _told_by_words(found: Sequence[str], language: str) -> float:
    known = function_words().get(language, frozenset())
    return _WORD_TELLS * sum(word in known for word in found)


def _told_by_screen(language: str, prior: str, allowed: Sequence[str]) -> float:
    if len(allowed) < 2:
        return 0.0
    return math.log(SCREEN if language == prior else (1 - SCREEN) / (len(allowed) - 1))


@cache
def function_words() -> dict[str, frozenset[str]]:
    """Return, by language, the folded words that only hold a sentence together, and greetings."""
    read = tomllib.loads(Path(__file__).with_name("function_words.toml").read_text())
    return {language: frozenset(text.split()) for language, text in read.items()}


def _share(logarithms: Mapping[str, float], key: str) -> float:
    top = logarithms[key]
    return 1 / sum(math.exp(min(0.0, value - top)) for value in logarithms.values())


def _of_script(text: str) -> tuple[str, ...]:
    """The languages of the script most letters are in; none for Latin letters."""
    letters = 0
    counts: dict[tuple[str, ...], int] = {}
    for letter in text:
        if letter.isalpha():
            letters += 1
            for first, last, languages in _SCRIPTS:
                if letter >= "\u0370" and first <= ord(letter) <= last:
                    counts[languages] = counts.get(languages, 0) + 1
    if not counts or sum(counts.values()) < _SCRIPT_SHARE * letters:
        return ()
    # Japanese mixes its own letters with Chinese ones.
    return ("ja",) if ("ja",) in counts else max(counts, key=lambda languages: counts[languages])


def _in_script(text: str, languages: Sequence[str], allowed: Sequence[str]) -> Recognised:
    if len(languages) == 1:
        return Recognised(languages[0], 1.0, fifth=languages[0] not in allowed)
    known = heard(text)
    likely = {code: known[code] - _RARER * place for place, code in enumerate(languages) if code in known}
    likely = likely or {languages[0]: 0.0}
    language = max(likely, key=lambda code: likely[code])
    return Recognised(language, _share(likely, language), fifth=language not in allowed)

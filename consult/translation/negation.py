"""Whether a text says no: in four languages, without understanding it.

Meant to doubt rather too much than too little: a translation that lost a "not" says the opposite.
"""

from __future__ import annotations

import re
from typing import Final

from consult.translation.terms import find

_MARKS: Final = {
    "en": r"not|no|never|nobody|none|nothing|nowhere|without|cannot|nor|neither|hardly|barely|scarcely|nope|noone"
    r"|\w+n['’]t|(?:do|does|did|is|are|was|were|has|have|had|wo|ca|ai|could|should|would|must|need)nt|w\\o|w/o",
    "fr": r"pas|jamais|rien|aucun(?:e|s|es)?|sans|ni|guère|nul(?:le)? part|nullement|non|à peine|ne|n(?=['’])",
    "es": r"no|nunca|jamás|jamas|nada|nadie|ning[uú]n|ningun[oa]s?|sin|ni|tampoco|apenas",
    "pt": r"não|nao|ñ|nunca|jamais|nada|ninguém|ninguem|nenhum|nenhuns|nenhumas?|sem|nem|tampouco|tão-pouco"
    r"|mal(?= (?:se|há|dá|consegu|tem|têm|ouv|entend|fal|sab|pod|cheg|vê|perceb|compreend|conhec|respond)\w*)",
}
_PATTERNS: Final = {
    language: re.compile(rf"(?<![\w-])(?:{marks})(?!\w)", re.IGNORECASE) for language, marks in _MARKS.items()
}
# Sayings that contain such a word and say no to nothing.
_SAYINGS: Final = {
    "en": r"no doubt|without (?:a |any )?doubt|no matter|nonetheless|no\. ?\d+|not least|whether or not"
    r"|if not more|no less than|last but not least",
    "fr": r"sans doute|sans cesse|non-(?=\w)|pas à pas|(?:un|le|au|premier|faux|ce) pas\b(?= )"
    r"|de rien|n['’]est-ce pas|sans précédent|sans arrêt|sans fil|pas moins de|n['’]importe",
    "es": r"sin embargo|sin duda|sin cesar|no obstante|¿?no\?|de nada|nada más (?=llegar|entrar|abrir)"
    r"|sin parar|sin hilos",
    "pt": r"sem dúvida|não obstante|não é\?|né\?|de nada|sem parar|nada mais (?=justo)|pois não|sem fios?",
}
_SAYING: Final = {
    language: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for language, words in _SAYINGS.items()
}
CLAUSE: Final = re.compile(r"[.!?;:\n]")
"""What parts a text as far as a French "ne" and its other half are concerned."""
_STOPS: Final = re.compile(r"[.!?;:,…\n]+")
_BETWEEN: Final = {
    language: re.compile(rf"[.!?;:,…\n]+|(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for language, words in {
        "en": r"and|but|or|because|if|when|while",
        "fr": r"et|mais|ou|parce qu(?:e|(?=['’]))|car|si|quand|lorsqu(?:e|(?=['’]))",
        "es": r"y|e|pero|o|u|porque|si|cuando",
        "pt": r"e|mas|ou|porque|(?<!mal )se|quando",
    }.items()
}
_WITH_NE: Final = re.compile(
    r"(?<![\w-])(?:pas|jamais|rien|personne|aucune?s?|guère|point|ni|nul(?:le)?|sans)(?!\w)", re.IGNORECASE
)
_NO_MORE: Final = re.compile(
    r"(?<![\w-])(?:ne\s|n['’])(?:\S+\s+){1,4}?plus(?!\s+qu['’e])(?!\w)", re.IGNORECASE
)
NE: Final = re.compile(r"(?<![\w-])(?:ne(?!\w)|n(?=['’]))", re.IGNORECASE)
"""The French "ne", of whatever use."""
_ONLY: Final = re.compile(r"(?:ne\s|n['’])\s*(?:\S+\s+){1,6}?qu(?:e\b|['’])", re.IGNORECASE)
STYLE: Final = re.compile(
    r"(?:avant|moins|peur|crainte|éviter|empêcher|plus|mieux|pire|autrement|autres?)\s(?:\S+\s+){0,3}?qu(?:e|['’]\S+)\s\S*\s?$",
    re.IGNORECASE,
)
"""Before a French "ne" of good style, which says no to nothing: "before anybody comes", "for fear that"."""


def negates(text: str, language: str) -> bool:
    """Tell whether the text contains a negation of its language; False for a language without a word list.

    Terms of the field ("undocumented" is "sans papiers") and sayings ("sin embargo") do not count, nor does the
    French "ne … que", which means "only".
    """
    return language in _PATTERNS and _says_no(bare(text, language), language)


def negate_alike(text: str, language: str, other: str, its_language: str) -> bool:
    """Tell whether a text and its translation say no in the same places.

    As a whole, and clause by clause where both have as many clauses, else between stops: one of two negations may
    be lost. Both languages must have a word list.
    """
    one, two = bare(text, language), bare(other, its_language)
    if _says_no(one, language) != _says_no(two, its_language):
        return False
    for finest in (True, False):
        mine, theirs = _parts(one, language, finest), _parts(two, its_language, finest)
        if len(mine) == len(theirs):
            return [_says_no(part, language) for part in mine] == [
                _says_no(part, its_language) for part in theirs
            ]
    return True


def _parts(text: str, language: str, finest: bool) -> list[str]:
    between = _BETWEEN[language] if finest else _STOPS
    return [part for part in between.split(text) if re.search(r"\w", part)]


def bare(text: str, language: str) -> str:
    """Return the text without terms of the field and without sayings."""
    for found in reversed(find(text, language)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return _SAYING[language].sub(" ", text)


def marks(text: str, language: str) -> int:
    """Return how many words say no in a bare text; the French "ne" and its other half are one."""
    found = [match.group().lower() for match in _PATTERNS[language].finditer(text)]
    halves = sum(mark in {"ne", "n"} for mark in found)
    return max(halves, len(found) - halves) if language == "fr" else len(found)


def _says_no(text: str, language: str) -> bool:
    if language == "fr":
        return any(_french(clause) for clause in CLAUSE.split(text))
    return bool(_PATTERNS[language].search(text))


def _french(clause: str) -> bool:
    """A "ne" alone is a negation unless "que" follows or it is only good style; "personne" and "plus" need a "ne"."""
    if any(match.group().lower() not in {"ne", "n"} for match in _PATTERNS["fr"].finditer(clause)):
        return True
    if NE.search(clause) is None:
        return False
    if _WITH_NE.search(clause) or _NO_MORE.search(clause):
        return True
    return any(
        _ONLY.match(clause, ne.start()) is None and STYLE.search(clause[: ne.start()]) is None
        for ne in NE.finditer(clause)
    )

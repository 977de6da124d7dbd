"""Negations that a machine has left half said, said twice, or said once instead of twice.

Whoever counts words finds them there, and yet a reader may take the sentence for its opposite.
"""

from __future__ import annotations

import re
from typing import Final

from consult.translation.negation import CLAUSE, NE, STYLE, bare, marks

# What makes a French "ne" whole: behind it, or before it where it is the subject or opens the sentence.
_BEHIND: Final = re.compile(
    r"(?<![\w-])(?:pas|point|plus|jamais|rien|personne|aucune?s?|guère|nul(?:le)?|nullement|ni|non|sans|que|qu(?=['’]))(?!\w)",
    re.IGNORECASE,
)
# Verbs that need nothing more: "je n'ose le dire", "ils ne cessent de".
_ENOUGH: Final = re.compile(
    r"['’\s]\s*(?:(?:l|s|m)['’]|(?:le|la|les|lui|me|se|nous|vous|y|en)\s)?"
    r"(?:(?:cess|os)(?:e|es|ent|ait|aient|ons|ez)|peu(?:t|x|vent)|sau(?:rait|raient))(?!\w)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?<![\w-])(?:personne|rien|aucune?s?|jamais|ni|nul(?:le)?|pas une?)(?!\w)", re.IGNORECASE
)
_TAKEN_BACK: Final = re.compile(
    r"(?<!\w)(?:never|nobody|no one|nothing|none)\s(?:\w+\s){0,2}?(?:(?:do|does|did|have|has|had|is|are|was|were|can|could"
    r"|will|would) not|cannot|\w+n['’]t)(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
# Where each negation has a word of its own also in the other language. French and Spanish, say, differ: "no … nada"
# is two words, "ne … rien" is counted as one.
_WORD_FOR_WORD: Final = frozenset({("en", "fr"), ("en", "es"), ("en", "pt"), ("es", "pt"), ("pt", "es")})


def clumsy(source_text: str, source: str, text: str, target: str) -> bool:
    """Tell whether a negation in a translation is broken, though one is there.

    In French a "ne" alone ("ne par argent mais"); in English one that takes itself back ("never I have not been");
    in languages that count alike, fewer of them than in the source.
    """
    bare_text = bare(text, target)
    if target == "fr" and any(_has_lonely_ne(clause) for clause in CLAUSE.split(bare_text)):
        return True
    if target == "en" and _TAKEN_BACK.search(bare_text) and not _TAKEN_BACK.search(source_text):
        return True
    alike = (source, target) in _WORD_FOR_WORD
    return alike and marks(bare(source_text, source), source) > marks(bare_text, target)


def _has_lonely_ne(clause: str) -> bool:
    places = [match.span() for match in NE.finditer(clause)]
    ends = [*(start for start, _end in places), len(clause)][1:]
    begin = 0
    for (start, end), until in zip(places, ends, strict=True):
        behind = _BEHIND.search(clause, end, until)
        alone = _ENOUGH.match(clause, end) or STYLE.search(clause[:start])
        if behind is None and not alone and _BEFORE.search(clause, begin, start) is None:
            return True
        begin = behind.end() if behind else end
    return False

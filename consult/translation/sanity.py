"""Answers that cannot be a translation: what a machine says when it is confused, clever or attacked."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_THOUGHTS: Final = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_QUOTES: Final = {"“": "”", "«": "»", '"': '"', "`": "`"}
# What models say about themselves and their task; people at a table do not.
_REFUSAL: Final = re.compile(
    r"as an ai\b|language model|en tant qu['’](?:ia|intelligence artificielle)\b|modèle de langage"
    r"|como (?:una? |uma )?(?:ia|inteligencia artificial|inteligência artificial)\b|modelo de (?:lenguaje|linguagem)"
    r"|\bi (?:can(?:no|['’])t|am unable to|will not|won['’]t) (?:assist|comply|translate|fulfil|help with th)"
    r"|je ne peux pas (?:traduire|répondre à cette)|no puedo (?:traducir|ayudar con es)"
    r"|não posso (?:traduzir|ajudar com is)",
    re.IGNORECASE,
)
_TALK: Final = re.compile(
    r"\A\W*(?:here(?:['’]s| is) the translation|translation|translated text|voici la traduction|traduction"
    r"|aquí (?:está|tienes) la traducción|traducción|aqui está a tradução|tradução)\b\s*[,:]",
    re.IGNORECASE,
)
_REPEATED: Final = 30
"""So many characters of the instructions in an answer are no accident."""
_LONGER: Final = 3
_SOME: Final = 200
_FOREIGN_SHARE: Final = 0.2


def cleaned(answer: str, source: str) -> str:
    """Return the answer without thoughts before it and quotation marks around it that the source does not have."""
    answer = _THOUGHTS.sub("", answer).strip()
    closing = _QUOTES.get(answer[:1])
    if (
        closing
        and len(answer) > 1
        and answer.endswith(closing)
        and not source.lstrip().startswith(tuple(_QUOTES))
    ):
        answer = answer[1:-1].strip()
    return answer


def is_nonsense(answer: str, source: str, instructions: str = "") -> bool:
    """Tell whether an answer cannot be the translation of the source.

    Empty, far too long or too short, more lines than the source, talk about the task, a refusal, a piece of the
    instructions, or letters of another script than the four languages have.
    """
    if not any(map(str.isalnum, answer)):
        return any(map(str.isalnum, source))
    if len(answer) > _LONGER * len(source) + _SOME or len(answer) * 5 < len(source) - _SOME / 5:
        return True
    if answer.count("\n") > source.count("\n") + 1:
        return True
    if any(pattern.search(answer) and not pattern.search(source) for pattern in (_REFUSAL, _TALK)):
        return True
    if "\ufffd" in answer and "\ufffd" not in source:
        return True
    return _repeats(answer, source, instructions) or _foreign(answer) > max(_FOREIGN_SHARE, _foreign(source))


def _repeats(answer: str, source: str, instructions: str) -> bool:
    pieces = (instructions[at : at + _REPEATED] for at in range(len(instructions) - _REPEATED + 1))
    return any(piece in answer and piece not in source for piece in pieces)


def _foreign(text: str) -> float:
    """The share, 0-1, of letters that are not Latin."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(
        not unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE")) for letter in letters
    )
    return foreign / len(letters) if letters else 0.0

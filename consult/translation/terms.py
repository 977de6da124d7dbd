"""The field's own terms: found in a text, kept away from a machine that would guess, and put into its answer."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from consult.translation.agreement import before_term
from consult.translation.base import LANGUAGES

# One letter more each: words no language has, which engines hand through. Twenty in a text are more than a note has.
_LETTERS: Final = "abcdfghjklmnprstvwyz"
_CODE: Final = re.compile(rf"[*@#]*\bZqx([{_LETTERS}])\b", re.IGNORECASE)
_BREAK: Final = r"[\s\u00a0'’-]+"
_SINGULAR: Final = re.compile(
    r"\b(?:a|an|each|every|this|that|one|un|une|le|la|ce|cette|chaque|aucun|aucune|el|una|este|esta|cada|ningun|ninguna"
    r"|um|uma|o|nenhum|nenhuma|esse|essa|do|da|no|na|du|au|al|del|ao)\s+$"
)
# Where a word is a noun of its own: in English by what follows, elsewhere by what stands before.
_NO_NOUN_FOLLOWS: Final = re.compile(
    r"\s*(?:$|[.,;:!?)»\"”]|(?:and|or|but|are|were|is|was|have|had|has|do|did|can|cannot|could|should|must|will|would|need"
    r"|who|whose|in|on|at|to|from|with|by|for|as|of|than|live|feel|get|say|want|still|also|always|never|often)\b)"
)
_NO_NOUN_BEFORE: Final = re.compile(
    r"(?:^|[.,;:!?(«\"“]|\b(?:les|des|aux|ces|nos|vos|leurs|de|et|ou|pour|par|un|une|le|la|a|avec|chez|entre|quelques"
    r"|los|las|unos|unas|al|del|el|e|y|o|u|para|con|por|una|estos|estas|muchas|muchos|os|as|dos|das|aos|um|uma|do|da|com"
    r"|plusieurs|beaucoup de|varias|varios|ser|son|sao|sont))\s*$"
)

_ARTICLE_A: Final = re.compile(r"\b[Aa] $")


@dataclass(frozen=True)
class Wording:
    """How a term is said in one language; the first of `one` and of `many` is what a translation gets."""

    gender: str
    one: tuple[str, ...]
    many: tuple[str, ...]
    alone: tuple[str, ...]

    def form(self, many: bool) -> str:
        """Return the plural or the singular; the other one where there is only one."""
        return ((self.many or self.one) if many else (self.one or self.many))[0]


@dataclass(frozen=True)
class Term:
    """A term with its wording in each of the four languages."""

    id: str
    wordings: Mapping[str, Wording]


@dataclass(frozen=True)
class Found:
    """A term in a text, from character `start` to before `end`."""

    term: Term
    many: bool
    start: int
    end: int


@cache
def terms() -> tuple[Term, ...]:
    """Return every term of the glossary; ValueError for one that lacks a language."""
    data = tomllib.loads(files("consult.translation").joinpath("terms.toml").read_text("utf-8"))
    return tuple(_term(key, entry) for key, entry in data.items())


def find(text: str, language: str) -> list[Found]:
    """Return the terms in a text, in order and without overlap; the longest wins."""
    pattern, known = _search(language)
    plain = folded(text)
    found = []
    for match in pattern.finditer(plain) if pattern else ():
        term, number = known[_key(match.group())]
        before, after = plain[: match.start()], plain[match.end() :]
        if number == "alone" and not _is_noun(before, after, language):
            continue
        many = number == "many" or (number == "alone" and not _SINGULAR.search(before))
        found.append(Found(term, many, match.start(), match.end()))
    return found[: len(_LETTERS)]


def hidden(text: str, found: Sequence[Found], language: str = "") -> str:
    """Return the text, in this language, with a code word in place of each term."""
    for letter, one in reversed(list(zip(_LETTERS, found, strict=False))):
        before = text[: one.start]
        if language == "pt" and not one.many and one.term.wordings["pt"].gender == "f":
            # The article "a" before a word nobody knows is taken for "to".
            before = _ARTICLE_A.sub(lambda match: "O " if match.group()[0] == "A" else "o ", before)
        text = f"{before}Zqx{letter}{text[one.end :]}"
    return text


def put_back(answer: str, found: Sequence[Found], target: str) -> str | None:
    """Return the answer with the terms of its language in place of the code words, articles made to agree.

    None when a code word was lost or doubled on the way: then the answer is good for nothing.
    """
    if sorted(match.group(1).lower() for match in _CODE.finditer(answer)) != sorted(_LETTERS[: len(found)]):
        return None
    for match in reversed(list(_CODE.finditer(answer))):
        one = found[_LETTERS.index(match.group(1).lower())]
        wording = one.term.wordings[target]
        word, before = wording.form(one.many), answer[: match.start()]
        if re.search(r"(?:^|[.!?…]\s+)[¿¡«\"“(]*$", before):
            word = word[0].upper() + word[1:]
        answer = before_term(before, word, wording.gender, one.many, target) + word + answer[match.end() :]
    return answer


def missing(answer: str, found: Sequence[Found], target: str) -> bool:
    """Tell whether a term of the source is not in the answer in a form that is listed."""
    there = {one.term.id for one in find(answer, target)}
    return any(one.term.id not in there for one in found)


def pairs_of(found: Sequence[Found], text: str, target: str) -> list[tuple[str, str]]:
    """Return (as written, as it should be) for each term, for an engine that reads instructions."""
    listed = {text[one.start : one.end]: one.term.wordings[target].form(one.many) for one in found}
    return list(listed.items())


def folded(text: str) -> str:
    """Return the text in small letters without accents, character for character."""
    return "".join(map(_plain, text))


@cache
def _plain(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _key(text: str) -> str:
    return re.sub(_BREAK, " ", text)


def _is_noun(before: str, after: str, language: str) -> bool:
    return bool(_NO_NOUN_FOLLOWS.match(after) if language == "en" else _NO_NOUN_BEFORE.search(before))


@cache
def _search(language: str) -> tuple[re.Pattern[str] | None, dict[str, tuple[Term, str]]]:
    known: dict[str, tuple[Term, str]] = {}
    for term in terms():
        wording = term.wordings.get(language)
        for number in ("one", "many", "alone") if wording else ():
            for written in getattr(wording, number):
                known.setdefault(_key(folded(written)), (term, number))
    if not known:
        return None, known
    longest = sorted(known, key=len, reverse=True)
    ways = "|".join(_BREAK.join(map(re.escape, written.split(" "))) for written in longest)
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)"), known


def _term(key: str, entry: Mapping[str, Any]) -> Term:
    if set(entry) != set(LANGUAGES):
        raise ValueError(f"term {key}: needs {', '.join(LANGUAGES)}")
    return Term(key, {language: _wording(value) for language, value in entry.items()})


def _wording(value: Mapping[str, Any]) -> Wording:
    return Wording(
        gender=value.get("gender", ""),
        one=tuple(value.get("one", ())),
        many=tuple(value.get("many", ())),
        alone=tuple(value.get("alone", ())),
    )

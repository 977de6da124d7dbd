"""What Apertium's pairs get wrong again and again, put right before a line goes in or after it has come out.

Each rule was seen to help with consultation notes; docs/languages.md has the figures. Rules are by pipeline, so that what
goes through Spanish profits on both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Rules = Sequence[tuple[re.Pattern[str], str]]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return [(re.compile(pattern, re.IGNORECASE), text) for pattern, text in pairs]


_BEFORE: Final[dict[str, Rules]] = {
    "eng-spa": _rules(
        # "Approximately racism": only numbers are meant by that.
        (
            r"(?<!how )(?<!what )\babout (?=(?!how|what|when|who|why|it\b|half|a (?:dozen|hundred|year|month|week)"
            r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty)[a-z])",
            "of ",
        ),
        (r"\b(information|figures|data|study|report|training) on (?=[a-z])", r"\1 of "),
    ),
    "es-fr": _rules(
        # "Nothing" is taken for "he swims", "we need" for "we specify".
        (r"(?<!de )\bnada\b(?! más| menos| que ver)", "ninguna cosa"),
        (r"\bnecesito\b", "tengo necesidad de"),
        (r"\bnecesitas\b", "tienes necesidad de"),
        (r"\bnecesita\b", "tiene necesidad de"),
        (r"\bnecesitamos\b", "tenemos necesidad de"),
        (r"\bnecesitan\b", "tienen necesidad de"),
        (r"\bnecesitaban\b", "tenían necesidad de"),
    ),
}  # fmt: skip
_AFTER: Final[dict[str, Rules]] = {
    "eng-spa": _rules(
        # "People who" is a question nowhere but at the beginning and after what one knows, asks or decides.
        (
            r"(?<=\w )(?<!de )(?<!con )(?<!para )(?<!por )(?<!sabe )(?<!saben )(?<!sabemos )(?<!saber )(?<!sé )(?<!sabes )"
            r"(?<!decide )(?<!decidir )(?<!decir )(?<!dice )(?<!dijo )(?<!preguntar )(?<!pregunta )(?<!estudiar )(?<!ver )"
            r"(?<!explica )(?<!explicar )(?<!entender )(?<!y )(?<!o )(?<!a )quiénes?\b",
            "que",
        ),
    ),
    "es-fr": _rules(
        (r"\bpar qu['’]est-ce que\b", "pourquoi"),
        (r"\bqui est-ce qui (?:ils? )?", "qui "),
        (r"\btellement de peu de\b", "si peu de"),
        (r"\baucune chose\b", "rien"),
        (r"\bpas rien\b", "rien"),
        (r"\bpas (\w+) rien\b", r"rien \1"),
        (r"\bpas aucun(e?)\b", r"aucun\1"),
    ),
    "fr-es": _rules((r"\bel ayto\.", "el ayuntamiento")),
}


# Words that were left out leave their spaces behind.
_EVERYWHERE: Final = _rules((r"(?<=\w) +(?=[.,])(?![.,]\d)", ""), (r" {2,}", " "))


def before(mode: str, line: str) -> str:
    """Return a line as it is better sent to the pipeline of this mode."""
    return _applied(_BEFORE.get(mode, ()), line)


def after(mode: str, line: str) -> str:
    """Return what came out of the pipeline, unknown words still marked, without its usual slips."""
    return _applied((*_AFTER.get(mode, ()), *_EVERYWHERE), line)


def _applied(rules: Rules, line: str) -> str:
    for pattern, text in rules:
        line = pattern.sub(lambda match, text=text: _cased(match, text), line)  # type: ignore[misc]
    return line


def _cased(match: re.Match[str], text: str) -> str:
    made = match.expand(text)
    return made[:1].upper() + made[1:] if match.group()[:1].isupper() else made

"""Make catalogues in no language at all, for tests: "Join" becomes "⟦Ĵóíñ óñé⟧".

    .venv/bin/python translations/pseudo.py FOLDER

What is still plain English on a screen with these catalogues was written beside the catalogues; every text is longer by
two fifths, as a translation may be, and a missing bracket shows where one is cut off. `FOLDER/<language>/LC_MESSAGES`
gets the catalogue for the server and `FOLDER/messages` the sentences for the scripts, under the codes of the four
languages. Nothing of it is ever installed or offered to people: only `tests/journeys/pseudo_consult.py` reads it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent
ENGLISH = HERE / "en" / "LC_MESSAGES" / "messages.po"
FOR_SCRIPTS = HERE.parent / "static" / "dist" / "messages" / "en.json"
LANGUAGES = ("en", "fr", "es", "pt")

ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻḾÑÓÞǪŔŠŢÚṼŴẊÝŽ",
)
# A translation may be longer than the English by this share.
LONGER = 0.4
FILLING = ("óñé", "ţŵó", "ţĥŕéé", "ƒóúŕ", "ƒíṽé", "šíẋ", "šéṽéñ", "éíĝĥţ", "ñíñé", "ţéñ")
KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>|&\w+;")


def main() -> None:
    """Write the catalogues into the folder of the command line."""
    write(Path(sys.argv[1]))


def write(folder: Path) -> None:
    """Write the catalogues of all four languages; they are the same but for their names."""
    with ENGLISH.open("rb") as source:
        english = read_po(source, locale="en")
    pages = json.loads(FOR_SCRIPTS.read_text())
    scripts = {
        page: {sentence: pseudo(sentence) for sentence in sentences} for page, sentences in pages.items()
    }
    (folder / "messages").mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        target = folder / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue(english, language))
        (folder / "messages" / f"{language}.json").write_text(json.dumps(scripts, ensure_ascii=False))


def catalogue(english: Iterable, language: str) -> Catalog:  # type: ignore[type-arg]
    """The English catalogue in no language, under the code of one."""
    made = Catalog(locale=language)
    for message in english:
        if message.id:
            forms = message.id
            text = pseudo(forms) if isinstance(forms, str) else tuple(pseudo(form) for form in forms)
            made.add(forms, text, context=message.context)
    return made


def pseudo(sentence: str) -> str:
    """A sentence with accents on every letter, filled up and in brackets; placeholders stay."""
    parts, at = [], 0
    for kept in KEPT.finditer(sentence):
        parts += [accented(sentence[at : kept.start()]), kept.group()]
        at = kept.end()
    text = "".join([*parts, accented(sentence[at:])])
    wanted = len(sentence) * LONGER
    filling = ""
    for number in range(len(sentence)):
        if len(filling) >= wanted:
            break
        filling += " " + FILLING[number % len(FILLING)]
    return f"⟦{text}{filling}⟧"


def accented(text: str) -> str:
    """The text with an accent on each of its letters."""
    return text.translate(ACCENTS)


if __name__ == "__main__":
    main()

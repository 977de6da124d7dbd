"""The catalogues of the four languages: nothing missing, fuzzy, left in English or with other placeholders."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "es", "pt")
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

# Sentences that are the same as in English, and why.
EVERYWHERE = {
    # Names of formats and things.
    *("Word", "PDF", "Excel", "JSON", "Markdown", "World Café"),
    # Signs and units of measurement around values.
    *("+{minutes} min", "{minutes} min", "{before} → {after} min", "{before} → {after}", "{seconds} s"),
}
SAME_AS_ENGLISH = {
    "en": set[str](),
    # French words that English has taken, or both from Latin.
    "fr": {
        *(
            "Table",
            "Tables",
            "Table %(number)s",
            "Table {number}",
            "table {number}",
            "table {from} → table {to}",
        ),
        *(
            "%(num)d table",
            "%(num)s table",
            "Table {number} ({shape}, {colour})",
            "triangle",
            "olive",
            "rose",
        ),
        *("Question", "Questions", "Question %(number)s", "Pause", "Votes", "Consultations", "Console"),
        *("Minutes", "Wi-Fi", "Points"),
    },
    # Spanish writes no space before a colon, and "error" is the word.
    "es": {"Error:", "%(label)s: %(problem)s"},
    # Portuguese says "Wi-Fi" too, and writes no space before a colon.
    "pt": {"Wi-Fi", "%(label)s: %(problem)s"},
}

# Words that only one side of an ocean uses, or that sound rude on the other; docs/translating.md says what we say.
ONE_COAST = {
    "es": r"vosotr[oa]s|vuestr[oa]s?|ustedes|ordenador|computadora|móvil(?:es)?|celular(?:es)?|vos|tú",
    "pt": r"telas?|ecrãs?|celular(?:es)?|telem[óo]ve(?:l|is)|usuári[oa]s?|utilizador(?:es)?|ficheiros?|palavra-passe"
    r"|baixar|descarregar|salvar|equip[ae]s?|regist[or]\w*|contat?ctos?|facto|você|tu|teus?|tuas?|em linha"
    r"|est(?:á|ão) a \w+[aei]r|est(?:á|ão) (?!quando)\w+ndo",
}


def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        return read_po(source, locale=language)


def messages(known: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in known if message.id)


def texts_of(text: object) -> list[str]:
    """The forms of a message, as a list also where there is one."""
    return [text] if isinstance(text, str) else list(text or [""])  # type: ignore[call-overload]


def name(message: Message) -> str:
    """What a message is called here: its first form in English."""
    return texts_of(message.id)[0]


def untranslated(wanted: Catalog, known: Catalog) -> list[str]:
    """Messages of the sources that are missing, fuzzy, or without a text for each form of the language."""
    missing = []
    for message in messages(wanted):
        found = known.get(message.id, message.context)
        forms = 1 if isinstance(message.id, str) else known.num_plurals
        if (
            found is None
            or found.fuzzy
            or len(texts_of(found.string)) != forms
            or not all(texts_of(found.string))
        ):
            missing.append(name(message))
    return missing


def other_placeholders(known: Catalog) -> list[tuple[str, str]]:
    """(message, text) where a text has not the placeholders of its sentence."""
    wrong = []
    for message in messages(known):
        wanted = set(PLACEHOLDER.findall(texts_of(message.id)[-1]))
        wrong += [
            (name(message), text)
            for text in texts_of(message.string)
            if text and set(PLACEHOLDER.findall(text)) != wanted
        ]
    return wrong


def left_in_english(known: Catalog, allowed: set[str]) -> list[str]:
    """Messages with a text that is the English one, though it should not be."""
    return [
        name(message)
        for message in messages(known)
        if name(message) not in allowed
        and any(text in texts_of(message.id) for text in texts_of(message.string))
        and any(letter.isalpha() for letter in PLACEHOLDER.sub("", name(message)))
    ]


def loose_punctuation(known: Catalog) -> list[str]:
    """French texts in which a line could begin with a punctuation mark."""
    return [
        text
        for message in messages(known)
        for text in texts_of(message.string)
        if re.search(r" [:;?!»]|« ", text)
    ]


def of_one_coast(known: Catalog, words: str) -> list[str]:
    """Texts with a word that readers elsewhere do not use."""
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return [text for message in messages(known) for text in texts_of(message.string) if pattern.search(text)]


# ── The catalogues ───────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence of the product, as it stands in code, templates and scripts now."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    options = ["-F", "translations/babel.cfg", "-k", "t", "-k", "_l", "-o", str(target), "."]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with target.open("rb") as source:
        return read_po(source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(sentences, language):
    found = untranslated(sentences, catalogue(language))

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_placeholders(language):
    assert other_placeholders(catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_translation_is_left_in_english(language):
    assert left_in_english(catalogue(language), EVERYWHERE | SAME_AS_ENGLISH[language]) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_sentence_that_may_be_the_same_as_in_english_is_the_same(language):
    known = catalogue(language)
    same = {
        name(message) for message in messages(known) if texts_of(message.id)[0] in texts_of(message.string)
    }

    assert sorted((EVERYWHERE | SAME_AS_ENGLISH[language]) - same) == []


def test_english_texts_are_the_sentences_themselves():
    assert [name(one) for one in messages(catalogue("en")) if texts_of(one.string) != texts_of(one.id)] == []


def test_french_punctuation_stays_with_its_word():
    assert loose_punctuation(catalogue("fr")) == []


@pytest.mark.parametrize("language", ONE_COAST)
def test_words_are_those_of_both_sides_of_the_ocean(language):
    assert of_one_coast(catalogue(language), ONE_COAST[language]) == []


# ── The scripts ──────────────────────────────────────────────────────────────


def calls_of_t(text: str) -> Iterator[str]:
    """What stands behind every `t(`, up to the end of its line."""
    code = re.sub(r"(?m)^\s*(?://|\*|/\*).*$", "", text)
    for found in re.finditer(r"(?<![\w.$])t\(\s*", code):
        yield code[found.end() :].split("\n", 1)[0]


def test_sentences_of_scripts_are_plain_literals():
    wrong = [
        (str(path.relative_to(ROOT)), rest)
        for path in SCRIPTS
        if path.name != "messages.js"
        for rest in calls_of_t(path.read_text())
        if not re.match(r'"(?:[^"\\]|\\.)+"\s*[,)]', rest)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_scripts_are_in_the_catalogue(language):
    known = {message.id for message in messages(catalogue(language))}
    used = {
        (str(path.relative_to(ROOT)), ast.literal_eval(found.group()))
        for path in SCRIPTS
        if path.name != "messages.js"
        for rest in calls_of_t(path.read_text())
        if (found := re.match(r'"(?:[^"\\]|\\.)+"', rest))
    }

    assert len(used) > 50
    assert sorted(entry for entry in used if entry[1] not in known) == []


# ── What finds them does find them ───────────────────────────────────────────


def made(**texts: object) -> Catalog:
    """A Portuguese catalogue of a few messages."""
    known = Catalog(locale="pt")
    for sentence, text in texts.items():
        known.add(sentence, text)
    return known


def test_missing_empty_and_fuzzy_sentences_are_named():
    wanted, known = Catalog(), Catalog(locale="pt")
    for sentence in ("Fine", "Missing", "Empty", "Fuzzy"):
        wanted.add(sentence)
    wanted.add(("%(num)d half", "%(num)d halves"))
    known.add("Fine", "Bem")
    known.add("Empty", "")
    known.add("Fuzzy", "Vago", flags=["fuzzy"])
    known.add(("%(num)d half", "%(num)d halves"), ("%(num)d metade", ""))

    assert untranslated(wanted, known) == ["Missing", "Empty", "Fuzzy", "%(num)d half"]


def test_placeholders_that_differ_are_named():
    known = made()
    known.add("Table %(number)s", "Mesa %(numero)s")
    known.add("Round {round} of {rounds}", "Rodada {round}")
    known.add("{count} seats", "{count} lugares")

    assert other_placeholders(known) == [
        ("Table %(number)s", "Mesa %(numero)s"),
        ("Round {round} of {rounds}", "Rodada {round}"),
    ]


def test_sentences_left_in_english_are_named():
    known = made(Join="Join", Word="Word", Leave="Sair")
    known.add("{before} → {after}", "{before} → {after}")

    assert left_in_english(known, {"Word"}) == ["Join"]


def test_french_punctuation_at_the_beginning_of_a_line_is_named():
    known = made(Why="Pourquoi ?", How="Comment\u202f?", Said="« Oui\u00a0»")

    assert loose_punctuation(known) == ["Pourquoi ?", "« Oui\u00a0»"]


def test_words_of_one_coast_are_named():
    known = made(Screen="A tela da sala", Page="A página", Waiting="Está a gravar", Team="A equipa")

    assert of_one_coast(known, ONE_COAST["pt"]) == ["A tela da sala", "Está a gravar", "A equipa"]

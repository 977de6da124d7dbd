"""The rules of the house that a tool can check: sizes, words in four languages, templates without inline code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from consult.locales import in_language
from consult.phrases import PHRASES, sentence

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "es", "pt")
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted((ROOT / "consult").rglob("*.py"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ── Sizes and leftovers ──────────────────────────────────────────────────────


def test_no_module_is_longer_than_400_lines():
    sizes = {relative(path): len(path.read_text().splitlines()) for path in CODE}

    assert {path: lines for path, lines in sizes.items() if lines > 400} == {}


def test_nothing_is_left_to_do():
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    styles = sorted((ROOT / "static" / "css").rglob("*.css"))
    tests = sorted((ROOT / "tests").rglob("*.py"))

    found = [
        relative(path)
        for path in (*CODE, *SCRIPTS, *TEMPLATES, *styles, *tests)
        if mark.search(path.read_text())
    ]

    assert found == []


# ── Sentences ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence of the product, as it stands in code, templates and scripts now."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    options = ["-F", "translations/babel.cfg", "-k", "t", "-k", "_l", "-o", str(target), "."]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return read_po(target.open("rb"))


def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(path.open("rb"), locale=language)


def texts_of(message_text: object) -> list[str]:
    return [message_text] if isinstance(message_text, str) else list(message_text or [""])  # type: ignore[call-overload]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(sentences, language):
    known = catalogue(language)

    missing = []
    for message in sentences:
        found = known.get(message.id, message.context)
        if message.id and (found is None or found.fuzzy or not all(texts_of(found.string))):
            missing.append(message.id)

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_placeholders(language):
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = sorted(set(PLACEHOLDER.findall(texts_of(message.id)[-1])))
        for text in texts_of(message.string):
            if text and sorted(set(PLACEHOLDER.findall(text))) != wanted:
                wrong.append((message.id, text))

    assert wrong == []


def calls_of_t(text: str) -> Iterator[str]:
    """What stands behind every `t(`, up to the end of its line."""
    code = re.sub(r"(?m)^\s*(?://|\*|/\*).*$", "", text)
    for found in re.finditer(r"(?<![\w.$])t\(\s*", code):
        yield code[found.end() :].split("\n", 1)[0]


def test_sentences_of_scripts_are_plain_literals():
    wrong = [
        (relative(path), rest)
        for path in SCRIPTS
        if path.name != "messages.js"
        for rest in calls_of_t(path.read_text())
        if not re.match(r'"(?:[^"\\]|\\.)+"\s*[,)]', rest)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_scripts_are_in_the_catalogue(language):
    known = {message.id for message in catalogue(language)}
    used = {
        (relative(path), ast.literal_eval(found.group()))
        for path in SCRIPTS
        if path.name != "messages.js"
        for rest in calls_of_t(path.read_text())
        if (found := re.match(r'"(?:[^"\\]|\\.)+"', rest))
    }

    assert len(used) > 50
    assert sorted(entry for entry in used if entry[1] not in known) == []


# ── Refusals ─────────────────────────────────────────────────────────────────


def refusals() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, names of the values) of every refusal with a literal code in the package."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = node.args[0]
            if name in ("Refused", "refusal", "sentence"):
                choices = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                for choice in choices:
                    if isinstance(choice, ast.Constant):
                        values = {word.arg or "**" for word in node.keywords}
                        yield f"{relative(path)}:{node.lineno}", str(choice.value), values


def test_every_refusal_has_a_sentence():
    found = list(refusals())

    assert len(found) > 50
    assert [(place, code) for place, code, _values in found if code not in PHRASES] == []


def test_every_refusal_brings_what_its_sentence_needs():
    wrong = []
    for place, code, values in refusals():
        needed = set(re.findall(r"\{(\w+)\}", str(PHRASES.get(code, ""))))
        if "**" not in values and needed != values:
            wrong.append((place, code, sorted(needed), sorted(values)))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_in_every_language(app, language):
    values = {code: re.findall(r"\{(\w+)\}", str(text)) for code, text in PHRASES.items()}
    with in_language(language):
        said = {code: sentence(code, **dict.fromkeys(names, 5)) for code, names in values.items()}

    assert [code for code, text in said.items() if not text.strip() or "{" in text] == []


# ── Templates ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attributes", r"<[^>]*\sstyle\s*="),
        ("style elements", r"<style\b"),
        ("event attributes", r"<[^>]*\son[a-z]+\s*="),
        ("inline scripts", r'<script(?![^>]*(?:\bsrc=|type="application/json"))'),
        ("addresses of other servers", r'(?:src|href)="(?:https?:)?//'),
        ("unescaped values", r"\|\s*safe\b"),
    ],
)
def test_templates_have_no(what, pattern):
    found = [relative(path) for path in TEMPLATES if re.search(pattern, path.read_text())]

    assert found == [], what


def test_forms_that_change_something_carry_their_key():
    wrong = []
    for path in TEMPLATES:
        for form in re.findall(
            r'<form[^>]*method="post".*?</form>', path.read_text(), re.DOTALL | re.IGNORECASE
        ):
            if not re.search(r"csrf_token\(\)|\bcsrf\(\)", form):
                wrong.append(relative(path))

    assert wrong == []

"""The rules of the house that a tool can check: sizes, refusals with a sentence, templates without inline code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

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

"""No sentence stands beside the catalogues: in templates, scripts, styles, refusals, flashes and reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hard_coded import in_python, in_script, in_style, in_template

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ("domain", "services", "live", "web", "reports")

# What is no sentence for people at a meeting, and why.
OPERATORS = {
    # Whoever keeps the server reads these, in the terminal, at /healthz or in a log.
    *("database unavailable", "database not migrated", "background loops late", "not heard"),
    *("answering a request", "recognising a screen", "ringing for meeting …", "500 Internal Server Error"),
    *("a sign of life", "the database", "no tables of this product", "the database cannot be copied"),
    *("the database is damaged", "Restored"),
}
NAMES = {
    # Of headers, fonts, places of time zones, categories of characters, keys.
    *("Forwarded", "Via", "Authorization", "Arial", "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic"),
    *("Noto Emoji", "Liberation Sans", "DejaVu Sans", "Libertinus Serif", "Africa", "America", "Asia"),
    *("Australia", "Europe", "Pacific", "Arctic", "Atlantic", "Indian", "Cc", "Cf", "Cs", "Co", "Mn", "Me"),
    *("Escape", "Hall", "Quality", "Cancelled", "screen and (max-width: 68rem)"),
    *("screen and (max-width: 47.99rem)", "screen and (min-width: 84rem)"),
}
STYLES_OF_WORD = {
    *("Normal", "Title", "Subtitle", "Caption", "Quote", "Header", "Footer", "List Bullet", "List Number"),
    *("Cover Line", "Lead", "Small", "Evidence", "Place", "Status", "Label", "Quote Source", "Figure Number"),
    *("Figure Word", "Cell", "Small Cell", "Header Cell", "Small Header Cell", "Contents Entry"),
}
CODE = re.compile(
    r"^\d+ per (?:minute|hour)$|^(?:drop|select|extract)\b|REPEATABLE READ|^a (?:backup|server) is\b"
)
ALLOWED = OPERATORS | NAMES | STYLES_OF_WORD


def beside(folder: str, pattern: str, find: Callable[[str], list[str]]) -> list[tuple[str, str]]:
    """(file, text) of everything beside the catalogues."""
    return [
        (str(path.relative_to(ROOT)), text)
        for path in sorted((ROOT / folder).rglob(pattern))
        # Cities are called as they are.
        if path.name != "cities.py"
        for text in find(path.read_text())
        if text not in ALLOWED and not CODE.search(text)
    ]


def assert_none(found: list[tuple[str, str]]) -> None:
    """Name each of them."""
    assert found == [], "\n".join(f"{path}: {text}" for path, text in found)


def test_templates_say_nothing_beside_the_catalogues():
    assert_none(beside("templates", "*.html", in_template))


def test_scripts_say_nothing_beside_the_catalogues():
    assert_none(beside("static/js", "*.js", in_script))


def test_styles_say_nothing():
    assert_none(beside("static/css", "*.css", in_style))


@pytest.mark.parametrize("package", PYTHON)
def test_python_says_nothing_beside_the_catalogues(package):
    assert_none(beside(f"consult/{package}", "*.py", in_python))


def test_what_is_allowed_is_still_there():
    everything = "\n".join(
        path.read_text()
        for folder in ("consult", "static/js")
        for path in (ROOT / folder).rglob("*.[jp][sy]")
    )

    assert sorted(text for text in ALLOWED if text.replace("…", "") not in everything) == []


# ── What finds them does find them ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Forgotten sentence</p>", ["Forgotten sentence"]),
        ("<h2>{{ _('Known') }} forgotten</h2>", ["forgotten"]),
        ('<button aria-label="Forgotten label"></button>', ["Forgotten label"]),
        ('<input placeholder="Forgotten hint">', ["Forgotten hint"]),
        ('<abbr title="Forgotten title">x</abbr>', ["Forgotten title"]),
        ('<img src="a.svg" alt="Forgotten picture">', ["Forgotten picture"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ('<option label="Forgotten option">1</option>', ["Forgotten option"]),
        ('{{ button("Forgotten button") }}', ["Forgotten button"]),
        ('{% set heading = "Forgotten heading" %}{{ heading }}', ["Forgotten heading"]),
        ("{% block title %}Forgotten title{% endblock %}", ["Forgotten title"]),
        ('{{ name or "Somebody" }}', ["Somebody"]),
        ('{% if a %}<p>{{ _("Known") }}</p>{% else %}Otherwise{% endif %}', ["Otherwise"]),
        ('<p class="well known" data-phase="open">{{ _("Known") }} · {{ count }}</p>', []),
        ('{# A remark for us #}<script src="a.js"></script>', []),
        ('{% if phase == "round" %}{{ ngettext("%(num)d note", "%(num)d notes", n) }}{% endif %}', []),
    ],
)
def test_words_of_a_template_are_named(template, found):
    assert in_template(template) == found


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("const a = html`<p>Forgotten sentence</p>`;", ["Forgotten sentence"]),
        ("html`<p>${ok && html`<b>Forgotten inside</b>`}</p>`", ["Forgotten inside"]),
        (
            'html`<button aria-label="Forgotten label" onClick=${go}>${t("Known")}</button>`',
            ["Forgotten label"],
        ),
        ('html`<input placeholder="Forgotten hint" />`', ["Forgotten hint"]),
        ('button.title = "Forgotten title";', ["Forgotten title"]),
        ("show('Something went wrong.');", ["Something went wrong."]),
        ("say(`Hello ${name}, welcome back`);", ["Hello …, welcome back"]),
        ('const label = open ? t("Close") : "Open";', ["Open"]),
        ('html`<${Box} class="well known">${t("Known sentence")}<//>`', []),
        ('// A remark for us\n/* and another one */ const a = /it\'s a "pattern"/.test(b);', []),
        ('throw new Error("For whoever writes code");', []),
        ('document.querySelector("main h2, main a"); const b = "one two";', []),
    ],
)
def test_words_of_a_script_are_named(script, found):
    assert in_script(script) == found


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ('.new::after { content: "New!"; }', ["New!"]),
        ('.a::before { content: "→ " attr(data-number); } /* content: "Remark" */', []),
        (".a { justify-content: center; }", []),
    ],
)
def test_words_of_a_style_are_named(style, found):
    assert in_style(style) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('flash("Your changes are saved.")', ["Your changes are saved."]),
        ('flash(f"{count} notes were saved")', ["… notes were saved"]),
        ('errors["title"] = "Please write a title"', ["Please write a title"]),
        ('raise BadRequest("That did not work")', ["That did not work"]),
        ('document.add_heading("Needs")', ["Needs"]),
        ('def f(words="By default"):\n    return words', ["By default"]),
        ('return {"message": "Not allowed here"}', ["Not allowed here"]),
        ('flash(_("Known sentence")); log.warning("For the log"); x = {"a b": 1}["a b"]', []),
        ('"""Documentation of a module."""\nraise ValueError("for whoever writes code")', []),
        ('TITLES = {"en": "New theme", "fr": "Nouveau thème", "es": "Tema nuevo", "pt": "Novo tema"}', []),
        ('db.session.execute(text("SELECT one FROM two"))', []),
    ],
)
def test_sentences_of_python_are_named(code, found):
    assert in_python(code) == found

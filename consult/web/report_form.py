"""The form of the report studio: its fields, what the software proposes for each, and what came back from a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from consult.domain import word_marks
from consult.domain.texts import clean_line
from consult.reports import brief, session
from consult.reports.outline import ALWAYS, SECTIONS
from consult.reports.report import Report
from consult.reports.words import Words
from consult.reports.writing import Form, as_text, ordered
from consult.services.reports import drafts as report_drafts
from consult.services.reports.drafts import OFF, ORDER, SPEAKERS
from consult.services.reports.page import Page
from consult.web.numbers import whole_or

# How the three forms are called on screen.
FORM_NAMES: dict[str, Any] = {
    "assessment": _l("Needs assessment"),
    "session": _l("Meeting report"),
    "brief": _l("Evidence brief"),
}
# Sections that can be switched off, besides those of the needs assessment.
SWITCHES: dict[str, tuple[str, ...]] = {
    "session": ("institutions", "speakers", "session_notes"),
    "brief": ("in_brief", "brief_quotes", "asks"),
}
SWITCH_NAMES: dict[str, Any] = {
    "institutions": _l("Participating institutions"),
    "speakers": _l("Speakers"),
    "session_notes": _l("The notes it rests on"),
    "in_brief": _l("Counts"),
    "brief_quotes": _l("Quotes"),
    "asks": _l("What is asked for"),
}
# Field → its label, its hint, the rows of its box (0: one line), the most it takes.
Described = tuple[Any, Any, int, int]
FIELDS: dict[str, dict[str, Described]] = {
    "session": {
        "title": (_l("Title of the meeting"), "", 0, 200),
        "occasion": (
            _l("Occasion, place and date"),
            _l("For example: 22nd conference, Rio de Janeiro, 6 to 8 November"),
            0,
            200,
        ),
        "institutions": (_l("Participating institutions"), _l("One on each line."), 4, 2000),
        "discussion": (_l("What was the discussion?"), "", 6, 6000),
        "experiences": (_l("The experiences presented"), "", 5, 6000),
        "messages": (_l("The most important messages"), "", 5, 6000),
        "cities": (_l("City by city"), _l("Proposed where notes name a city."), 4, 6000),
        "conclusion": (_l("Conclusion: the element that stands out, in a single sentence"), "", 3, 1200),
        "recipient": (_l("Recommendations for"), _l("A network, a council, a department."), 0, 120),
        "recommendations": (_l("Priorities and recommendations"), "", 5, 6000),
    },
    "brief": {
        "opening": (_l("Opening sentence"), "", 3, brief.LIMITS["opening"]),
        "asks": (_l("What is asked for"), _l("One on each line."), 5, brief.LIMITS["asks"]),
    },
}
MOST_SPEAKERS, EMPTY_SPEAKERS = 20, 2


@dataclass(frozen=True)
class Section:
    """A section of the needs assessment in the form."""

    name: str
    title: str
    on: bool
    always: bool


def proposals(report: Report, form: Form, defaults: Mapping[str, str]) -> dict[str, str]:
    """Every field of a form with what the software says there."""
    if form == "assessment":
        return {OFF: "", ORDER: " ".join(SECTIONS), **dict.fromkeys(SECTIONS, "")}
    found = session.proposals(report) if form == "session" else brief.proposals(report)
    speakers = {SPEAKERS: defaults.get(SPEAKERS, "")} if form == "session" else {}
    return {OFF: "", **speakers, **{name: as_text(sentences) for name, sentences in found.items()}}


def sections(fields: Mapping[str, str], form: Form, language: str) -> list[Section]:
    """What can be switched off, in the order it has now."""
    off = fields.get(OFF, "").split()
    if form != "assessment":
        return [Section(name, str(SWITCH_NAMES[name]), name not in off, False) for name in SWITCHES[form]]
    words = Words(language)
    names = ordered(SECTIONS, fields.get(ORDER, "").split())
    return [Section(name, words(name), name not in off or name == ALWAYS, name == ALWAYS) for name in names]


def read(form: Form, sent: MultiDict[str, str], proposed: Mapping[str, str]) -> Page:
    """The page as it came back; what it did not send counts as it was."""
    typed = {
        name: sent[f"text-{name}"] for name in proposed if f"text-{name}" in sent and name not in (OFF, ORDER)
    }
    if "sections" in sent:
        shown = [name for name in sent["sections"].split() if name != ALWAYS]
        typed[OFF] = " ".join(sorted(name for name in shown if f"on-{name}" not in sent))
        if form == "assessment":
            typed[ORDER] = " ".join(_moved(shown, sent.get("move", "")))
    if SPEAKERS in proposed and "name-0" in sent:
        typed[SPEAKERS] = _speakers(sent)
    was = {name: sent[f"was-{name}"] for name in typed if f"was-{name}" in sent}
    notes = [whole_or(one, 0) for one in sent.get("notes", "").split()]
    words = (word_marks.read(one) for one in sent.get("words", "").split())
    return Page(typed, was, dict(enumerate(notes, start=1)), dict(zip(notes, words, strict=False)))


def speaker_rows(lines: str) -> list[tuple[str, str, str]]:
    """Speakers as rows of the form, with empty ones to fill in."""
    known = [(one.name, one.position, one.affiliation) for one in report_drafts.speakers(lines)]
    return [*known, *[("", "", "")] * EMPTY_SPEAKERS][:MOST_SPEAKERS]


def _speakers(sent: MultiDict[str, str]) -> str:
    rows = []
    for place in range(MOST_SPEAKERS):
        parts = [sent.get(f"{part}-{place}", "") for part in ("name", "position", "affiliation")]
        name, position, affiliation = (clean_line(part).replace("|", "/")[:160] for part in parts)
        if name:
            rows.append(" | ".join((name, position, affiliation)))
    return "\n".join(rows)


def _moved(names: list[str], wish: str) -> list[str]:
    """The order after a press of "Up" ("up:the_grid") or "Down"; how the report was made stays last."""
    way, _colon, name = wish.partition(":")
    if name in names and way in ("up", "down"):
        at = names.index(name)
        to = max(0, at - 1) if way == "up" else min(len(names) - 1, at + 1)
        names.insert(to, names.pop(at))
    return [*(name for name in names if name in SECTIONS), ALWAYS]

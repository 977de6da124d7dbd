"""Words of the assessment pages: kinds of notes, steps of the analysis, lines of the paper trail."""

from __future__ import annotations

from typing import Any

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.domain import times
from consult.domain.languages import in_language
from consult.domain.words import Kind
from consult.extensions import db
from consult.locales import current_language
from consult.models import ThemeChange, User
from consult.phrases import PHRASES, sentence

KINDS: dict[str, Any] = {
    Kind.NEED: _l("Need"),
    Kind.EXPERIENCE: _l("Experience"),
    Kind.INITIATIVE: _l("Existing initiative"),
    Kind.PRACTICE: _l("Good practice"),
    Kind.PROPOSAL: _l("Proposal"),
    Kind.COOPERATION: _l("Cooperation offer"),
}

FORMATS: dict[str, Any] = {
    "docx": _l("Word"),
    "pdf": _l("PDF"),
    "xlsx": _l("Excel"),
    "json": _l("JSON"),
    "md": _l("Markdown"),
}

CHANGES: dict[str, Any] = {
    "merged": _l("merged themes into “{label}”"),
    "split": _l("made a new theme “{label}” of some notes"),
    "moved": _l("moved notes to “{label}”"),
    "renamed": _l("named a theme “{label}”"),
    "stated": _l("wrote what is missing for “{label}”"),
    "confirmed": _l("confirmed the place of “{label}” in the framework"),
    "unconfirmed": _l("withdrew the confirmation of “{label}”"),
    "analysed": _l("found the themes"),
    "pinned": _l("fixed the theme “{label}”"),
    "unpinned": _l("let go of the theme “{label}”"),
    "theme_aside": _l("set the theme “{label}” aside"),
    "theme_back": _l("took the theme “{label}” back"),
    "note_aside": _l("set notes aside"),
    "note_back": _l("took notes back"),
    "dissent": _l("marked another view in “{label}”"),
    "no_dissent": _l("removed the mark of another view in “{label}”"),
    "note_confirmed": _l("confirmed the place of a note in the framework"),
    "note_unconfirmed": _l("withdrew the confirmation of a note"),
    "tagged": _l("tagged a note"),
    "regrouped": _l("took what the analysis would change"),
    "need_removed": _l("removed a need of “{label}”"),
    "resource_kept": _l("wrote a resource into the register"),
    "resource_merged": _l("merged resources of the register"),
    "resource_removed": _l("removed a resource from the register"),
    "resource_dismissed": _l("left notes out of the register of resources"),
    "resource_recalled": _l("offered notes for the register of resources again"),
}


# The lines of a need's arithmetic.
COMPONENTS: dict[str, Any] = {
    "tables": _l("Tables"),
    "votes": _l("Votes"),
    "groups": _l("Stakeholder groups"),
    "languages": _l("Languages"),
    "rounds": _l("Rounds"),
}

STAGES: dict[str, Any] = {
    "translating": _l("Preparing the languages …"),
    "meaning": _l("Reading what the notes mean …"),
    "themes": _l("Looking for notes that belong together …"),
    "labels": _l("Looking for words that name each theme …"),
    "proposals": _l("Looking for the place of each theme in the framework …"),
    "": _l("The analysis is at work …"),
}
ENDINGS: dict[str, Any] = {
    "waiting": _l("The analysis is about to begin."),
    "done": _l("The themes are found."),
    "cancelled": _l("The analysis was stopped. The themes are as they were before."),
}


def stage(run: dict[str, Any]) -> str:
    """What a run is doing, or how it ended, in a sentence."""
    if run["state"] in ENDINGS:
        return str(ENDINGS[run["state"]])
    if run["state"] == "failed":
        return sentence(run["code"] if run["code"] in PHRASES else "analysis_failed")
    if run["cancel_asked"]:
        return str(_("The analysis is stopping …"))
    return str(STAGES.get(run["stage"], STAGES[""]))


def change(row: ThemeChange, zone: str) -> dict[str, Any]:
    """One line of the paper trail: when on the clocks of a zone, who, what, how many notes."""
    made_at = times.at(row.made_at, zone)
    label = row.detail.get("label")
    name = in_language(label, current_language()) if isinstance(label, dict) else ""
    user = db.session.get(User, row.user_id) if row.user_id else None
    notes = row.detail.get("notes")
    return {
        "id": row.id,
        "can_undo": row.before is not None and row.undone_at is None,
        "undone": row.undone_at is not None,
        "when": f"{format_datetime(made_at, 'd MMM y, HH:mm', rebase=False)} ({times.offset_name(made_at)})",
        "who": user.name if user else _("The analysis"),
        "what": _what(row).format(label=name),
        "notes": ngettext("%(num)d note", "%(num)d notes", notes) if isinstance(notes, int) else "",
    }


def _what(row: ThemeChange) -> str:
    """What somebody did, as the end of a sentence, with a place for the {label} of the theme."""
    if row.what != "undone":
        return str(CHANGES.get(row.what, "{label}"))
    undone = CHANGES.get(str(row.detail.get("of")), _("a step"))
    return str(_("took back: {step}")).replace("{step}", str(undone))

"""All notes of a theme, those without one and those set aside: the list of themes shows the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_login import login_required

from consult.services.assessment import evidence
from consult.web.assessment_filter import in_our_language, narrowed
from consult.web.assessment_frame import frame, readable
from consult.web.numbers import whole

pages = Blueprint(
    "theme_notes", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/themes"
)

# Notes of a theme on the list of themes, and on a page of their own.
AT_FIRST, A_PAGE = 10, 100


@pages.get("/<int:theme_id>")
@login_required
def show(consultation_id: int, theme_id: int) -> str:
    """The notes of one theme, at one spot of the grid where the address names it (?commitment=4&track=1)."""
    readable(consultation_id)
    narrowing, notes = narrowed(consultation_id, ("commitment", "track"))
    rows = evidence.themes(consultation_id, notes)
    theme = next((row for row in rows if row.id == theme_id), None)
    if theme is None:
        abort(404)
    commitment, track = request.args.get("commitment") or None, request.args.get("track") or None
    here = theme.at(commitment, track) or theme.notes
    return _page(consultation_id, here, narrowing, theme=theme, every_theme=rows)


@pages.get("/none")
@login_required
def show_loose(consultation_id: int) -> str:
    """The notes that are in no theme."""
    readable(consultation_id)
    narrowing, notes = narrowed(consultation_id, ())
    rows = evidence.themes(consultation_id, notes)
    return _page(
        consultation_id, evidence.without_theme(notes, rows), narrowing, theme=None, every_theme=rows
    )


@pages.get("/aside")
@login_required
def show_aside(consultation_id: int) -> str:
    """What people set aside, with the reasons."""
    readable(consultation_id)
    return _page(consultation_id, aside_notes(evidence.set_aside(consultation_id)), {}, aside=True)


def aside_notes(found: evidence.SetAside) -> list[tuple[evidence.NoteRow, evidence.ThemeRow | None]]:
    """Notes set aside alone, then those of each theme that was, with this theme."""
    return [(note, None) for note in found.notes] + [
        (note, theme) for theme in found.themes for note in theme.notes
    ]


def _page(
    consultation_id: int,
    notes: Sequence[Any],
    narrowing: dict[str, Any],
    *,
    aside: bool = False,
    **values: Any,
) -> str:
    start = max(0, request.args.get("from", 0, type=whole) or 0)
    here = notes[start : start + A_PAGE]
    return render_template(
        "assessment/theme_notes.html",
        **frame(readable(consultation_id)),
        **narrowing,
        **values,
        aside=aside,
        notes=here,
        of=len(notes),
        start=start,
        before=max(0, start - A_PAGE) if start else None,
        after=start + A_PAGE if start + A_PAGE < len(notes) else None,
        in_our_language={} if aside else in_our_language(here),
    )

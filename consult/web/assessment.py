"""The needs assessment: themes across languages, the grid of the framework, who met whom, and the files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as Answer

from consult.domain.coverage import grid
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.mixing import OTHERS
from consult.domain.suppression import SMALLEST
from consult.extensions import limiter
from consult.frameworks import framework
from consult.locales import current_language
from consult.phrases import sentence
from consult.reports import FORMATS
from consult.services import board
from consult.services.assessment import assess, evidence, needs, tags, themes
from consult.services.reports import meeting_facts, mixing, publish
from consult.web import assessment_words as words
from consult.web.assessment_filter import in_our_language, narrowed
from consult.web.assessment_frame import editable, frame, me, readable
from consult.web.numbers import whole, whole_or
from consult.web.theme_notes import AT_FIRST, aside_notes

pages = Blueprint("assessment", __name__, url_prefix="/consultations/<int:consultation_id>/assessment")


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """The themes with their notes; a cell of the grid narrows them down (?commitment=4&track=1)."""
    consultation = readable(consultation_id)
    narrowing, notes = narrowed(consultation_id, ("commitment", "track"))
    rows = evidence.themes(consultation_id, notes)
    commitment, track = request.args.get("commitment") or None, request.args.get("track") or None
    loose, aside = evidence.without_theme(notes, rows), evidence.set_aside(consultation_id)
    listed = [row for row in rows if row.at(commitment, track) or row.is_listed_at(commitment, track)]
    seen = {row.id: (row.at(commitment, track) or row.notes)[:AT_FIRST] for row in listed}
    return render_template(
        "assessment/themes.html",
        **frame(consultation),
        **narrowing,
        themes=listed,
        seen=seen,
        every_theme=rows,
        loose=loose,
        at_first=AT_FIRST,
        notes=len(notes),
        hidden=evidence.hidden_count(consultation_id),
        chosen=(commitment, track) if commitment or track else None,
        opened=request.args.get("open", type=whole),
        in_our_language=in_our_language(
            [*loose[:AT_FIRST], *(note for one in seen.values() for note in one)]
        ),
        needs=_needs_by_theme(consultation_id, rows),
        aside=aside,
        aside_notes=aside_notes(aside),
        changes=[words.change(row, consultation.time_zone) for row in themes.changes(consultation_id)],
    )


@pages.get("/grid")
@login_required
def show_grid(consultation_id: int) -> str:
    """Commitments and tracks with their counts; the empty spots are named."""
    consultation = readable(consultation_id)
    narrowing, notes = narrowed(consultation_id, ())
    rows = evidence.themes(consultation_id, notes)
    counted = evidence.grid_rows(rows, evidence.without_theme(notes, rows))
    plan = framework(consultation.framework_id)
    proposed = {
        (commitment, note.track)
        for note in notes
        if not (note.confirmed or note.by_theme)
        for commitment in note.commitments
    }
    return render_template(
        "assessment/grid.html",
        **frame(consultation),
        **narrowing,
        grid=grid(plan, counted),
        several=any(len(note.commitments) > 1 for note in notes),
        confirmed=evidence.confirmed(notes),
        nobody_meant=tags.nobody_meant(notes),
        combinations=tags.combinations(notes),
        notes=len(notes),
        proposed=proposed,
    )


@pages.get("/met")
@login_required
def show_met(consultation_id: int) -> str:
    """Who met whom, by group and never by name, and how mixed the tables of each round were."""
    consultation = readable(consultation_id)
    held = meeting_facts.held_meetings(consultation_id)
    found = [one for meeting in held if (one := mixing.of_meeting(meeting, consultation.groups)) is not None]
    matrix = mixing.of_all(found, consultation.groups)
    rows = matrix.rows if matrix else ()
    return render_template(
        "assessment/met.html",
        **frame(consultation),
        met=[(one, meeting_facts.day(one.meeting)) for one in found],
        matrix=matrix,
        names=dict(zip(rows, mixing.names(rows, consultation.groups, current_language()), strict=True)),
        others=OTHERS,
        smallest=SMALLEST,
    )


@pages.get("/download/<format>")
@login_required
@limiter.limit("30 per minute")
def download(consultation_id: int, format: str) -> Response:
    """The report as a file, in the language of ?lang= or of the page."""
    readable(consultation_id)
    wanted = request.args.get("lang", "")
    language = wanted if wanted in LANGUAGES else current_language()
    if format not in FORMATS:
        abort(404)
    file = publish.export_aside(consultation_id, format, language)
    answer = Response(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@pages.get("/state.json")
@login_required
def state(consultation_id: int) -> dict[str, Any]:
    """How far the analysis is, for the page that waits."""
    readable(consultation_id)
    found = assess.state(consultation_id)
    return {"run": found and {**found, "says": words.stage(found)}}


@pages.post("/start")
@login_required
def start(consultation_id: int) -> Answer:
    """Work out the themes, in a process of its own."""
    return _carry_out(consultation_id, lambda: assess.start(consultation_id))


@pages.post("/cancel")
@login_required
def cancel(consultation_id: int) -> Answer:
    """Ask the analysis to stop."""
    return _carry_out(consultation_id, lambda: assess.cancel(consultation_id))


@pages.post("/merge")
@login_required
def merge(consultation_id: int) -> Answer:
    """Make one theme of the ticked ones."""
    chosen = request.form.getlist("theme", type=whole)
    done = _("The themes are one now.")
    return _carry_out(consultation_id, lambda: themes.merge(consultation_id, chosen, me()), done)


@pages.post("/notes")
@login_required
def sort_notes(consultation_id: int) -> Answer:
    """Put the ticked notes into another theme, or make a new theme of them."""
    chosen = request.form.getlist("note", type=whole)
    target = request.form.get("to", "")
    label = request.form.get("label", "")
    source = request.form.get("theme", type=whole)

    def act() -> Any:
        if target.isdigit():
            return themes.move_notes(consultation_id, chosen, whole_or(target, 0), me())
        if source is None:
            return themes.move_notes(consultation_id, chosen, None, me(), label, current_language())
        return themes.split(consultation_id, source, chosen, me(), label, current_language())

    return _carry_out(consultation_id, act, _("The notes are in this theme now."))


@pages.post("/themes/<int:theme_id>")
@login_required
def edit_theme(consultation_id: int, theme_id: int) -> Answer:
    """Name a theme."""
    name = request.form.get("name", "")

    def act() -> Any:
        return themes.rename(consultation_id, theme_id, name, current_language(), me())

    return _carry_out(consultation_id, act, _("The name is stored."), theme_id)


@pages.post("/themes/<int:theme_id>/place")
@login_required
def place_theme(consultation_id: int, theme_id: int) -> Answer:
    """Confirm commitment and track by hand, or withdraw it."""
    if "withdraw" in request.form:
        done = _("The confirmation is withdrawn.")
        return _carry_out(
            consultation_id, lambda: themes.unconfirm(consultation_id, theme_id, me()), done, theme_id
        )
    commitment, track = request.form.get("commitment") or None, request.form.get("track") or None
    also = request.form.getlist("also")
    return _carry_out(
        consultation_id,
        lambda: themes.confirm(consultation_id, theme_id, commitment, track, me(), also),
        _("The place in the framework is confirmed."),
        theme_id,
    )


@pages.post("/steps/<int:change_id>/undo")
@login_required
def undo_step(consultation_id: int, change_id: int) -> Answer:
    """Put back what a step of the paper trail has changed."""
    editable(consultation_id)
    try:
        board.undo(consultation_id, me(), change_id)
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The step is undone. Undoing it can be undone in the same way."), "success")
    return redirect(url_for("assessment.show", consultation_id=consultation_id), 303)


def _carry_out(consultation_id: int, act: Any, done: str = "", theme_id: int | None = None) -> Answer:
    """Do what a coordinator asked for, then show the page again at the theme it was about."""
    editable(consultation_id)
    try:
        theme = act()
    except Refused as refused:
        if refused.code == "not_in_consultation":
            abort(404)
        flash(sentence(refused.code, **refused.values), "error")
        return redirect(url_for("assessment.show", consultation_id=consultation_id, open=theme_id), 303)
    theme_id = getattr(theme, "id", None) if done else None
    anchor = f"theme-{theme_id}" if theme_id else "analysis"
    if done:
        # Said beside the theme it is about, where the page opens again.
        flash(done, "done")
    return redirect(
        url_for("assessment.show", consultation_id=consultation_id, open=theme_id, _anchor=anchor), 303
    )


def _needs_by_theme(consultation_id: int, rows: list[evidence.ThemeRow]) -> dict[int, list[needs.NeedRow]]:
    found: dict[int, list[needs.NeedRow]] = {}
    for need in needs.rows(consultation_id, rows):
        found.setdefault(need.theme_id, []).append(need)
    return found

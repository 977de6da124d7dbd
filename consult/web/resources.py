"""The register of resources: what exists already and who offers to help; kept by coordinators, from notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from consult.domain.errors import Refused
from consult.phrases import sentence
from consult.services.assessment import candidates, evidence, resources
from consult.services.assessment.resources import Entry
from consult.web.assessment_frame import editable, frame, me, readable
from consult.web.numbers import whole

pages = Blueprint(
    "resources", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/resources"
)


# Notes offered on one page.
AT_ONCE = 20
# What is shown of them: all, those of one kind, or what was dismissed.
DISMISSED = "dismissed"
SHOWN = (*resources.KINDS, DISMISSED)


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """The register by kind, hints which rows may be the same, and the notes that are in no row yet."""
    consultation = readable(consultation_id)
    visible = evidence.notes(consultation_id)
    register = resources.rows(consultation_id, visible)
    alike: dict[int, list[resources.ResourceRow]] = {}
    for pair in resources.duplicates(register):
        alike.setdefault(register[pair.one].id, []).append(register[pair.other])
        alike.setdefault(register[pair.other].id, []).append(register[pair.one])
    found = candidates.candidates(register, visible)
    shown = _asked(request.args)
    wanted = found.dismissed if shown == DISMISSED else _of_kind(found.open, shown)
    start = max(0, request.args.get("from", 0, type=whole) or 0)
    return render_template(
        "assessment/resources.html",
        **frame(consultation),
        register=register,
        by_id={row.id: row for row in register},
        alike=alike,
        candidates=found,
        shown=shown,
        offered=resources.offered(register, wanted[start : start + AT_ONCE]),
        offered_in_all=len(wanted),
        start=start,
        before=max(0, start - AT_ONCE) if start else None,
        after=start + AT_ONCE if start + AT_ONCE < len(wanted) else None,
        resource_kinds=resources.KINDS,
        name_length=resources.NAME_LENGTH,
    )


def _asked(sent: MultiDict[str, str]) -> str:
    """A kind, DISMISSED, or nothing for all that is offered."""
    return found if (found := sent.get("show", "")) in SHOWN else ""


def _of_kind(notes: Sequence[evidence.NoteRow], kind: str) -> Sequence[evidence.NoteRow]:
    return [note for note in notes if not kind or note.kind == kind]


@pages.post("/candidates")
@login_required
def sort_candidates(consultation_id: int) -> Answer:
    """Keep the ticked notes, leave them out, or offer them again; then the same place of the list."""
    editable(consultation_id)
    ticked = [key for key in request.form.getlist("note", type=whole) if key is not None]
    try:
        if "keep" in request.form:
            kept = candidates.keep(consultation_id, ticked, me())
            said = ngettext(
                "%(num)d note is in the register now.", "%(num)d notes are in the register now.", kept
            )
        elif "recall" in request.form:
            back = candidates.recall(consultation_id, ticked, me())
            said = ngettext("%(num)d note is offered again.", "%(num)d notes are offered again.", back)
        else:
            gone = candidates.dismiss(consultation_id, ticked, me())
            said = ngettext(
                "%(num)d note is left out. It stands under “Left out”.",
                "%(num)d notes are left out. They stand under “Left out”.",
                gone,
            )
    except Refused as refused:
        if refused.code == "not_in_consultation":
            abort(404)
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(said, "success")
    shown, start = _asked(request.form) or None, request.form.get("from", type=whole) or None
    further: dict[str, Any] = {"show": shown, "from": start}
    here = url_for("resources.show", consultation_id=consultation_id, **further)
    return redirect(f"{here}#offered-title", 303)


@pages.post("")
@login_required
def keep(consultation_id: int) -> Answer:
    """Put a row into the register, made from a note or without one."""
    entry, told = _typed()
    return _carry_out(consultation_id, lambda: resources.keep(consultation_id, entry, told, me()).id)


@pages.get("/<int:resource_id>")
@login_required
def edit(consultation_id: int, resource_id: int) -> str:
    """The form of a row."""
    editable(consultation_id)
    row = _stored(consultation_id, resource_id)
    entry = Entry(row.kind, row.name, row.holder, row.description)
    return _form(consultation_id, row, entry, {note.id for note in row.notes})


@pages.post("/<int:resource_id>")
@login_required
def change(consultation_id: int, resource_id: int) -> Answer | tuple[str, int]:
    """Store other words, or other notes."""
    editable(consultation_id)
    row, (entry, told) = _stored(consultation_id, resource_id), _typed()
    try:
        resources.change(consultation_id, resource_id, entry, told, me())
    except Refused as refused:
        return _form(consultation_id, row, entry, set(told), refused), 400
    return _done(consultation_id, resource_id)


@pages.post("/<int:resource_id>/notes")
@login_required
def add_note(consultation_id: int, resource_id: int) -> Answer:
    """A note speaks of this row."""
    note_id = request.form.get("note", type=whole) or 0
    return _carry_out(
        consultation_id, lambda: resources.add_note(consultation_id, resource_id, note_id, me()).id
    )


@pages.post("/merge")
@login_required
def merge(consultation_id: int) -> Answer:
    """Make one row of the ticked ones."""
    chosen = [key for key in request.form.getlist("resource", type=whole) if key is not None]
    return _carry_out(consultation_id, lambda: resources.merge(consultation_id, chosen, me()).id)


@pages.post("/<int:resource_id>/remove")
@login_required
def remove(consultation_id: int, resource_id: int) -> Answer:
    """Take a row out of the register."""
    return _carry_out(consultation_id, lambda: resources.remove(consultation_id, resource_id, me()))


def _carry_out(consultation_id: int, act: Callable[[], int | None]) -> Answer:
    editable(consultation_id)
    try:
        resource_id = act()
    except Refused as refused:
        if refused.code == "not_in_consultation":
            abort(404)
        flash(sentence(refused.code, **refused.values), "error")
        return redirect(url_for("resources.show", consultation_id=consultation_id), 303)
    return _done(consultation_id, resource_id)


def _done(consultation_id: int, resource_id: int | None) -> Answer:
    flash(_("The register is stored."), "success")
    anchor = f"resource-{resource_id}" if resource_id else None
    return redirect(url_for("resources.show", consultation_id=consultation_id, _anchor=anchor), 303)


def _form(
    consultation_id: int,
    row: resources.ResourceRow,
    entry: Entry,
    ticked: set[int],
    refused: Refused | None = None,
) -> str:
    return render_template(
        "assessment/resource.html",
        **frame(readable(consultation_id)),
        row=row,
        entry=entry,
        ticked=ticked,
        resource_kinds=resources.KINDS,
        name_length=resources.NAME_LENGTH,
        most=resources.DESCRIPTION_LENGTH,
        problem=sentence(refused.code, **refused.values) if refused else "",
    )


def _typed() -> tuple[Entry, list[int]]:
    names = ("kind", "name", "holder", "description")
    entry = Entry(**{name: request.form.get(name, "") for name in names})
    return entry, [key for key in request.form.getlist("note", type=whole) if key is not None]


def _stored(consultation_id: int, resource_id: int) -> resources.ResourceRow:
    found = next((row for row in resources.rows(consultation_id) if row.id == resource_id), None)
    if found is None:
        abort(404)
    return found

"""What an analysis would change about the themes, as a page that works without scripts: read it, take it or leave it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as Answer

from consult.domain.errors import Refused
from consult.phrases import sentence
from consult.services.understanding import suggesting
from consult.web.assessment_frame import editable, frame, me, readable
from consult.web.numbers import whole

pages = Blueprint(
    "regrouping", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/suggestion"
)


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """Each note that would go elsewhere, from where and to where; coordinators decide about all of it at once."""
    consultation = readable(consultation_id)
    found = suggesting.suggestion(consultation_id)
    return render_template(
        "assessment/suggestion.html",
        **frame(consultation),
        found=found,
        moved=suggesting.moved(found) if found else [],
        emptied=suggesting.emptied(found) if found else [],
    )


@pages.post("")
@login_required
def decide(consultation_id: int) -> Answer:
    """Take what this person has read, or leave it."""
    editable(consultation_id)
    taken = "take" in request.form
    try:
        settle(consultation_id, request.form.get("run", type=whole), taken)
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
        return redirect(url_for(".show", consultation_id=consultation_id), 303)
    flash(
        _("The notes are regrouped. The paper trail can take it back.")
        if taken
        else _("The themes stay as they are."),
        "success",
    )
    return redirect(url_for("assessment.show", consultation_id=consultation_id), 303)


def settle(consultation_id: int, run: int | None, taken: bool) -> None:
    """Take the suggestion of a run, or leave it; Refused where it is not the one that this person has seen."""
    found = suggesting.suggestion(consultation_id)
    if found is None or found.run_id != run:
        raise Refused("nothing_to_regroup")
    if taken:
        suggesting.take(consultation_id, me())
    else:
        suggesting.leave(consultation_id)

"""What was voted for, by stakeholder group, and what people can live with: for those who work on the consultation."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from consult.domain.board import REASON_LENGTH
from consult.domain.errors import Refused
from consult.domain.texts import clean_line
from consult.extensions import db
from consult.models import Meeting, Note, Stance
from consult.phrases import sentence
from consult.services.assessment import by_group
from consult.services.meeting import steer
from consult.services.reports import meeting_facts
from consult.web.assessment_frame import frame, readable
from consult.web.numbers import whole

pages = Blueprint("votes", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/votes")


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """Every meeting that closed a vote or asked what people can live with, each by itself."""
    consultation = readable(consultation_id)
    held = meeting_facts.held_meetings(consultation_id)
    found = [
        (row, by_group.votes(row), by_group.acceptability(row), by_group.hidden_objections(row))
        for row in held
    ]
    return render_template(
        "assessment/votes.html",
        **frame(consultation),
        found=[one for one in found if one[0].voting == "closed" or one[2]],
        hide_reasons=_reasons(),
        opened=request.args.get("open", type=whole),
    )


@pages.post("/<int:meeting_id>/objections/<int:objection_id>/hide")
@login_required
def hide_objection(consultation_id: int, meeting_id: int, objection_id: int) -> Answer:
    """Take the words of an objection off every page and report; the reason is kept."""
    chosen, own = clean_line(request.form.get("reason", "")), clean_line(request.form.get("own", ""))
    reason = own if chosen == "other" else ": ".join(part for part in (chosen, own) if part)
    _check(consultation_id, meeting_id)
    try:
        if not reason:
            raise Refused("reason_missing")
        steer.hide_objection(meeting_id, objection_id, reason[:REASON_LENGTH])
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The objection is hidden."), "success")
    return _back(consultation_id, meeting_id, objection_id)


@pages.post("/<int:meeting_id>/objections/<int:objection_id>/show")
@login_required
def show_objection(consultation_id: int, meeting_id: int, objection_id: int) -> Answer:
    """Bring the words of a hidden objection back."""
    _check(consultation_id, meeting_id)
    try:
        steer.show_objection(meeting_id, objection_id)
    except Refused as refused:
        flash(sentence(refused.code, **refused.values), "error")
    else:
        flash(_("The objection is shown again."), "success")
    return _back(consultation_id, meeting_id, objection_id)


def _reasons() -> list[str]:
    return [
        _("It names or identifies a person"),
        _("It insults or discriminates"),
        _("It was sent twice or by mistake"),
        _("It is not about the question"),
    ]


def _check(consultation_id: int, meeting_id: int) -> None:
    """404 unless whoever is signed in works on the consultation, and the meeting is one of it."""
    readable(consultation_id)
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.consultation_id != consultation_id:
        abort(404)


def _back(consultation_id: int, meeting_id: int, objection_id: int) -> Answer:
    own = select(Stance.note_id).join(Note, Note.id == Stance.note_id).where(Note.meeting_id == meeting_id)
    point = db.session.scalar(own.where(Stance.id == objection_id))
    anchor = None if point is None else f"point-{point}"
    return redirect(url_for("votes.show", consultation_id=consultation_id, open=point, _anchor=anchor), 303)

"""The theme board: the page on which several people sort notes into themes at once. What it does goes over the socket."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user, login_required
from sqlalchemy import select

from consult.domain.errors import Refused
from consult.domain.languages import in_language
from consult.domain.words import Role
from consult.extensions import db
from consult.frameworks import framework, tag_kinds
from consult.locales import current_language
from consult.models import Consultation, Meeting
from consult.phrases import sentence
from consult.services.accounts.permissions import consultation_for
from consult.services.accounts.tickets import board_ticket
from consult.services.understanding import suggesting
from consult.web.assessment_frame import frame
from consult.web.numbers import whole
from consult.web.regrouping import settle

pages = Blueprint("board", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/board")


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """The board for coordinators; facilitators may look at it; 404 for everybody else."""
    consultation = consultation_for(current_user, consultation_id, Role.COORDINATOR, Role.FACILITATOR)
    return render_template(
        "assessment/board.html",
        **frame(consultation),
        ticket=board_ticket(current_user, consultation),
        words=_words(consultation),
    )


@pages.get("/suggestion")
@login_required
def suggestion(consultation_id: int) -> dict[str, Any]:
    """How the last run of the analysis would regroup notes: {suggestion: {run, moves, new, gone, of} or None}."""
    consultation_for(current_user, consultation_id, Role.COORDINATOR, Role.FACILITATOR)
    found = suggesting.suggestion(consultation_id)
    if found is None:
        return {"suggestion": None}
    new = {key: in_language(dict(label), current_language()) for key, label in found.new.items()}
    return {
        "suggestion": {
            "run": found.run_id,
            "moves": found.moves,
            "new": new,
            "gone": found.gone,
            "of": found.of,
        }
    }


@pages.post("/suggestion")
@login_required
def decide(consultation_id: int) -> dict[str, Any]:
    """Take what the analysis suggested, or leave it: {ok} or {ok: False, message}."""
    consultation_for(current_user, consultation_id, Role.COORDINATOR)
    try:
        settle(consultation_id, request.form.get("run", type=whole), "take" in request.form)
    except Refused as refused:
        return {"ok": False, "message": sentence(refused.code, **refused.values)}
    return {"ok": True}


def _words(consultation: Consultation) -> dict[str, Any]:
    """What the script has to call by name, in the language of the page: {framework, tags, meetings, translating}."""
    language = current_language()
    plan = framework(consultation.framework_id)
    held = db.session.scalars(select(Meeting).where(Meeting.consultation_id == consultation.id))
    return {
        "framework": {
            "commitments": [{"id": row.id, "title": row.title(language)} for row in plan.commitments],
            "tracks": [{"id": row.id, "title": row.title(language)} for row in plan.tracks],
        },
        "tags": [
            {
                "id": kind.id,
                "name": kind.names[language],
                "hint": kind.hints.get(language, ""),
                "several": kind.several,
                "values": [{"id": tag.id, "name": tag.names[language]} for tag in kind.values],
            }
            for kind in tag_kinds()
        ],
        "meetings": {meeting.id: in_language(meeting.title, language) for meeting in held},
        "translating": len(consultation.languages) > 1,
    }

"""What was voted for, by stakeholder group, and what people can live with: for those who work on the consultation."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import login_required

from consult.services import by_group, meeting_facts
from consult.web.assessment_frame import frame, readable

pages = Blueprint("votes", __name__, url_prefix="/consultations/<int:consultation_id>/assessment/votes")


@pages.get("")
@login_required
def show(consultation_id: int) -> str:
    """Every meeting that closed a vote or asked what people can live with, each by itself."""
    consultation = readable(consultation_id)
    held = meeting_facts.held_meetings(consultation_id)
    found = [(row, by_group.votes(row), by_group.acceptability(row)) for row in held]
    return render_template(
        "assessment/votes.html",
        **frame(consultation),
        found=[(row, votes, stances) for row, votes, stances in found if row.voting == "closed" or stances],
    )

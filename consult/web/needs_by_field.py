"""The needs of all consultations that somebody works on, by field of activity and city."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user, login_required

from consult.services.accounts import members
from consult.services.assessment import ranking
from consult.services.assessment.needs_by_field import by_field

pages = Blueprint("needs_by_field", __name__, url_prefix="/needs")

MOST = 5


@pages.get("")
@login_required
def show() -> str:
    """All of them, or those of ?city=Nantes."""
    mine = [consultation for consultation, _meetings in members.consultations_of(current_user)]
    cities = sorted({row.city for row in mine if row.city}, key=str.casefold)
    city = request.args.get("city", "")
    chosen = [row for row in mine if city not in cities or row.city == city]
    return render_template(
        "assessment/by_field.html",
        found=by_field(chosen, MOST),
        cities=cities,
        city=city if city in cities else "",
        how_ranked=ranking.how_ranked(),
    )

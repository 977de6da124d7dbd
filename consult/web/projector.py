"""What the hall sees: the projector, and the QR code that leads into the meeting."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.locales import in_language
from consult.models import Meeting
from consult.services.accounts.tokens import could_be_token
from consult.services.meeting.wire import join_address

pages = Blueprint("projector", __name__)

QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for
THEMES = ("light", "dark")


@pages.get("/projector/<projector_key>")
def projector(projector_key: str) -> str:
    """The page for the beamer; whoever has the address may see it. 404 for an unknown key."""
    meeting = _meeting_or_404(Meeting.projector_key, projector_key)
    languages = offered_languages(meeting)
    if request.args.get("lang") not in LANGUAGES:
        g.language = languages[0]
    theme = request.args.get("theme", "")
    return render_template(
        "projector/projector.html",
        meeting=meeting,
        projector_key=projector_key,
        languages=languages,
        words={code: hall_words(code) for code in languages},
        theme=theme if theme in THEMES else "",
    )


@pages.get("/qr/<join_secret>.svg")
def qr(join_secret: str) -> Response:
    """The join address as a QR code, dark on white, with its quiet zone; 404 for an unknown secret."""
    meeting = _meeting_or_404(Meeting.join_secret, join_secret)
    response = make_response(qr_svg(join_address(meeting)))
    response.mimetype = "image/svg+xml"
    return response


def qr_svg(text: str) -> bytes:
    """`text` as an SVG image of one path on a white ground, at error correction level M."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    stream = BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(stream)
    return stream.getvalue()


def offered_languages(meeting: Meeting) -> list[str]:
    """The languages of the consultation that this product speaks, at least English."""
    return [code for code in meeting.consultation.languages if code in LANGUAGES] or ["en"]


def hall_words(language: str) -> dict[str, Any]:
    """The few sentences the hall reads in every language of the meeting; `{…}` is filled in by the page."""
    with in_language(language):
        return {
            "welcome": _("Welcome"),
            "steps": [
                _("Point your camera at the code."),
                _("Choose your languages. No account needed."),
                _("Your phone tells you where to sit."),
            ],
            "no_phone": _("No phone? Ask us: it works without one."),
            "round": _("Round {number} of {total}"),
            "moving": _("Please move to your next table"),
            "soon": _("We start soon"),
            "slower": _("Please speak a little slower"),
            "harvest": _("What we heard at the tables"),
            "vote_soon": _("Soon we vote on what matters most"),
            "vote_now": _("Vote now on your phone"),
            "votes": _("What matters most to us"),
            "live_with": _("Can you live with it? Answer on your phone"),
            "lived_with": _("What we can live with"),
            "all": _("Acceptable to all who answered"),
            "objections": _("There are objections"),
            "objections_by": _("Objections by: {groups}"),
            "other_groups": _("other groups"),
            "few": _("Too few answers to tell"),
            "themes": _("What we talked about"),
            "automatic": _("Automatic translation"),
            "doubtful": _("Automatic translation. May be wrong: please read the original."),
            "by_person": _("Translated by a person"),
            "thanks": _("Thank you for taking part"),
        }


def _meeting_or_404(column: Any, secret: str) -> Meeting:
    known = could_be_token(secret)
    meeting: Meeting | None = db.session.scalar(select(Meeting).where(column == secret)) if known else None
    if meeting is None:
        abort(404)
    return meeting

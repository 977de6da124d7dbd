"""What people see when something cannot be done: a plain sentence in their language, never a trace."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from consult import logs
from consult.domain.errors import Refused
from consult.extensions import db
from consult.phrases import sentence

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Attach the error pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> tuple[str, int]:
    return _page(error.code or 500)


def _page(code: int) -> tuple[str, int]:
    texts = {
        400: _("This request could not be understood."),
        403: _("You are not allowed to do this."),
        404: _("There is nothing at this address. The link may be incomplete or no longer valid."),
        413: _("This is too large to be accepted."),
        429: _("Too many attempts. Please wait a minute and try again."),
    }
    text = texts.get(
        code, _("Something went wrong on our side. Nothing you saved is lost. Please try again.")
    )
    return render_template("error.html", code=code, text=text), code


def _csrf_error(_error: CSRFError) -> tuple[str, int]:
    text = _("This form was open for too long. Go back, reload the page and send it again.")
    return render_template("error.html", code=400, text=text), 400


def _refused(refused: Refused) -> tuple[str, int]:
    return render_template("error.html", code=409, text=sentence(refused.code, **refused.values)), 409


def _unexpected(error: Exception) -> tuple[str, int]:
    # The name of the page, not its address: that holds personal links.
    logs.failure(log, f"page {request.endpoint}", error)
    db.session.rollback()
    return _page(500)

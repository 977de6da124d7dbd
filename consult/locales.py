"""Which language to answer in."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import g, has_request_context, request, session
from flask_babel import force_locale as in_language
from flask_babel import get_locale

from consult.domain.languages import LANGUAGES, NAMES
from consult.places import MESSAGES

__all__ = ["chosen_language", "current_language", "in_language", "language_names", "script_messages"]


def chosen_language() -> str:
    """What the reader chose (link, then cookie), else what the browser prefers, else English."""
    if not has_request_context():
        return "en"
    for candidate in (g.get("language"), request.args.get("lang"), session.get("language")):
        if candidate in LANGUAGES:
            return str(candidate)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def current_language() -> str:
    """The language sentences are made in now, one of en, fr, es, pt."""
    return str(get_locale() or "en")


def language_names() -> dict[str, str]:
    """Each language in its own words, as a chooser shows it."""
    return dict(NAMES)


def script_messages(page: str, language: str) -> dict[str, str]:
    """The translated sentences of one page's scripts, `static/js/<page>` and `static/js/common`."""
    pages = _catalogue(language)
    return {**pages.get("common", {}), **pages.get(page, {})}


@cache
def _catalogue(language: str) -> dict[str, Any]:
    path = MESSAGES / f"{language}.json"
    return json.loads(path.read_text()) if path.exists() else {}

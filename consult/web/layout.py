"""What every template may use: addresses of built files, the reader's language, translated texts of rows."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Flask, url_for
from whitenoise import WhiteNoise

from consult.domain.languages import in_language
from consult.locales import current_language, language_names, script_messages
from consult.places import DIST


def register(app: Flask) -> None:
    """Serve `static/dist` and give the templates their helpers."""
    _serve_static(app)
    app.context_processor(_helpers)
    app.template_filter("localized")(lambda texts: in_language(texts or {}, current_language()))


def asset(name: str) -> str:
    """The address of a built file; bundles carry a hash in their name and may be kept for ever."""
    return "/static/" + _manifest().get(name, name)


def boot_data(page: str, **values: Any) -> dict[str, Any]:
    """What a page's script starts with: language, its sentences, and the page's own values."""
    language = current_language()
    return {
        "language": language,
        "languages": language_names(),
        "messages": script_messages(page, language),
        **values,
    }


def _helpers() -> dict[str, Any]:
    return {
        "asset": asset,
        "boot_data": boot_data,
        "language": current_language(),
        "language_names": language_names(),
        "url_for": url_for,
    }


def _serve_static(app: Flask) -> None:
    def hashed(_path: str, url: str) -> bool:
        return any(url.endswith("/" + name) for name in _manifest().values())

    noise = WhiteNoise(app.wsgi_app, immutable_file_test=hashed, max_age=3600, allow_all_origins=False)
    noise.add_files(str(DIST), prefix="static/")
    app.wsgi_app = noise  # type: ignore[method-assign]


@cache
def _manifest() -> dict[str, str]:
    path = DIST / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}

"""A participatory consultation platform for cities. `create_app` is the only place where everything is wired."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from consult.config import ConfigurationError, Settings

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"
# A phone that is lost is noticed after this and 20 s more. Its radio is awake anyway while somebody looks at the page.
PING_SECONDS = 15
__all__ = ["Settings", "create_app"]


def create_app(settings: Settings | None = None, *, answers: bool = True, **overrides: Any) -> Flask:
    """The wired application. `answers`: it has pages and live commands. `overrides` are Flask settings, for tests."""
    # Imported here, so that the entry point can choose how the server waits before any of it is loaded.
    from flask import Flask

    from consult import models
    from consult.domain.times import known_zones
    from consult.places import MIGRATIONS, TEMPLATES, TRANSLATIONS

    settings = settings or Settings.from_environment()
    if settings.time_zone not in known_zones():
        raise ConfigurationError(
            f"CONSULT_TIME_ZONE must be a zone like Europe/Paris, not {settings.time_zone!r}"
        )
    app = Flask("consult", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=_driver_url(settings.database_url),
        # An error must not carry what was to be stored into a log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
        MAX_CONTENT_LENGTH=256 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https"),
        WTF_CSRF_TIME_LIMIT=None,
        CLOCK=time.time,
    )
    app.config.update(overrides)
    _connect_extensions(app, settings, str(MIGRATIONS))
    assert models.Meeting is not None
    if answers:
        from consult import live, web

        web.register(app)
        live.register(app)
    _trust_proxies(app, settings.proxies)
    return app


def _connect_extensions(app: Flask, settings: Settings, migrations: str) -> None:
    from consult.extensions import babel, csrf, db, limiter, login, migrate, socketio
    from consult.live import fan_out
    from consult.live.manager import manager
    from consult.locales import chosen_language

    db.init_app(app)
    migrate.init_app(app, db, directory=migrations, render_as_batch=True)
    babel.init_app(app, locale_selector=chosen_language)
    login.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        cors_allowed_origins=may_connect_from(settings),
        manage_session=False,
        max_http_buffer_size=settings.max_message_bytes,
        # What it costs, and what a longer one would hide: docs/live.md, consult/live/lag.py.
        ping_interval=PING_SECONDS,
        http_compression=False,
        always_connect=False,
        serve_client=False,
        client_manager=manager(settings.async_mode, settings.fan_out, settings.redis_url),
    )
    fan_out.connect_websockets(socketio.server)


def _trust_proxies(app: Flask, how_many: int) -> None:
    """Believe the last `how_many` proxies who is asking: behind one, all visitors seem to share its address."""
    if how_many:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=how_many, x_proto=how_many)  # type: ignore[method-assign]


def may_connect_from(settings: Settings) -> Callable[[str | None, Mapping[str, Any]], bool]:
    """Which pages may open the live connection: those of the named origins, or of the very address they call.

    Behind HTTPS only the named origins count. Headers that a proxy may add, and anybody can invent, are not read.
    """
    named = set(settings.allowed_origins)
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        named.add(f"{parts.scheme}://{parts.netloc}")
    exact = bool(settings.allowed_origins) or (settings.public_url or "").startswith("https:")

    def allowed(origin: str | None, environ: Mapping[str, Any]) -> bool:
        return origin in named or (not exact and origin == f"http://{environ.get('HTTP_HOST')}")

    return allowed


def _driver_url(url: str) -> str:
    """`postgres://` and `postgresql://` mean the driver we ship."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url

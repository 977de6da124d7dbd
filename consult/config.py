"""Settings, read once from the environment. Every one has a default that works on a laptop in a hall."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

KNOWN_SECRETS = frozenset({"", "dev", "secret", "changeme", "change-me"})


class ConfigurationError(ValueError):
    """A setting that the server must not start with; the text is for the person who set it."""


@dataclass(frozen=True)
class Settings:
    """How this server runs. Times in seconds, sizes in bytes."""

    data_folder: Path
    database_url: str
    secret_key: str
    async_mode: str = "eventlet"
    fan_out: str = "fast"
    production: bool = False
    public_url: str | None = None
    allowed_origins: tuple[str, ...] = ()
    grace_seconds: int = 60
    time_zone: str = "Europe/Brussels"
    max_message_bytes: int = 16_384
    most_lines: int = 5_000
    join_within_seconds: int = 5
    proxies: int = 0
    log: str = "plain"
    metrics_token: str | None = None
    redis_url: str | None = None
    engines: EngineSettings = field(default_factory=lambda: EngineSettings())

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read `CONSULT_*` variables.

        Raises ConfigurationError for a value the server cannot run with.
        """
        folder = Path(environ.get("CONSULT_DATA", "var")).absolute()
        production = environ.get("CONSULT_ENV", "") == "production"
        public_url = environ.get("CONSULT_PUBLIC_URL", "").rstrip("/") or None
        origins = tuple(o.strip() for o in environ.get("CONSULT_ORIGINS", "").split(",") if o.strip())
        _look_for_sentence_model(environ)
        mode = environ.get("CONSULT_ASYNC_MODE", "eventlet")
        if mode not in {"eventlet", "threading"}:
            raise ConfigurationError(f"CONSULT_ASYNC_MODE must be eventlet or threading, not {mode!r}")
        log = environ.get("CONSULT_LOG") or "plain"
        if log not in {"plain", "json"}:
            raise ConfigurationError(f"CONSULT_LOG must be plain or json, not {log!r}")
        fan_out = environ.get("CONSULT_FAN_OUT", "fast")
        if fan_out not in {"fast", "stock"}:
            raise ConfigurationError(f"CONSULT_FAN_OUT must be fast or stock, not {fan_out!r}")
        database_url = environ.get("CONSULT_DATABASE_URL") or f"sqlite:///{folder / 'consult.sqlite'}"
        return cls(
            data_folder=folder,
            database_url=database_url,
            secret_key=_secret(environ, folder, production),
            async_mode=mode,
            fan_out=fan_out,
            production=production,
            public_url=public_url,
            allowed_origins=origins,
            grace_seconds=_positive(environ, "CONSULT_GRACE_SECONDS", 60),
            time_zone=environ.get("CONSULT_TIME_ZONE", "").strip() or "Europe/Brussels",
            most_lines=_positive(environ, "CONSULT_MOST_LINES", 5_000),
            proxies=_positive(environ, "CONSULT_PROXIES", 0),
            log=log,
            metrics_token=_metrics_token(environ),
            redis_url=_redis_url(environ, database_url),
            engines=EngineSettings.from_environment(environ),
        )


ENGINES = ("openai", "libretranslate", "apertium")


@dataclass(frozen=True)
class EngineSettings:
    """Which engines translate notes, in this order. An engine without an address is not set up.

    Addresses begin with http or https; `apertium_megabytes` is for all its processes together; `seconds` is how
    long one text may take outside; `experiences_outside`: whether engines on other machines get what people told
    as their own experience.
    """

    order: tuple[str, ...] = ENGINES
    openai_url: str | None = None
    openai_key: str | None = field(default=None, repr=False)
    openai_model: str = ""
    libretranslate_url: str | None = None
    libretranslate_key: str | None = field(default=None, repr=False)
    seconds: int = 10
    apertium_megabytes: int = 480
    experiences_outside: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> EngineSettings:
        """Read `CONSULT_*` variables.

        Raises ConfigurationError for a value that cannot work or would send notes in the clear through the internet.
        """
        openai_url = _engine_url(environ, "CONSULT_OPENAI_URL")
        model = environ.get("CONSULT_OPENAI_MODEL", "").strip()
        if openai_url and not model:
            raise ConfigurationError("CONSULT_OPENAI_MODEL is missing: which model shall translate?")
        outside = environ.get("CONSULT_TRANSLATE_EXPERIENCES", "").strip().lower() or "no"
        if outside not in {"yes", "no"}:
            raise ConfigurationError(f"CONSULT_TRANSLATE_EXPERIENCES must be yes or no, not {outside!r}")
        return cls(
            order=_order(environ),
            openai_url=openai_url,
            openai_key=_engine_key(environ, "CONSULT_OPENAI_KEY"),
            openai_model=model,
            libretranslate_url=_engine_url(environ, "CONSULT_LIBRETRANSLATE_URL"),
            libretranslate_key=_engine_key(environ, "CONSULT_LIBRETRANSLATE_KEY"),
            seconds=_positive(environ, "CONSULT_TRANSLATION_SECONDS", 10),
            apertium_megabytes=_positive(environ, "CONSULT_APERTIUM_MEGABYTES", 480),
            experiences_outside=outside == "yes",
        )


def _order(environ: Mapping[str, str]) -> tuple[str, ...]:
    names = [
        name.strip().lower() for name in environ.get("CONSULT_TRANSLATION", "").split(",") if name.strip()
    ]
    if names == ["none"]:
        return ()
    for name in names:
        if name not in ENGINES or names.count(name) > 1:
            raise ConfigurationError(
                f"CONSULT_TRANSLATION must be none, or some of {', '.join(ENGINES)}, each once, not {name!r}"
            )
    return tuple(names) or ENGINES


def _engine_url(environ: Mapping[str, str], name: str) -> str | None:
    """The address of an engine; in the clear only on this machine and in its own network."""
    given = environ.get(name, "").strip().rstrip("/")
    if not given:
        return None
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(f"{name} is not an address") from None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{name} must be an address like https://host/path, without name or key in it"
        )
    if parts.scheme == "http" and not _is_near(host):
        raise ConfigurationError(f"{name} must begin with https:// : notes must not travel in the clear")
    return given


def _is_near(host: str) -> bool:
    """On this machine, or in its own network: a private address, a name without a dot (a container)."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host
    return address.is_loopback or address.is_private


def _engine_key(environ: Mapping[str, str], name: str) -> str | None:
    given = environ.get(name, "").strip() or None
    if given is not None and not (given.isascii() and given.isprintable()):
        raise ConfigurationError(f"{name} holds characters that no key has")
    return given


def _secret(environ: Mapping[str, str], folder: Path, production: bool) -> str:
    """The key that signs cookies: from the environment, or made once and kept in the data folder."""
    given = environ.get("CONSULT_SECRET_KEY", "")
    if given:
        if production and (given.lower() in KNOWN_SECRETS or len(given) < 24):
            raise ConfigurationError(
                "CONSULT_SECRET_KEY is known or too short: use at least 24 random characters"
            )
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _look_for_sentence_model(environ: Mapping[str, str]) -> None:
    """Where a folder with a sentence model is set, it must be there; analysis/sentence_model.py reads it."""
    given = environ.get("CONSULT_SENTENCE_MODEL", "").strip()
    if given and not (Path(given) / "config.json").is_file():
        raise ConfigurationError(f"CONSULT_SENTENCE_MODEL: {given} is no folder with a config.json")


def _metrics_token(environ: Mapping[str, str]) -> str | None:
    """What whoever reads /metrics from elsewhere has to know; None where nobody may."""
    given = environ.get("CONSULT_METRICS_TOKEN", "").strip() or None
    if given is not None and (len(given) < 24 or not given.isascii()):
        raise ConfigurationError("CONSULT_METRICS_TOKEN is too short: use at least 24 random characters")
    return given


def _redis_url(environ: Mapping[str, str], database_url: str) -> str | None:
    """Where several processes meet; None where there is one."""
    given = environ.get("CONSULT_REDIS_URL", "").strip() or None
    if given is None:
        return None
    if not given.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigurationError("CONSULT_REDIS_URL must begin with redis://, rediss:// or unix://")
    if database_url.startswith("sqlite"):
        raise ConfigurationError("CONSULT_REDIS_URL is for several processes: they need PostgreSQL")
    return given


def _positive(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) == 0:
        raise ConfigurationError(f"{name} must be a whole number above 0, not {text!r}")
    return int(text)

"""What time it is: one clock for the whole server, which tests can hold."""

from __future__ import annotations

from flask import current_app


def now() -> float:
    """The present instant in Unix seconds."""
    return float(current_app.config["CLOCK"]())

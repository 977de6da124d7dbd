"""Secrets that people carry in links: made here, stored only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """128 random bits, fit for an address."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def could_be_token(text: str) -> bool:
    """Whether `text` has only signs that a database can look up: no NUL, no halves of letters."""
    return text.isascii() and text.isprintable()

"""Secrets that people carry in links: made here, stored only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """128 random bits, fit for an address."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()

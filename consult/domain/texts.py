"""What people type, made safe to store: one normal form, nothing invisible that could mislead a reader."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of what follows: they can make a text read as something else.
_OVERRIDES = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def clean_text(text: str) -> str:
    """NFC, no control characters but line breaks, no direction overrides, no blanks around."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    # What can be printed is harmless; only where something cannot is every letter looked at.
    if not unified.replace("\n", " ").isprintable():
        unified = "".join(ch for ch in unified if _harmless(ch))
    # Composed last: what is taken out may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", unified).strip()


def clean_line(text: str) -> str:
    """As `clean_text`, on one line."""
    return " ".join(clean_text(text).split())


def _harmless(ch: str) -> bool:
    if ch == "\n":
        return True
    if ch in _OVERRIDES:
        return False
    # Cc: control characters, Cs: half of a surrogate pair.
    return unicodedata.category(ch) not in {"Cc", "Cs"}

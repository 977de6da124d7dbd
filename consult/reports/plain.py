"""Plain text: what may stay of a text that people typed, so that no file breaks and no line is reversed."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

# Joiners that emoji and Arabic need, and the harmless direction marks.
_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d\u200e\u200f")
_LINE_BREAKS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})


def plain(text: str) -> str:
    """Return `text` in NFC without control, bidi-override, surrogate, private-use and non-characters."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_BREAKS))
    return "".join(character for character in normal if _may_stay(character)).strip()


def plain_everywhere(value: T) -> T:
    """Return a copy of a dataclass, tuple or mapping with `plain` applied to every text inside."""
    return change_texts(value, plain)


def change_texts(value: T, change: Callable[[str], str]) -> T:
    """Return a copy of a dataclass, tuple or mapping with `change` applied to every text inside."""
    return _changed(value, change)  # type: ignore[no-any-return]


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    if isinstance(value, Mapping):
        return {_changed(key, change): _changed(item, change) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return dataclasses.replace(value, **{name: _changed(getattr(value, name), change) for name in names})
    return value


def _may_stay(character: str) -> bool:
    if character == "\n" or character in _KEPT_FORMAT_CHARACTERS:
        return True
    category = unicodedata.category(character)
    if category == "Cf":
        return 0xE0020 <= ord(character) <= 0xE007F  # the tags inside flag emoji
    return category not in ("Cc", "Cs", "Co") and not _is_noncharacter(ord(character))


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE

"""Which characters a font file can show: accessible PDF (PDF/UA) refuses text that its fonts cannot show."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

MISSING = "\ufffd"  # "�"; Noto Sans has it
# Joiners, variation selectors, skin tones and tags: without the sign they change they mean nothing.
_MODIFIERS = re.compile("[\u200c-\u200f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def shown(text: str, characters: frozenset[int]) -> str:
    """Return `text` with every run of characters outside `characters` replaced by one "�" (or "?")."""
    if all(ord(character) in characters for character in text):
        return text
    sign = MISSING if ord(MISSING) in characters else "?"
    known = "".join(c if ord(c) in characters or c == "\n" else "\0" for c in _MODIFIERS.sub("", text))
    return re.sub("\0+", sign, known)


@cache
def characters_of(path: Path) -> frozenset[int]:
    """Return the code points in the character map of a TrueType or OpenType file; empty if there is none."""
    data = path.read_bytes()
    start = next((offset for tag, offset in _tables(data) if tag == b"cmap"), None)
    if start is None:
        return frozenset()
    count = struct.unpack_from(">H", data, start + 2)[0]
    found: set[int] = set()
    for place in range(count):
        at = start + struct.unpack_from(">I", data, start + 8 + 8 * place)[0]
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 4:
            found.update(_format_4(data, at))
        elif kind == 12:
            found.update(_format_12(data, at))
    return frozenset(found)


def _tables(data: bytes) -> Iterable[tuple[bytes, int]]:
    for place in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        yield tag, offset


def _format_4(data: bytes, at: int) -> Iterable[int]:
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    layout = f">{segments}H"
    ends = struct.unpack_from(layout, data, at + 14)
    starts = struct.unpack_from(layout, data, at + 16 + 2 * segments)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)


def _format_12(data: bytes, at: int) -> Iterable[int]:
    for place in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * place)
        yield from range(first, last + 1)

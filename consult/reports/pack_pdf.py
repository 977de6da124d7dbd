"""The pack for the hall as a PDF: tents and cards to cut, sheets to write on, the plan, the rule."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from consult.reports import pack as p
from consult.reports.pack_pages import Pages
from consult.reports.plain import plain_everywhere
from consult.reports.typesetting import colours, set_pdf, typefaces
from consult.reports.words import Words

# The signs of the tables as on every screen; white letters on each: contrast at least 4.5:1.
SIGN_COLOURS = {
    "terracotta": "#a8431c",
    "teal": "#0b6b6b",
    "plum": "#7a2f72",
    "olive": "#5a6212",
    "navy": "#22427c",
    "rose": "#b52a5b",
    "ochre": "#8a5800",
    "slate": "#4b5763",
}
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for
_DOTS = 8  # per module, so that a viewer which smooths pictures leaves them sharp


def write_pack(pack: p.Pack, parts: Collection[str] = p.PARTS, fonts: Path | None = None) -> bytes:
    """Return the wanted parts of the pack as the bytes of one PDF, A4 upright, in the order of `PARTS`.

    `fonts` as in `write_pdf`. A part with nothing to show is left out; ValueError if none is left.
    """
    faces = typefaces(fonts)
    pages = Pages(plain_everywhere(pack), faces.characters)
    makers: dict[str, Callable[[], dict[str, Any] | None]] = {
        p.TENTS: pages.tents,
        p.CARDS: pages.cards,
        p.SHEETS: pages.sheets,
        p.PLAN: pages.plan,
        p.RULE: pages.rule,
    }
    made = [content for part in p.PARTS if part in parts and (content := makers[part]()) is not None]
    if not made:
        raise ValueError("nothing to print")
    words = Words(pack.language)
    content = {
        "language": pack.language,
        "title": f"{pages.title} – {words('pack_title')}" if pages.title else words("pack_title"),
        "kind": words("pack_title"),
        "page_of": words("page_of", page="{page}", pages="{pages}"),
        "parts": made,
        "qr": list(qr_png(pack.join_link)),
        "qr_alt": words("pack_join_alt"),
        "families": faces.families,
        "colours": colours(),
        "signs": SIGN_COLOURS,
    }
    return set_pdf("pack.typ", content, faces, pack.made_at)


def qr_png(text: str) -> bytes:
    """Return `text` as a QR code with its quiet zone: a PNG of one bit per dot, error correction level M."""
    import qrcode

    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = [[dark for dark in row for _ in range(_DOTS)] for row in code.get_matrix()]
    lines = b"".join((b"\0" + _bits(row)) * _DOTS for row in rows)
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows) * _DOTS, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", size), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    )


def _bits(row: list[bool]) -> bytes:
    """Dark dots as 0, light ones as 1, eight to a byte."""
    padded = row + [False] * (-len(row) % 8)
    return bytes(
        sum(0 if dark else 1 << (7 - place) for place, dark in enumerate(padded[start : start + 8]))
        for start in range(0, len(padded), 8)
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

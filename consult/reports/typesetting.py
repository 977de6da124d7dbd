"""Setting a PDF with Typst: the typefaces, the characters they can show, and the way to a PDF that everybody can read.

The texts reach Typst as JSON, so nothing in them is ever read as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from consult.reports import palette
from consult.reports.glyphs import characters_of

# In this order; the first that is there sets the text, the others fill in.
FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Noto Emoji",
    "Liberation Sans",
    "DejaVu Sans",
    "Libertinus Serif",  # comes with Typst
)
_LATIN = frozenset(range(0x20, 0x180)) | frozenset(map(ord, "\u200b–—‘’“”…•·"))


@dataclass(frozen=True, slots=True)
class Typefaces:
    """What is there to set texts with: Typst's own object, the families in order, what they all can show."""

    handle: Any
    families: tuple[str, ...]
    characters: frozenset[int]


@cache
def typefaces(folder: Path | None) -> Typefaces:
    """Return the typefaces of a folder with TTF files; None takes those of the machine."""
    import typst

    handle = typst.Fonts(include_system_fonts=folder is None, font_paths=[folder] if folder else [])
    families = tuple(family for family in FAMILIES if family in handle.families())
    found: dict[str, frozenset[int]] = {}
    for font in handle.fonts():
        if font.family in families:
            here = characters_of(Path(font.path)) if font.path else _LATIN
            found[font.family] = found.get(font.family, here) & here
    return Typefaces(handle, families, frozenset().union(*found.values()))


def colours() -> dict[str, Any]:
    """Return the palette of a report by its names in lower case, as "#RRGGBB"."""
    names = ("INK", "COFFEE", "TERRACOTTA", "QUIET", "LINE", "CREAM")
    return {
        **{name.lower(): f"#{getattr(palette, name)}" for name in names},
        "tones": [f"#{tone}" for tone in palette.TONES],
    }


def breakable(text: str, from_length: int = 24, every: int = 12) -> str:
    """Return `text` with places to break in words and addresses of `from_length` letters or more."""
    return re.sub(
        rf"\S{{{from_length},}}", lambda word: "\u200b".join(re.findall(rf".{{1,{every}}}", word[0])), text
    )


def asked(template: str, content: Mapping[str, Any], faces: Typefaces, label: str) -> list[Any]:
    """Return what a Typst file says of itself once its pages are set: the values of its metadata with a label."""
    import typst

    compiler = typst.Compiler(
        _source(template), font_paths=faces.handle, sys_inputs={"report": json.dumps(content)}
    )
    return cast(list[Any], json.loads(compiler.query(f"<{label}>", field="value")))


def set_pdf(template: str, content: Mapping[str, Any], faces: Typefaces, made_at: datetime) -> bytes:
    """Return the PDF of a Typst file of this package; `content` reaches it as `sys.inputs.report`.

    PDF/UA-1, unless a font promises a character and lacks it: then still tagged, only not certified.
    """
    import typst

    source, inputs = _source(template), {"report": json.dumps(content)}
    timestamp = int(made_at.timestamp())

    def made(standard: Literal["ua-1"] | None) -> bytes:
        # A compiler that has failed once finds its source no more.
        compiler = typst.Compiler(source, font_paths=faces.handle, sys_inputs=inputs)
        return cast(bytes, compiler.compile(format="pdf", pdf_standards=standard, timestamp=timestamp))

    try:
        return made("ua-1")
    except typst.TypstError:
        return made(None)


def _source(template: str) -> bytes:
    return (files(__package__) / template).read_bytes()

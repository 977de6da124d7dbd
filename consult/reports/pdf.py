"""A needs assessment as a PDF that everybody can read (PDF/UA-1), set with Typst.

The texts reach Typst as JSON, so nothing in them is ever read as markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from consult.reports import palette
from consult.reports.blocks import Block, Outline, Quotation
from consult.reports.glyphs import MISSING, characters_of, shown
from consult.reports.outline import outline
from consult.reports.plain import change_texts
from consult.reports.report import Report
from consult.reports.words import Words

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
_LONG_WORD = re.compile(r"\S{24,}")
_LATIN = frozenset(range(0x20, 0x180)) | frozenset(map(ord, "\u200b–—‘’“”…•·"))


def write_pdf(report: Report, fonts: Path | None = None) -> bytes:
    """Return the report as the bytes of a PDF.

    `fonts` is a folder with the TTF files of Noto Sans (regular, bold, italic) and Noto Sans Arabic; None
    takes the fonts of the machine. Characters that no font has become "�", and the last section says so.
    """
    import typst

    typefaces = _typefaces(fonts)
    families = [family for family in FAMILIES if family in typefaces.families()]
    payload = _payload(_printable(report, _characters(typefaces, families)), families)
    compiler = typst.Compiler(
        (files(__package__) / "report.typ").read_bytes(),
        font_paths=typefaces,
        sys_inputs={"report": json.dumps(payload)},
    )
    made_at = int(report.generated_at.timestamp())
    try:
        return cast(bytes, compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at))
    except typst.TypstError:
        # A font that promises a character and lacks it: still tagged, only not certified as PDF/UA.
        return cast(bytes, compiler.compile(format="pdf", timestamp=made_at))


@cache
def _typefaces(folder: Path | None) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=folder is None, font_paths=[folder] if folder else [])


def _characters(typefaces: Any, families: list[str]) -> frozenset[int]:
    """Return what the families can show in each of their styles."""
    found: dict[str, frozenset[int]] = {}
    for font in typefaces.fonts():
        if font.family in families:
            here = characters_of(Path(font.path)) if font.path else _LATIN
            found[font.family] = found.get(font.family, here) & here
    return frozenset().union(*found.values())


def _printable(report: Report, characters: frozenset[int]) -> Outline:
    """Return the outline without characters that cannot be shown; if there were some, it says so."""
    content = outline(report)
    printable = change_texts(content, lambda text: shown(text, characters))
    if printable != content:
        remark = Words(report.language)("made_glyphs", sign=MISSING)
        printable = change_texts(outline(report, remark), lambda text: shown(text, characters))
    return change_texts(printable, _breakable)


def _breakable(text: str) -> str:
    """Return `text` with places to break in very long words and addresses."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,12}", word[0])), text)


def _payload(content: Outline, families: list[str]) -> dict[str, Any]:
    sections = [
        {**asdict(section), "blocks": [_block(block) for block in section.blocks]}
        for section in content.sections
    ]
    colours: dict[str, Any] = {
        name.lower(): f"#{getattr(palette, name)}"
        for name in ("INK", "COFFEE", "TERRACOTTA", "QUIET", "LINE", "CREAM")
    }
    colours["tones"] = [f"#{tone}" for tone in palette.TONES]
    more = {"sections": sections, "families": families, "colours": colours}
    return {**asdict(content), "running_title": content.running_title, **more}


def _block(block: Block) -> dict[str, Any]:
    tag = {"tag": block.tag} if isinstance(block, Quotation) else {}
    return {"type": type(block).__name__.lower(), **asdict(block), **tag}

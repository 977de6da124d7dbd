"""The look of the Word file: page, fonts and languages, all as real Word styles that people can change."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from consult.reports.palette import COFFEE, INK, LINE, QUIET, TERRACOTTA

FONT = "Arial"  # on every Windows and Mac; Linux has one of the same widths
TEXT_WIDTH_CM = 16.5
QUOTE_INDENT_CM = 0.5
# Of a document that has to stay on one page.
TIGHT = 0.83

# Word wants a country; it only chooses the spelling checker.
_WORD_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "ar": "ar-SA", "de": "de-DE"}

# name: (based on, size pt, colour, bold, italic, before pt, after pt, keep with next)
_STYLES: dict[str, tuple[str, float, str, bool, bool, float, float, bool]] = {
    "Normal": ("", 10.5, INK, False, False, 0, 6, False),
    "Title": ("Normal", 27, COFFEE, True, False, 0, 6, True),
    "Subtitle": ("Normal", 11, TERRACOTTA, True, False, 0, 4, True),
    "Heading 1": ("Normal", 18, TERRACOTTA, True, False, 22, 8, True),
    "Heading 2": ("Normal", 13, COFFEE, True, False, 16, 4, True),
    "Heading 3": ("Normal", 11, COFFEE, True, False, 12, 4, True),
    "Caption": ("Normal", 9, QUIET, True, False, 10, 4, True),
    "Quote": ("Normal", 10.5, INK, False, False, 7, 0, False),
    "Header": ("Normal", 8.5, QUIET, False, False, 0, 0, False),
    "Footer": ("Normal", 8.5, QUIET, False, False, 0, 0, False),
    "List Bullet": ("Normal", 10.5, INK, False, False, 0, 4, False),
    "List Number": ("Normal", 10.5, INK, False, False, 0, 5, False),
    "Cover Line": ("Normal", 10.5, QUIET, False, False, 0, 1, False),
    "Lead": ("Normal", 12, COFFEE, False, False, 4, 8, True),
    "Small": ("Normal", 9, QUIET, False, False, 0, 5, False),
    "Evidence": ("Normal", 10.5, INK, False, False, 0, 4, True),
    "Place": ("Normal", 9, QUIET, False, False, 0, 2, True),
    "Status": ("Normal", 9, QUIET, False, True, 0, 4, True),
    "Label": ("Normal", 9.5, TERRACOTTA, True, False, 8, 3, True),
    "Quote Source": ("Quote", 8.5, QUIET, False, False, 1, 0, False),
    "Figure Number": ("Normal", 19, TERRACOTTA, True, False, 0, 0, True),
    "Figure Word": ("Normal", 9, QUIET, False, False, 0, 0, False),
    "Cell": ("Normal", 10, INK, False, False, 1.5, 1.5, False),
    "Small Cell": ("Cell", 8.5, INK, False, False, 1, 1, False),
    "Header Cell": ("Cell", 9, COFFEE, True, False, 2, 2, True),
    "Small Header Cell": ("Header Cell", 8.5, COFFEE, True, False, 2, 2, True),
    "Contents Entry": ("Normal", 10, INK, False, False, 0, 1, False),
}


def word_language(code: str) -> str:
    """Return the language code as Word writes it: "fr" → "fr-FR"."""
    return _WORD_LANGUAGES.get(code, code)


def set_up(document: Any, language: str, compact: bool = False) -> None:
    """Set page, default language and all styles of a new python-docx document; `compact` leaves little air."""
    _page(document.sections[0], narrow=compact)
    _defaults(document, language)
    for name in _STYLES:
        _style(document, name, tight=compact)
    for name in ("Quote", "Quote Source"):
        _bar(document.styles[name])
    _rule_below(document.styles["Heading 1"])
    _current_word(document)


def _page(section: Any, narrow: bool) -> None:
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - TEXT_WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = (Cm(1.3), Cm(1.4)) if narrow else (Cm(2.3), Cm(2.1))
    section.header_distance = section.footer_distance = Cm(0.7 if narrow else 1.1)
    section.different_first_page_header_footer = True


def _defaults(document: Any, language: str) -> None:
    run = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _fonts(run)
    lang = run.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        run.append(lang)
    lang.set(qn("w:val"), word_language(language))
    lang.set(qn("w:eastAsia"), word_language(language))
    lang.set(qn("w:bidi"), "ar-SA")


def _style(document: Any, name: str, tight: bool) -> None:
    based_on, size, colour, bold, italic, before, after, keep = _STYLES[name]
    if tight:
        size, before, after = min(size * TIGHT, 18), before * TIGHT**4, after * TIGHT**4
    known = name in [style.name for style in document.styles]
    style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if based_on:
        style.base_style = document.styles[based_on]
    _fonts(style.element.get_or_add_rPr())
    for unwanted in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(unwanted)
    shape = style.element.get_or_add_pPr()
    for unwanted in shape.findall(qn("w:pBdr")) + shape.findall(qn("w:contextualSpacing")):
        shape.remove(unwanted)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    style.quick_style = True
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = (
        WD_LINE_SPACING.MULTIPLE,
        1.05 if tight or size > 14 else 1.2,
    )
    shape.keep_with_next, shape.widow_control = keep, True


def _fonts(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _bar(style: Any) -> None:
    style.paragraph_format.left_indent = Cm(QUOTE_INDENT_CM)
    style.paragraph_format.keep_together = True
    _border(style, "left", TERRACOTTA, size=18, space=8)


def _rule_below(style: Any) -> None:
    _border(style, "bottom", LINE, size=6, space=4)


def _border(style: Any, side: str, colour: str, size: int, space: int) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in {"val": "single", "sz": size, "space": space, "color": colour}.items():
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)
    # The schema fixes the order of what stands in w:pPr.
    style.element.get_or_add_pPr().insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
    )


def _current_word(document: Any) -> None:
    """Say that the file is of today's Word: otherwise Word opens it in compatibility mode."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")

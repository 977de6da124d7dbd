"""The colours of a report: coffee and terracotta on white, all text at a contrast of 4.5:1 or more."""

from __future__ import annotations

INK = "2B1D16"  # body text
COFFEE = "4A2C1D"  # titles
TERRACOTTA = "9C4221"  # section headings, rules
QUIET = "6B564A"  # sources, captions
LINE = "D9C8BA"  # borders
CREAM = "F7F0E8"  # header rows

# How much was said about a spot: nothing, little, some, most. The text of the cell always says it too.
TONES = ("FFFFFF", "FBEBDD", "F3CFB3", "E5A67C")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours "RRGGBB" after WCAG 2.2: 1.0 to 21.0."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

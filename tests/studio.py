"""The report studio as a browser meets it: addresses, and the form of a page as it is sent back."""

from __future__ import annotations

import re
from html import unescape

from consult.models import Consultation


def at(consultation: Consultation, rest: str) -> str:
    return f"/consultations/{consultation.id}/assessment/report/{rest}"


def sent(html: str, **changes: str) -> dict[str, str]:
    """The form of a page as a browser would send it, with some changes."""
    form = html[html.index('<form class="studio-form') : html.index('<div class="studio-preview"')]
    inputs = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)
    }
    areas = {
        name: unescape(text)
        for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S)
    }
    ticks = dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]+)" checked', form), "on")
    return {**inputs, **areas, **ticks, **changes}


def text_of(html: str, name: str) -> str:
    return sent(html)[f"text-{name}"]

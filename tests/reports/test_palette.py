"""Every text can be read on the colour behind it."""

from __future__ import annotations

import pytest

from consult.reports.palette import COFFEE, CREAM, INK, QUIET, TERRACOTTA, TONES, contrast

PAIRS = [
    *((text, "FFFFFF") for text in (INK, COFFEE, TERRACOTTA, QUIET)),
    *((INK, tone) for tone in TONES),
    (COFFEE, CREAM),
]


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_enough_contrast(text, ground):
    assert contrast(text, ground) >= 4.5

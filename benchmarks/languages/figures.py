"""What the benchmarks of languages share: the place of their tables, the machine, and the chrF of a translation."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "fr", "es", "pt")
PAGE = ROOT / "docs" / "languages.md"
# Before any of this adds to it.
LOAD = os.getloadavg()[2]
# chrF as Popović defined it (2015): character n-grams up to six, recall counting four times as much as precision.
LONGEST, BETA = 6, 2.0


def machine() -> str:
    """What is measured on, for the line under a table."""
    return (
        f"{os.cpu_count()} cores with Python {platform.python_version()}; "
        f"load average of the quarter of an hour before: {LOAD:.1f}"
    )


def write_between(begin: str, end: str, lines: Sequence[str]) -> None:
    """Put the lines between two markers of docs/languages.md."""
    before, rest = PAGE.read_text().split(begin)
    after = rest.split(end)[1]
    PAGE.write_text("\n".join([before + begin, "", *lines, "", end + after]))


def rows(path: Path) -> Iterable[dict[str, str]]:
    """The lines of a file of JSON lines that are in one of the four languages."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] in LANGUAGES:
                yield row


def chrf(pairs: Iterable[tuple[str, str]]) -> float:
    """chrF2 of (translation, reference) pairs taken together, 0-100.

    N-grams are counted over the whole corpus, without spaces; precision and recall are the means over the lengths
    that occur on both sides.
    """
    ours, theirs, shared = Counter[int](), Counter[int](), Counter[int]()
    for translation, reference in pairs:
        for length in range(1, LONGEST + 1):
            left, right = ngrams(translation, length), ngrams(reference, length)
            ours[length] += left.total()
            theirs[length] += right.total()
            shared[length] += (left & right).total()
    lengths = [length for length in range(1, LONGEST + 1) if ours[length] and theirs[length]]
    if not lengths:
        return 0.0
    precision = sum(shared[length] / ours[length] for length in lengths) / len(lengths)
    recall = sum(shared[length] / theirs[length] for length in lengths) / len(lengths)
    if not precision + recall:
        return 0.0
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def ngrams(text: str, length: int) -> Counter[str]:
    """How often each run of so many characters occurs, spaces left out."""
    letters = "".join(text.split())
    return Counter(letters[start : start + length] for start in range(len(letters) - length + 1))

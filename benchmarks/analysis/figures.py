"""What the benchmarks of the analysis share: texts with their English and vectors, ways to compare them, measures."""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from consult.analysis import meaning, minilm
from consult.analysis.meaning import Text, Vectors, unit
from consult.analysis.terms import words
from consult.config import EngineSettings
from consult.translation.chain import engine_from

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "analysis.md"
LANGUAGES = ("en", "fr", "es", "pt")
# Before any of this adds to it.
LOAD = os.getloadavg()[2]
_BATCH = 64

Made = TypeVar("Made")
Row = Mapping[str, object]


@dataclass(frozen=True)
class Texts:
    """Texts of one corpus; `english` are machine translations, `pivots` their vectors, `plain` those of the originals."""

    rows: Sequence[Row]
    texts: Sequence[Text]
    pivots: Vectors
    plain: Vectors

    def labels(self, name: str) -> NDArray[np.int64]:
        """The labels of the texts as numbers."""
        seen: dict[object, int] = {}
        return np.array([seen.setdefault(row[name], len(seen)) for row in self.rows])

    def languages(self) -> list[str]:
        """The language of each text."""
        return [text.language for text in self.texts]

    def some(self, places: Sequence[int]) -> Texts:
        """Only the texts at these places."""
        at = list(places)
        return Texts([self.rows[p] for p in at], [self.texts[p] for p in at], self.pivots[at], self.plain[at])

    def vectors(self) -> dict[int, Vectors]:
        """Sentence vectors by place, as an assessment takes them."""
        return dict(enumerate(self.pivots))


def read(path: Path, cache: Path | None) -> Texts:
    """Read JSON lines with `lang` and `text`; English and vectors are made, or taken from the cache."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["lang"] in LANGUAGES]
    said = [row["text"] for row in rows]
    english = _cached(cache, "english", said, lambda: _english(rows))
    pivots = np.array(_cached(cache, "vectors", english, lambda: minilm.embed(english).tolist()), np.float32)
    plain = np.array(_cached(cache, "vectors", said, lambda: minilm.embed(said).tolist()), np.float32)
    texts = [Text(row["text"], row["lang"], pivot) for row, pivot in zip(rows, english, strict=True)]
    return Texts(rows, texts, pivots, plain)


def ways(corpus: Texts) -> dict[str, Callable[[], Vectors]]:
    """Every way to compare the texts of a corpus, simplest first, by name: rows of length one."""

    def centred(rows: Vectors) -> Vectors:
        return meaning.centred_sentences(corpus.texts, dict(enumerate(rows)))

    return {
        "TF-IDF of the words as written": lambda: tfidf([text.text for text in corpus.texts]),
        "TF-IDF of the English": lambda: tfidf([text.english or "" for text in corpus.texts]),
        "glossary and words, no model": lambda: meaning.meaning(corpus.texts, "glossary").vectors,
        "MiniLM without translation": lambda: unit(corpus.plain),
        "MiniLM on the English, not centred": lambda: unit(corpus.pivots),
        "MiniLM on the English, centred": lambda: centred(corpus.pivots),
        "the product: with words and glossary": lambda: (
            meaning.meaning(corpus.texts, "minilm", corpus.vectors()).vectors
        ),
    }


def tfidf(said: Sequence[str]) -> Vectors:
    """Rows of the words that two texts or more have, by how often and how rare; length one."""
    counts = [Counter(words(text)) for text in said]
    frequency = Counter(word for row in counts for word in row)
    column = {word: place for place, word in enumerate(sorted(w for w, n in frequency.items() if n > 1))}
    rows = np.zeros((len(said), max(1, len(column))), dtype=np.float32)
    for place, row in enumerate(counts):
        for word in row.keys() & column.keys():
            rows[place, column[word]] = (1 + math.log(row[word])) * math.log(len(said) / frequency[word])
    return unit(rows)


def agreement(
    rows: Vectors,
    labels: NDArray[np.int64],
    count: int = 5,
    groups: Sequence[Hashable] | None = None,
    same: Sequence[Hashable] | None = None,
) -> float:
    """The share of the `count` nearest rows with the same label.

    With `groups`, rows of the same group are left out; with `same`, rows that say the same, for example translations.
    """
    near = rows @ rows.T
    np.fill_diagonal(near, -9.0)
    for kind in (groups, same):
        if kind is not None:
            numbers = np.unique(np.array([str(each) for each in kind]), return_inverse=True)[1]
            near[numbers[:, None] == numbers[None, :]] = -9.0
    best = np.argpartition(near, near.shape[1] - count, axis=1)[:, -count:]
    return float((labels[best] == labels[:, None]).mean())


def chance(labels: NDArray[np.int64]) -> float:
    """How often two different texts have the same label."""
    counts = np.bincount(labels)
    return float((counts * (counts - 1)).sum() / (len(labels) * (len(labels) - 1)))


def nmi(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Mutual information as a share of the mean of both entropies; with people's labels this is the V-measure."""
    total = len(one)
    ones, others = Counter(one), Counter(other)
    shared = sum(
        count / total * math.log(count * total / (ones[a] * others[b]))
        for (a, b), count in Counter(zip(one, other, strict=True)).items()
    )
    entropy = [-sum(n / total * math.log(n / total) for n in counts.values()) for counts in (ones, others)]
    return shared / (sum(entropy) / 2) if sum(entropy) else 1.0


def ari(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The adjusted Rand index of two partitions: 0 by chance, 1 for the same."""

    def pairs(counts: Counter[Hashable]) -> float:
        return sum(count * (count - 1) / 2 for count in counts.values())

    together = pairs(Counter(zip(one, other, strict=True)))
    ones, others = pairs(Counter(one)), pairs(Counter(other))
    expected = ones * others / max(1.0, len(one) * (len(one) - 1) / 2)
    most = (ones + others) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def by_chance(found: Sequence[Hashable], other: Sequence[Hashable], draws: int = 20) -> float:
    """The mean NMI of a partition with another one in random order: few texts agree a little by chance alone."""
    source, shuffled = random.Random(1), list(other)  # noqa: S311 - repeatable on purpose
    total = 0.0
    for _ in range(draws):
        source.shuffle(shuffled)
        total += nmi(found, shuffled)
    return total / draws


def machine() -> str:
    """What is measured on, for the line under a table."""
    return (
        f"Measured on {os.cpu_count()} cores with Python {platform.python_version()}; "
        f"load average of the quarter of an hour before: {LOAD:.1f}."
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A table of Markdown; the first column to the left, figures to the right."""
    lines = [f"| {' | '.join(header)} |", "|---|" + "---:|" * (len(header) - 1)]
    return [*lines, *(f"| {' | '.join(_said(cell) for cell in row)} |" for row in rows), ""]


def show(name: str, lines: Sequence[str], write: bool) -> None:
    """Print the lines, and put them between the markers of that name in docs/analysis.md."""
    print("\n".join(lines))
    if write:
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, rest = PAGE.read_text(encoding="utf-8").split(begin)
        PAGE.write_text("\n".join([before + begin, "", *lines, end + rest.split(end)[1]]), encoding="utf-8")


def _said(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _english(rows: Sequence[Row]) -> list[str]:
    engine = engine_from(EngineSettings.from_environment())
    english = [str(row["text"]) for row in rows]
    try:
        for language in LANGUAGES[1:]:
            places = [place for place, row in enumerate(rows) if row["lang"] == language]
            for start in range(0, len(places), _BATCH):
                some = places[start : start + _BATCH]
                answers = engine.translate_many([english[place] for place in some], language, "en")
                for place, answer in zip(some, answers, strict=True):
                    english[place] = answer.text
    finally:
        engine.close()
    return english


def _cached(cache: Path | None, kind: str, texts: Sequence[str], make: Callable[[], Made]) -> Made:
    if cache is None:
        return make()
    mark = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:20]
    file = cache / f"{kind}-{mark}.json"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(make()), encoding="utf-8")
    found: Made = json.loads(file.read_text(encoding="utf-8"))
    return found

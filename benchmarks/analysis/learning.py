"""What confirmations add: how often proposals are right after 0, 5, 10, … notes were confirmed, in random order.

    .venv/bin/python benchmarks/analysis/learning.py --notes FILE … [--cache DIR] [--write]

Each draw confirms some notes of a file and looks at those it never confirms, a third of the file; the table gives means
of twenty draws. Beside the product: the nearest confirmed note alone; a framework that has titles, descriptions and
cues only, as a city's own would; and a city with a rule of its own, which files every note of commitment 10 under 6
(looked at: those notes). "One in ten wrong": a tenth of the confirmations name a commitment and a track by lot.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from figures import Texts, machine, read, show, table
from proposals import PLAN, ranks, weighed

from consult.analysis.confirmed import Confirmed
from consult.analysis.meaning import MINILM, Meaning, Text
from consult.analysis.proposals import Evidence, evidence, learn
from consult.domain.framework import Framework

COUNTS = (0, 5, 10, 20, 40, 80)
DRAWS = range(20)
MANY = 5_000
Labels = Sequence[tuple[str, str]]
Judge = Callable[[Evidence, Sequence[int]], float]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/analysis.md")
    options = parser.parse_args()
    lines: list[str] = []
    for path in options.notes:
        corpus = read(path, options.cache)
        header = [f"{path.stem} ({len(corpus.rows)}), confirmed", *map(str, COUNTS)]
        lines += table(header, rows(corpus))
        last = corpus
    lines += ["", speed(last), ""]
    show("learning", [*lines, machine(), ""], options.write)


def rows(corpus: Texts) -> list[list[object]]:
    """One row per way to learn, a figure per number of confirmed notes."""
    labels = [(str(row["commitment"]), str(row["track"])) for row in corpus.rows]
    ours = weighed(corpus.texts, MINILM, corpus.vectors())
    bare = evidence_of(
        replace(PLAN, examples=tuple(e for e in PLAN.examples if e.commitment is None)), corpus
    )
    house = [("6", track) if commitment == "10" else (commitment, track) for commitment, track in labels]
    tens = {place for place, (commitment, _) in enumerate(labels) if commitment == "10"}

    def first(kind: str) -> Judge:
        chapters = PLAN.commitments if kind == "commitment" else PLAN.tracks

        def judge(found: Evidence, places: Sequence[int]) -> float:
            shares = found.commitments if kind == "commitment" else found.tracks
            return float((ranks(shares, chapters, corpus, kind)[list(places)] < 1).mean())

        return judge

    def sixes(found: Evidence, places: Sequence[int]) -> float:
        told = [found.commitments[place].argmax() == 5 for place in places if place in tens]
        return float(np.mean(told)) if told else 0.0

    def nearest(kind: str) -> Judge:
        def judge(found: Evidence, places: Sequence[int]) -> float:
            taught = list(found.confirmed)
            if not taught or found.base is None:
                return 0.1 if kind == "commitment" else 0.25
            near = found.base.vectors[list(places)] @ found.base.vectors[taught].T
            said = [labels[taught[column]][kind == "track"] for column in near.argmax(axis=1)]
            return float(
                np.mean(
                    [one == labels[place][kind == "track"] for one, place in zip(said, places, strict=True)]
                )
            )

        return judge

    return [
        ["commitment: the product", *curve(ours, labels, first("commitment"))],
        ["commitment: one in ten wrong", *curve(ours, labels, first("commitment"), wrong=0.1)],
        ["commitment: nearest confirmed note alone", *curve(ours, labels, nearest("commitment"))],
        ["commitment: framework without examples", *curve(bare, labels, first("commitment"))],
        ["commitment: filed by the city's own rule", *curve(ours, house, sixes)],
        ["track: the product", *curve(ours, labels, first("track"))],
        ["track: one in ten wrong", *curve(ours, labels, first("track"), wrong=0.1)],
        ["track: nearest confirmed note alone", *curve(ours, labels, nearest("track"))],
        ["track: framework without examples", *curve(bare, labels, first("track"))],
    ]


def evidence_of(plan: Framework, corpus: Texts) -> Evidence:
    """The same for another framework."""
    empty = np.zeros((len(corpus.texts), 0), np.float32)
    return evidence(plan, corpus.texts, Meaning(MINILM, empty, corpus.vectors()))


def curve(found: Evidence, labels: Labels, judge: Judge, wrong: float = 0.0) -> list[object]:
    """The mean of all draws for each number of confirmed notes; "–" where the file has too few."""
    sums: dict[int, list[float]] = {}
    for draw in DRAWS:
        source = random.Random(draw)  # noqa: S311 - repeatable on purpose
        order = source.sample(range(len(labels)), len(labels))
        cut = len(labels) // 3
        kept, rest = order[:cut], order[cut:]
        said = {place: _said(labels[place], source, wrong) for place in rest}
        for count in COUNTS:
            if count <= len(rest):
                taught = learn(found, {place: said[place] for place in rest[:count]})
                sums.setdefault(count, []).append(judge(taught, kept))
    return [float(np.mean(sums[count])) if count in sums else "–" for count in COUNTS]


def _said(label: tuple[str, str], source: random.Random, wrong: float) -> Confirmed:
    if source.random() < wrong:
        return Confirmed((source.choice(PLAN.commitments).id,), source.choice(PLAN.tracks).id)
    return Confirmed((label[0],), label[1])


def speed(corpus: Texts) -> str:
    """How long learning takes with 5,000 notes whose evidence is there, in the words of a line."""
    count = len(corpus.texts)
    texts = [
        Text(f"{text.text} {number}", text.language, text.pivot)
        for number in range(MANY)
        for text in [corpus.texts[number % count]]
    ]
    found = weighed(texts, MINILM, {number: corpus.pivots[number % count] for number in range(MANY)})
    spent = []
    for confirmed in (10, 80, 400):
        said = {place: Confirmed((PLAN.commitments[place % 10].id,), "1") for place in range(confirmed)}
        begun = time.perf_counter()
        learn(found, said)
        spent.append(f"{1000 * (time.perf_counter() - begun):.0f} ms after {confirmed} confirmations")
    return f"Scoring {MANY:,} notes again: {', '.join(spent)}."


if __name__ == "__main__":
    main()

"""How well Apertium translates each direction, with and without the glossary, and what it costs.

    .venv/bin/python benchmarks/languages/translation.py --data FOLDER [--texts 200] [--write]

FOLDER holds `dev_notes.jsonl`, `sib200/sib200.jsonl` (its test part is used) and `udhr/udhr.jsonl`; the last two say
the same under the same `id` in four languages. For each direction: chrF against what people wrote in the other
language, whole corpora at a time; the share of words no pipeline knew; and milliseconds for one text, after the
pipelines have been started. "With the glossary" is what the product does: the field's terms are kept away from the
engine and put into its answer. The glossary is about consultations, so it is the notes that show what it changes;
they have no translation to compare with, and the table counts how many of their terms come out as listed. Negations:
sentences of `tests/translation` that negate, and how many still do after translation, or are marked as doubtful.
Memory: the proportional set size of all processes of all six pipelines. `--write` puts the tables into
`docs/languages.md`.
"""

from __future__ import annotations

import argparse
import os
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from figures import LANGUAGES, ROOT, chrf, machine, rows, write_between

from consult.translation import terms
from consult.translation.apertium import Apertium
from consult.translation.base import NEGATION
from consult.translation.doubts import words
from consult.translation.negation import negates

DIRECTIONS = [(source, target) for source in LANGUAGES for target in LANGUAGES if source != target]
TEXTS = 200
BEGIN, END = "<!-- translation -->", "<!-- end of translation -->"

# Texts by id and language.
Parallel = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Figures:
    """Of one direction and corpus: chrF without and with the glossary, share of unknown words, ms a text (median)."""

    chrf: float
    with_terms: float
    unknown: float
    milliseconds: float


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the texts")
    parser.add_argument(
        "--texts", type=int, default=TEXTS, help="at most so many of each corpus and direction"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/languages.md")
    options = parser.parse_args()
    corpora = {
        "SIB-200": parallel(rows(options.data / "sib200" / "sib200.jsonl"), options.texts),
        "UDHR": parallel(rows(options.data / "udhr" / "udhr.jsonl"), options.texts),
    }
    notes = [(row["lang"], row["text"]) for row in rows(options.data / "dev_notes.jsonl")]
    engine = Apertium()
    try:
        begun = started(engine)
        lines = [*table(engine, corpora), "", *of_notes(engine, notes), "", *cost(engine, begun)]
    finally:
        engine.close()
    print(*lines, sep="\n")
    if options.write:
        write_between(BEGIN, END, [*lines, "", f"Measured on {machine()}."])


def parallel(found: Iterable[dict[str, str]], most: int) -> Parallel:
    """The texts that are there in all four languages, test part only where a corpus has parts."""
    texts: dict[str, dict[str, str]] = {}
    for row in found:
        if row.get("split", "test") == "test":
            texts.setdefault(str(row["id"]), {})[row["lang"]] = row["text"]
    whole = {key: each for key, each in texts.items() if len(each) == len(LANGUAGES)}
    return dict(list(whole.items())[:most])


def started(engine: Apertium) -> float:
    """Start every pipeline; seconds for the slowest direction."""
    slowest = 0.0
    for source, target in DIRECTIONS:
        begun = time.perf_counter()
        engine.translate("1 a", source, target)
        slowest = max(slowest, time.perf_counter() - begun)
    return slowest


def through(engine: Apertium, text: str, source: str, target: str, glossary: bool) -> tuple[str, int]:
    """The translation, and how many words no pipeline knew."""
    found = terms.find(text, source) if glossary else []
    answer, unknown = engine._through(terms.hidden(text, found), source, target)
    back = terms.put_back(answer, found, target)
    return through(engine, text, source, target, glossary=False) if back is None else (back, len(unknown))


def measured(engine: Apertium, texts: Parallel, source: str, target: str) -> Figures:
    """One corpus in one direction; the glossary is tried on the texts that have a term."""
    plain, better, unknown, spoken, waits = [], [], 0, 0, []
    for each in texts.values():
        begun = time.perf_counter()
        answer, missing = through(engine, each[source], source, target, glossary=False)
        waits.append((time.perf_counter() - begun) * 1e3)
        plain.append((answer, each[target]))
        if terms.find(each[source], source):
            answer, _missing = through(engine, each[source], source, target, glossary=True)
        better.append((answer, each[target]))
        unknown += missing
        spoken += len(words(each[source]))
    return Figures(chrf(plain), chrf(better), unknown / spoken, median(waits))


def table(engine: Apertium, corpora: Mapping[str, Parallel]) -> list[str]:
    """Every direction as a line of Markdown."""
    heads = [
        f"{name} ({len(texts)}): chrF | with glossary | unknown words | ms per text"
        for name, texts in corpora.items()
    ]
    lines = [f"| from → to | {' | '.join(heads)} |", "|---|" + "---:|" * 4 * len(corpora)]
    for source, target in DIRECTIONS:
        found = [measured(engine, texts, source, target) for texts in corpora.values()]
        cells = [f"{f.chrf:.1f} | {f.with_terms:.1f} | {f.unknown:.1%} | {f.milliseconds:.1f}" for f in found]
        lines.append(f"| {source} → {target} | {' | '.join(cells)} |")
    return lines


def of_notes(engine: Apertium, notes: Sequence[tuple[str, str]]) -> list[str]:
    """What the glossary does to the terms of notes, and what becomes of negations."""
    lines = [
        "| notes of a consultation, into the other three | how many | terms in them "
        "| as listed without the glossary | with it | doubtful | ms per note |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for source in LANGUAGES:
        own = [text for code, text in notes if code == source]
        there, plain, kept, doubtful, waits = 0, 0, 0, 0, []
        for target in (language for language in LANGUAGES if language != source):
            for text in own:
                found = terms.find(text, source)
                begun = time.perf_counter()
                answer = engine.translate(text, source, target)
                waits.append((time.perf_counter() - begun) * 1e3)
                doubtful += answer.doubtful
                without = through(engine, text, source, target, glossary=False)[0] if found else ""
                there += len(found)
                plain += sum(not terms.missing(without, [one], target) for one in found)
                kept += sum(not terms.missing(answer.text, [one], target) for one in found)
        lines.append(
            f"| {source} | {3 * len(own)} | {there} | {plain} | {kept} | {doubtful} | {median(waits):.1f} |"
        )
    return [*lines, "", *of_negations(engine)]


def of_negations(engine: Apertium) -> list[str]:
    """How many sentences that negate still do in each other language, and how many of the others are marked."""
    asked = kept = marked = 0
    for source, text in negations():
        for target in (language for language in LANGUAGES if language != source):
            answer = engine.translate(text, source, target)
            asked += 1
            if NEGATION in answer.reasons:
                marked += 1
            elif negates(answer.text, target):
                kept += 1
    if not asked:
        return []
    return [
        f"Sentences that negate: {asked // 3}, each in three directions: {asked} translations; still negating {kept}, "
        f"marked as doubtful {marked}, lost without a mark {asked - kept - marked}."
    ]


def negations() -> list[tuple[str, str]]:
    """The sentences of the tests that negate, as (language, sentence)."""
    sets = tomllib.loads((ROOT / "tests" / "translation" / "negations.toml").read_text())
    return [
        (language, text)
        for kind in ("negated", "unseen")
        for language, texts in sets[kind].items()
        for text in texts
    ]


def cost(engine: Apertium, begun: float) -> list[str]:
    """What the pipelines take while they run."""
    running = engine.pipelines.running()
    megabytes = sum(group_megabytes(leader) for leader in running.values())
    return [
        f"{len(running)} pipelines take {megabytes:.0f} MB together; the slowest direction was ready after "
        f"{begun * 1e3:.0f} ms."
    ]


def group_megabytes(leader: int) -> float:
    """The memory of a process and all it has started, pages that are shared counted in parts (Linux)."""
    kilobytes = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getpgid(int(folder.name)) == leader:
                    rollup = (folder / "smaps_rollup").read_text()
                    kilobytes += next(
                        int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
                    )
            except (OSError, StopIteration):
                continue
    return kilobytes / 1024


if __name__ == "__main__":
    main()

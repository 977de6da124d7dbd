"""How often the notes nearest to a note are about the same, for every way to compare them.

    .venv/bin/python benchmarks/analysis/neighbours.py --sib FILE --polis FILE [--notes FILE …] [--cache FOLDER] [--write]

SIB-200 holds the same sentences in four languages with their topic: counted are the five nearest of *other* languages,
a sentence's own translations left out. Polis holds statements of fifteen conversations in English: counted are the five
nearest of all. Notes are labelled with a commitment, again among the five nearest of other languages. Files are JSON
lines with `id`, `lang`, `text` and `label` (notes: `commitment`). `--cache` keeps English and vectors, which take some
minutes. `--write` puts the tables into docs/analysis.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from figures import Texts, agreement, chance, machine, read, show, table, ways

from consult.analysis import meaning
from consult.analysis.assess import NoteIn, assess
from consult.analysis.meaning import Vectors
from consult.analysis.neighbours import leaning
from consult.frameworks import framework


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sib", type=Path, required=True)
    parser.add_argument("--polis", type=Path, required=True)
    parser.add_argument("--notes", type=Path, nargs="*", default=[])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into docs/analysis.md")
    options = parser.parse_args()
    columns = [("SIB-200", "label", True, options.sib), ("Polis", "label", False, options.polis)]
    columns += [(path.stem, "commitment", True, path) for path in options.notes]
    found: dict[str, list[float]] = {}
    for _name, label, across, path in columns:
        for way, figure in measured(read(path, options.cache), label, across).items():
            found.setdefault(way, []).append(figure)
    rows = [[way, *figures] for way, figures in found.items()]
    header = ["the five nearest by", *(name for name, *_ in columns)]
    show("neighbours", [*table(header, rows), machine(), ""], options.write)


def measured(corpus: Texts, label: str, across: bool) -> dict[str, float]:
    """The agreement of each way for one corpus; `across`: with other languages only."""
    labels = corpus.labels(label)
    groups = corpus.languages() if across else None
    same = [row.get("id") for row in corpus.rows] if across else None

    def figure(rows: Vectors) -> float:
        return agreement(rows, labels, groups=groups, same=same)

    found = {"chance": chance(labels)}
    for way, make in ways(corpus).items():
        found[way] = figure(make())
    meant = meaning.meaning(corpus.texts, "minilm", corpus.vectors()).vectors
    found["the product, each note leaning on its nearest"] = figure(leaning(meant))
    notes = [
        NoteIn(place, text.text, text.language, pivot=text.pivot) for place, text in enumerate(corpus.texts)
    ]
    said = assess(notes, [], framework("eccar-2017"), engine="minilm", vectors=corpus.vectors()).rows
    found["… and commitments too"] = figure(leaning(said))
    return found


if __name__ == "__main__":
    main()

"""How long grouping 5,000 notes takes once they are embedded, and placing a new one.

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/analysis/speed.py --sib FILE --polis FILE [--cache FOLDER] [--write]

The notes are all of SIB-200 and the first statements of Polis. Times are those of one core, the median of several runs;
placing includes the new note's sentence vector, not its translation.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from figures import Texts, machine, read, show, table

from consult.analysis import meaning, minilm, neighbours, proposals, themes
from consult.analysis.assess import NoteIn, assess, place_new
from consult.frameworks import framework

NOTES = 5_000
RUNS = 5


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sib", type=Path, required=True)
    parser.add_argument("--polis", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into docs/analysis.md")
    options = parser.parse_args()
    sib, polis = read(options.sib, options.cache), read(options.polis, options.cache)
    rest = range(max(0, NOTES - len(sib.rows)))
    more = polis.some(rest)
    both = Texts(
        [*sib.rows, *more.rows],
        [*sib.texts, *more.texts],
        np.vstack([sib.pivots, more.pivots]),
        np.vstack([sib.plain, more.plain]),
    )
    rows = [[said, f"{seconds * 1000:.0f} ms"] for said, seconds in measured(both).items()]
    show(
        "speed", [*table([f"{len(both.rows):,} notes, one core", "CPU"], rows), machine(), ""], options.write
    )


def measured(corpus: Texts) -> dict[str, float]:
    """Seconds of each step."""
    plan, vectors, spoken = framework("eccar-2017"), corpus.vectors(), corpus.languages()
    notes = [
        NoteIn(id=place, text=text.text, language=text.language, pivot=text.pivot)
        for place, text in enumerate(corpus.texts)
    ]
    minilm.embed(["Loads the model."])
    first = assess(notes, [], plan, engine="minilm", vectors=vectors)
    theme_of = {place: number for number, theme in enumerate(first.themes) for place in theme.note_ids}
    placed = [replace(note, theme=theme_of[note.id]) for note in notes]
    new = [replace(placed[place], id=-1, theme=None) for place in range(0, len(notes), len(notes) // 20)]
    understood = meaning.meaning(corpus.texts, "minilm", vectors)
    return {
        "grouping into themes": _seconds(lambda: themes.cluster(understood.vectors, spoken)),
        "what each note means, from its vector": _seconds(
            lambda: meaning.meaning(corpus.texts, "minilm", vectors)
        ),
        "what each note says for commitments and tracks": _seconds(
            lambda: proposals.evidence(plan, corpus.texts, understood)
        ),
        "everything: meaning, proposals, themes, labels": _seconds(
            lambda: assess(notes, [], plan, engine="minilm", vectors=vectors)
        ),
        "ten neighbours of each": _seconds(lambda: neighbours.nearest(understood.vectors)),
        "a new note: sentence vector and theme": median(
            _seconds(lambda note=note: place_new([*placed, note], engine="minilm", vectors=vectors), 1)
            for note in new
        ),
    }


def _seconds(do: Callable[[], object], runs: int = RUNS) -> float:
    """The median of the processor time of some runs."""
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        do()
        taken.append(time.process_time() - begin)
    return median(taken)


if __name__ == "__main__":
    main()

"""Ours beside chance, blocks, Good-Enough Golfers' method and the proven bound, on every café.

    .venv/bin/python benchmarks/rotation/compare.py --write

Three seeds at 0.2, 1 and 5 s. A cell reads: returns to a table · pairs that meet again · people without
the language of their table. Chance and blocks: the mean of twenty draws; Golfers: the best of three seeds;
ours: the worst of three. `--variants`: the generated cafés instead; `--quick`: one seed, 0.2 s, at most 120
people; `--evaluator FILE`: another judge; `--only r42,g49`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from baselines import blocks, random_seating
from golfers import golfers
from runs import (
    Instance,
    Measured,
    Rows,
    Run,
    broken,
    cafes,
    evaluator,
    main,
    planned,
    progress,
    proven,
    publish,
    size,
    table,
)
from variants import variants

SHOWN = ("repeat_tables", "repeat_pairs", "no_language")
DRAWS = 20


class Options(NamedTuple):
    """Which cafés, how often, how long and by whose count."""

    cafes: list[Instance]
    seeds: tuple[int, ...]
    seconds: tuple[float, ...]
    measured: Callable[[Instance, Rows], Measured]
    name: str
    write: bool


def options() -> Options:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one seed, 0.2 s, at most 120 people")
    parser.add_argument("--variants", action="store_true", help="the generated cafés instead")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--evaluator", type=Path, help="a Python file with evaluate(inst, plan, rounds)")
    parser.add_argument("--write", action="store_true", help="put a whole run into docs/rotation.md")
    given = parser.parse_args()
    only = tuple(name for name in given.only.split(",") if name)
    chosen = variants(only) if given.variants else cafes(only)
    if given.quick:
        chosen = [inst for inst in chosen if len(inst["people"]) <= 120]
    seeds, seconds = ((1,), (0.2,)) if given.quick else ((1, 2, 3), (0.2, 1.0, 5.0))
    name = "variants" if given.variants else "compare"
    return Options(
        chosen, seeds, seconds, evaluator(given.evaluator), name, given.write and not (only or given.quick)
    )


def compare() -> None:
    """Run everything and print the table."""
    chosen = options()
    head = ["café", "people / tables × rounds", "bound", "chance", "blocks", "Golfers' method"]
    head += [f"ours, {seconds:g} s" for seconds in chosen.seconds] + ["wishes broken", "CPU s"]
    rows = []
    for done, inst in enumerate(chosen.cafes):
        progress(done, len(chosen.cafes), inst["name"])
        rows.append([inst["name"], size(inst), *_others(inst, chosen), *_ours(inst, chosen)])
    progress(len(chosen.cafes), len(chosen.cafes), "done")
    publish(chosen.name, table(head, rows), chosen.write)


def _others(inst: Instance, chosen: Options) -> Iterator[str]:
    bound = proven(inst)
    yield " · ".join(str(bound[name]) if name in bound else "?" for name in SHOWN)
    for seating in (random_seating, blocks):
        drawn = [rows for seed in range(DRAWS) if (rows := seating(inst, seed)) is not None]
        yield _mean([chosen.measured(inst, rows) for rows in drawn])
    tried = [rows for seed in chosen.seeds if (rows := golfers(inst, seed)) is not None]
    yield _cell(min((chosen.measured(inst, rows) for rows in tried), key=_rank)) if tried else "–"


def _ours(inst: Instance, chosen: Options) -> Iterator[str]:
    worst_broken, cpu = 0, 0.0
    for seconds in chosen.seconds:
        runs: list[Run] = [planned(inst, seed, seconds) for seed in chosen.seeds]
        found = [chosen.measured(inst, run.rows) for run in runs]
        yield _cell(max(found, key=_rank))
        worst_broken = max(worst_broken, *map(broken, found))
        if seconds <= 1:
            cpu = max(run.cpu for run in runs)
    yield str(worst_broken)
    yield f"{cpu:.2f}"


def _rank(measured: Measured) -> tuple[int, ...]:
    """The order of our aims: what must hold, returns, languages, repeats."""
    return (broken(measured), measured["repeat_tables"], measured["no_language"], measured["repeat_pairs"])


def _cell(measured: Measured) -> str:
    return " · ".join(str(measured[name]) for name in SHOWN)


def _mean(found: list[Measured]) -> str:
    if not found:
        return "–"
    return " · ".join(f"{sum(one[name] for one in found) / len(found):.0f}" for name in SHOWN)


if __name__ == "__main__":
    main(compare)

"""Planning again after people left and others came, from every round of every café.

    .venv/bin/python benchmarks/rotation/replan.py --write

Before the round one in ten has left (hosts stay) and as many have come who were not expected: like somebody
who is there, in languages, mode and group. "Before" is the plan that everybody was shown. Kept: of the
seats shown for the coming rounds to people still there, the share that stays. Three seeds each; seconds
without any cap, by the clock and of the processor, the longest of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import NamedTuple

from runs import (
    Instance,
    Measured,
    Rows,
    broken,
    cafes,
    evaluator,
    main,
    planned,
    progress,
    publish,
    size,
    table,
)
from variants import variants


class Case(NamedTuple):
    """One re-plan: what was and what is."""

    past: int
    wall: float
    cpu: float
    before: Measured
    after: Measured
    kept: float


def changed(inst: Instance, shown: Rows, past: int, seed: int) -> Instance:
    """The café before round `past` (from 0): a tenth of the travellers gone, as many others come."""
    dice = Random(f"{inst['name']} {past} {seed}")  # noqa: S311
    now = deepcopy(inst)
    travellers = [i for i, person in enumerate(now["people"]) if person["host"] is None]
    moving = max(1, len(travellers) // 10)
    for i in dice.sample(travellers, moving):
        now["people"][i]["to"] = past
    for k, i in enumerate(dice.sample(travellers, moving)):
        like = now["people"][i] | {"id": f"late{k}", "from": past, "to": now["rounds"]}
        now["people"].append(deepcopy(like))
    now["past"] = past
    now["plan0"] = [row + [-1] * moving for row in shown]
    return now


def case(
    inst: Instance, shown: Rows, past: int, seed: int, measured: Callable[[Instance, Rows], Measured]
) -> Case:
    """Change the café whose plan was shown, and plan again."""
    now = changed(inst, shown, past, seed)
    run = planned(now, seed)
    if run.rows[:past] != now["plan0"][:past]:
        raise SystemExit(f"{inst['name']}: the past was changed")
    before = measured(inst | {"past": past, "plan0": shown}, shown)
    after = measured(now, run.rows)
    told = sum(
        now["plan0"][r][i] >= 0 and person["from"] <= r < person["to"]
        for r in range(past, now["rounds"])
        for i, person in enumerate(now["people"])
    )
    return Case(past, run.wall, run.cpu, before, after, 1 - after["changes"] / max(1, told))


def replan() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one seed, at most 120 people")
    parser.add_argument("--variants", action="store_true", help="the generated cafés instead")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--evaluator", type=Path, help="a Python file with evaluate(inst, plan, rounds)")
    parser.add_argument("--write", action="store_true", help="put a whole run into docs/rotation.md")
    given = parser.parse_args()
    only = tuple(name for name in given.only.split(",") if name)
    chosen = variants(only) if given.variants else [inst for inst in cafes(only) if not inst["past"]]
    chosen = [inst for inst in chosen if len(inst["people"]) <= (120 if given.quick else 10**6)]
    measured = evaluator(given.evaluator)
    rows, everything = [], []
    for done, inst in enumerate(chosen):
        found = []
        for seed in (1,) if given.quick else (1, 2, 3):
            progress(done, len(chosen), f"{inst['name']}, seed {seed}")
            shown = planned(inst, seed, 5.0).rows
            found += [case(inst, shown, past, seed, measured) for past in range(1, inst["rounds"])]
        rows.append(_row(inst, found))
        everything += found
    progress(len(chosen), len(chosen), "done")
    head = ["café", "people / tables × rounds", "seconds", "CPU s", "returns: before → after, most added"]
    head += ["without language: before → after, most added", "seats kept: mean", "least", "wishes broken"]
    kept = [one.kept for one in everything]
    mean = 100 * sum(kept) / len(kept)
    summary = (
        f"\n\nAll {len(kept)} cases: {mean:.1f} % of seats kept, never fewer than {_floor(min(kept))} %."
    )
    name, whole = "replan variants" if given.variants else "replan", not (only or given.quick)
    publish(name, table(head, rows) + summary, given.write and whole)


def _row(inst: Instance, found: list[Case]) -> list[str]:
    kept = [one.kept for one in found]
    return [
        inst["name"],
        size(inst),
        f"{max(one.wall for one in found):.2f}",
        f"{max(one.cpu for one in found):.2f}",
        _step(found, "repeat_tables"),
        _step(found, "no_language"),
        f"{100 * sum(kept) / len(kept):.1f} %",
        f"{_floor(min(kept))} %",
        str(max(broken(one.after) - broken(one.before) for one in found)),
    ]


def _step(found: list[Case], name: str) -> str:
    """Means before and after, and the case in which most were added."""
    before, after = (
        sum(getattr(one, when)[name] for one in found) / len(found) for when in ("before", "after")
    )
    added = max(one.after[name] - one.before[name] for one in found)
    return f"{before:.1f} → {after:.1f}, {added:+d}"


def _floor(share: float) -> float:
    return int(share * 1000) / 10


if __name__ == "__main__":
    main(replan)

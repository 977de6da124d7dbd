"""What the benchmarks of the seating share: cafés, plans and their time, the judge, progress and results."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCUMENT = ROOT / "docs" / "rotation.md"
sys.path.insert(0, str(ROOT / "tests" / "rotation"))

import judge  # noqa: E402

from consult.rotation.figures import least  # noqa: E402
from consult.rotation.instance import plan_as_data, problem_from_instance, unannounced  # noqa: E402
from consult.rotation.side_by_side import plan_twice  # noqa: E402

Instance = dict[str, Any]
Rows = list[list[int]]
Measured = dict[str, int]
HARD = (
    "size_viol", "mode_viol", "apart_viol", "together_viol", "uneven", "unseated", "host_moved"
)  # fmt: skip


class Run(NamedTuple):
    """A plan, the seconds it took by the clock and of all processors, and whether the time allowed ran out."""

    rows: Rows
    wall: float
    cpu: float
    capped: bool


def planned(inst: Instance, seed: int, seconds: float | None = None) -> Run:
    """The plan of `consult rotate`; one with a past is planned again, from the seats announced."""
    problem = problem_from_instance(inst)
    wall, cpu = time.perf_counter(), sum(os.times()[:4])
    found = plan_twice(problem if inst["past"] else unannounced(problem), seed=seed, seconds=seconds)
    wall, cpu = time.perf_counter() - wall, sum(os.times()[:4]) - cpu
    return Run(plan_as_data(problem, found)["plan"], wall, cpu, found.capped)


def proven(inst: Instance) -> Measured:
    """What no plan can beat; repeated meetings among plans with the fewest returns."""
    return least(problem_from_instance(inst))


def cafes(only: Iterable[str] = ()) -> list[Instance]:
    """The cafés in `instances`, plain ones first, small ones first."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (HERE / "instances").glob("*.json")]
    found.sort(key=lambda inst: (bool(inst["past"]), inst["name"][0], len(inst["people"]), inst["name"]))
    wanted = set(only)
    return [inst for inst in found if not wanted or inst["name"] in wanted]


def evaluator(path: Path | None) -> Callable[[Instance, Rows], Measured]:
    """The judge of the plans: ours, or the function `evaluate(inst, plan, rounds)` of another file."""
    evaluate = judge.evaluate
    if path is not None:
        spec = importlib.util.spec_from_file_location("another_judge", path)
        if spec is None or spec.loader is None:
            raise SystemExit(f"{path}: no Python file")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        evaluate = module.evaluate

    def measured(inst: Instance, rows: Rows) -> Measured:
        rounds = range(inst["past"], inst["rounds"]) if inst["past"] else None
        return evaluate(inst, rows, rounds)

    return measured


def broken(measured: Measured) -> int:
    """How many wishes that must hold do not: sizes, modes, pairs, hosts, seats."""
    return sum(measured[name] for name in HARD)


def size(inst: Instance) -> str:
    """Like 42 / 9 × 4."""
    return f"{len(inst['people'])} / {len(inst['tables'])} × {inst['rounds']}"


def progress(done: int, of: int, what: str) -> None:
    """One line in the terminal, rewritten; nothing where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{done}/{of} {what}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def publish(name: str, text: str, write: bool) -> None:
    """Print the result and, if asked, put it into the document between its two marks."""
    print(text)
    if not write:
        return
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    whole = DOCUMENT.read_text(encoding="utf-8")
    if begin not in whole or end not in whole:
        raise SystemExit(f"{DOCUMENT}: no place for {name}")
    before, _, rest = whole.partition(begin)
    _, _, after = rest.partition(end)
    DOCUMENT.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


def main(run: Callable[[], None]) -> None:
    """Run a benchmark; Ctrl-C ends it without a trace and without a result."""
    try:
        run()
    except KeyboardInterrupt:
        raise SystemExit("\nStopped; nothing written.") from None

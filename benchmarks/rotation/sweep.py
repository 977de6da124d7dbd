"""Plain cafés of every size: where nobody returns to a table and nobody meets twice, and what that takes.

    .venv/bin/python benchmarks/rotation/sweep.py --write

Every café of 16 to 200 people at tables of four or five, over 3, 4 and 5 rounds; once all travel, once each
table has a host who stays. Milliseconds are those of the processor for the whole plan; what earlier cafés left in
memory is cleared away before.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Iterator
from typing import NamedTuple

from runs import main, progress, publish, table

from consult.rotation import Person, Problem, Table, plan
from consult.rotation.bounds import bounds

LANGUAGE = frozenset({"en"})


class Cell(NamedTuple):
    """One café and what came out; milliseconds of the processor."""

    people: int
    tables: int
    rounds: int
    hosts: bool
    returns: int
    repeats: int
    ms: float
    least_returns: int = 0
    least_repeats: int = 0

    @property
    def covered(self) -> bool:
        """Nobody at a table twice, nobody meets anybody twice."""
        return not self.returns and not self.repeats


def cells(most: int) -> Iterator[tuple[int, int, int, bool]]:
    """People, tables, rounds, hosts: every café whose tables hold four or five people, hosts included."""
    for people in range(16, most + 1):
        for tables in range(-(-people // 5), people // 4 + 1):
            for rounds in (3, 4, 5):
                yield people, tables, rounds, False
                yield people, tables, rounds, True


def cafe(people: int, tables: int, rounds: int, hosts: bool) -> Problem:
    """A plain café with the hosts, if any, as the first people."""
    return Problem(
        tuple(Person(i, LANGUAGE, host_table=i if hosts and i < tables else None) for i in range(people)),
        tuple(Table(t, seats=5, minimum=4) for t in range(tables)),
        rounds,
    )


def measured(people: int, tables: int, rounds: int, hosts: bool) -> Cell:
    """Plan one café."""
    problem = cafe(people, tables, rounds, hosts)
    gc.collect()
    begun = time.process_time()
    found = plan(problem, seed=1).measures
    ms = 1000 * (time.process_time() - begun)
    cell = Cell(people, tables, rounds, hosts, found.table_returns, found.repeat_meetings, ms)
    if cell.covered:
        return cell
    bound = bounds(problem)
    return cell._replace(least_returns=bound.table_returns, least_repeats=bound.repeat_meetings)


def sweep() -> None:
    """Run everything and print two tables: the shares covered, and the cells that are not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="up to 60 people")
    parser.add_argument("--write", action="store_true", help="put a whole run into docs/rotation.md")
    given = parser.parse_args()
    wanted = list(cells(60 if given.quick else 200))
    measured(16, 4, 3, False)  # load what loads late
    gc.freeze()
    found = []
    for done, cell in enumerate(wanted):
        if done % 50 == 0:
            progress(done, len(wanted), f"{cell[0]} people")
        found.append(measured(*cell))
    progress(len(wanted), len(wanted), "done")
    publish("sweep", f"{_shares(found)}\n\n{_missed(found)}", given.write and not given.quick)


def _shares(found: list[Cell]) -> str:
    rows = []
    for hosts in (False, True):
        for rounds in (3, 4, 5):
            kind = [cell for cell in found if cell.rounds == rounds and cell.hosts == hosts]
            covered = sorted(cell.ms for cell in kind if cell.covered)
            rows.append([
                rounds,
                "stay" if hosts else "none",
                len(kind),
                len(covered),
                sum(bool(cell.least_returns or cell.least_repeats) for cell in kind),
                f"{100 * len(covered) / len(kind):.1f} %",
                f"{covered[len(covered) // 2]:.1f}",
                f"{covered[-1]:.1f}",
            ])  # fmt: skip
    head = [
        "rounds",
        "hosts",
        "cafés",
        "no return, no repeat",
        "proven impossible",
        "share",
        "ms, median",
        "ms, most",
    ]
    return table(head, rows)


def _missed(found: list[Cell]) -> str:
    rows = [
        [
            f"{cell.people} / {cell.tables} × {cell.rounds}",
            "stay" if cell.hosts else "none",
            f"{cell.returns} · {cell.repeats}",
            f"{cell.least_returns} · {cell.least_repeats}",
            f"{cell.ms:.0f}",
        ]
        for cell in found
        if not cell.covered
    ]
    return table(["people / tables × rounds", "hosts", "returns · repeats", "proven least", "ms"], rows)


if __name__ == "__main__":
    main(sweep)

"""Apertium's processes: started when needed, closed when not, replaced when dead, never more than the memory is for."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.translation.apertium import Apertium
from consult.translation.pipelines import IDLE_SECONDS, Pipelines, taken_by

BUDGET = 190
MODES = Path("/usr/share/apertium/modes")


@pytest.fixture
def two(apertium: Apertium, clock) -> Iterator[Pipelines]:
    """Pipelines with memory for two large ones."""
    made = Pipelines(MODES, BUDGET, 5.0, clock)
    yield made
    made.close()


def gone(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return True
    return False


def test_nothing_runs_before_somebody_needs_it(two: Pipelines) -> None:
    before = dict(two.running())
    two.send("spa-eng", "casa")

    assert (before, list(two.running())) == ({}, ["spa-eng"])


def test_dead_pipeline_costs_no_text(two: Pipelines) -> None:
    two.send("spa-eng", "casa")
    os.killpg(two.running()["spa-eng"], signal.SIGKILL)

    assert two.send("spa-eng", "dos casas") == "Two houses"


def test_pipeline_of_which_one_program_died_is_replaced(two: Pipelines) -> None:
    two.send("spa-eng", "casa")
    number = two.running()["spa-eng"]
    children = [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    os.kill(children[len(children) // 2], signal.SIGKILL)

    assert two.send("spa-eng", "dos casas") == "Two houses"


def test_pipeline_that_hangs_is_replaced_and_its_text_is_sent_again(apertium: Apertium, clock) -> None:
    made = Pipelines(MODES, 100, 2.0, clock)
    made.send("spa-eng", "casa")
    number = made.running()["spa-eng"]
    os.killpg(number, signal.SIGSTOP)

    answer = made.send("spa-eng", "dos casas")
    made.close()

    assert (answer, gone(number)) == ("Two houses", True)


def test_least_recently_used_makes_room(two: Pipelines, clock) -> None:
    for mode in ("spa-eng", "es-pt", "spa-eng", "es-fr"):
        clock.time += 1
        two.send(mode, "casa")

    assert sorted(two.running()) == ["es-fr", "spa-eng"]


def test_budget_holds_while_several_threads_want_more(two: Pipelines) -> None:
    most: list[int] = []

    def work(mode: str) -> None:
        for _ in range(3):
            two.send(mode, "casa")
            most.append(taken_by(two.running()))

    threads = [
        threading.Thread(target=work, args=(mode,)) for mode in ("spa-eng", "es-pt", "es-fr", "spa-eng")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(most), max(most) <= BUDGET) == (12, True)


def test_smallest_budget_still_translates_over_the_pivot(apertium: Apertium) -> None:
    engine = Apertium(megabytes=1)

    found = engine.translate("The house is white.", "en", "pt")
    running = len(engine.pipelines.running())
    engine.close()

    assert (found.text, running) == ("A casa é branca.", 1)


def test_idle_pipelines_are_closed(two: Pipelines, clock) -> None:
    two.send("spa-eng", "casa")
    clock.time += IDLE_SECONDS - 1
    two.send("es-pt", "casa")
    number = two.running()["spa-eng"]
    clock.time += 1

    two.tidy()

    assert (list(two.running()), gone(number)) == (["es-pt"], True)


def test_closing_leaves_no_process_and_may_be_undone(two: Pipelines) -> None:
    two.send("spa-eng", "casa")
    number = two.running()["spa-eng"]

    two.close()

    assert (two.running(), gone(number)) == ({}, True)
    assert two.send("spa-eng", "dos casas") == "Two houses"


def test_mode_that_cannot_run_raises_oserror(tmp_path: Path, clock) -> None:
    (tmp_path / "none.mode").write_text("false")
    made = Pipelines(tmp_path, 100, 5.0, clock)

    with pytest.raises(OSError):
        made.send("none", "casa")
    made.close()

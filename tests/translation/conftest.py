"""Real Apertium, real servers that answer as badly as servers do, and clocks that stand still."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from answering import Server

from consult.translation.apertium import Apertium
from consult.translation.outside import Surroundings


@pytest.fixture(scope="session")
def apertium() -> Iterator[Apertium]:
    engine = Apertium()
    if len(engine.pairs()) < 12:
        if os.environ.get("CI") == "true":
            pytest.fail("Apertium and its pairs must be installed here")
        pytest.skip("Apertium is not installed")
    yield engine
    engine.close()


class Clock:
    """Stands still until somebody waits."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def around(clock: Clock) -> Surroundings:
    return Surroundings(clock=clock, now=clock, wait=clock.wait, chance=lambda: 0.5)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()

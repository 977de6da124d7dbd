"""Tools a test may need from the machine: skipped where missing, failed where they must be there."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn, TypeVar

import pytest

T = TypeVar("T")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def missing(tool: str) -> NoReturn:
    """Skip the test, or fail it in continuous integration, where every tool has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{tool} is missing, and with CI=true nothing may be left out", pytrace=False)
    pytest.skip(f"{tool} is not installed")


def browser_path() -> str:
    """Where the machine's Chromium is."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    missing("Chromium")


def run_apart(scene: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns, run in a thread of its own: the browser of the journeys keeps a loop in ours."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, scene).result()

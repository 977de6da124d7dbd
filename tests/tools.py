"""Tools a test may need from the machine: skipped where missing, failed where they must be there."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

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

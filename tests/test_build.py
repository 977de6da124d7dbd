"""What a build leaves of those before it: servers that run, and pages that are open, go on asking for their bundles."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from consult.places import PACKAGE

BUILD = PACKAGE.parent / "static" / "build.py"
DAY = 24 * 60 * 60
# Later than any file of these tests was written.
LATER = 4_000_000_000.0


@pytest.fixture(scope="module")
def build() -> ModuleType:
    found = importlib.util.spec_from_file_location("front_end_build", BUILD)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def built(build: ModuleType, tmp_path: Path):
    """Put a build of one script in place, `mark` in its name; what lies in `dist` then."""

    def put(mark: str, now: float) -> list[str]:
        made, dist = tmp_path / "made", tmp_path / "dist"
        (made / "messages").mkdir(parents=True)
        dist.mkdir(exist_ok=True)
        for name in (f"seat-{mark}.js", f"seat-{mark}.js.gz", "messages/en.json"):
            (made / name).write_text(mark)
        (made / "manifest.json").write_text(json.dumps({"seat.js": f"seat-{mark}.js"}))
        build.put_in_place(made, dist, now)
        (made / "messages").rmdir()
        made.rmdir()
        return sorted(path.name for path in dist.iterdir() if path.suffix in (".js", ".gz"))

    return put


def files(*marks: str) -> list[str]:
    return [f"seat-{mark}.js{end}" for mark in marks for end in ("", ".gz")]


def test_bundles_of_the_build_before_stay_however_old_they_are(built):
    built("A", LATER)

    assert built("B", LATER + 30 * DAY) == files("A", "B")


def test_older_bundles_stay_for_a_day_after_they_were_replaced(built):
    built("A", LATER)
    built("B", LATER + 30 * DAY)

    assert built("C", LATER + 30 * DAY + 60) == files("A", "B", "C")
    assert built("D", LATER + 32 * DAY) == files("C", "D")


def test_bundle_that_is_made_again_stays(built):
    built("A", LATER)
    built("B", LATER + DAY)
    built("A", LATER + 2 * DAY)

    assert built("C", LATER + 9 * DAY) == files("A", "C")


def test_list_and_sentences_are_those_of_the_last_build(built, tmp_path):
    built("A", LATER)
    built("B", LATER)

    assert json.loads((tmp_path / "dist" / "manifest.json").read_text()) == {"seat.js": "seat-B.js"}
    assert (tmp_path / "dist" / "messages" / "en.json").read_text() == "B"

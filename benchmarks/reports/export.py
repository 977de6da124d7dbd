"""How long a report takes: 500 notes of one World Café (or as many as asked for), in every form and format.

    .venv/bin/python benchmarks/reports/export.py [--notes 500]

Each row is wall time and processor time of one export, from the database to the bytes, the best of three; the aim is
under five seconds. The database is made for this and thrown away.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

import harvested

from consult import create_app
from consult.config import Settings
from consult.extensions import Model, db
from consult.reports import FORMATS_OF
from consult.reports.writing import FORMS
from consult.services.preparation import prepare
from consult.services.reports import content as report_content
from consult.services.reports import publish

RUNS = 3


def main() -> None:
    """Hold the meeting, then write its reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=500)
    wanted = parser.parse_args().notes
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_folder=Path(folder),
            database_url=f"sqlite:///{folder}/consult.sqlite",
            secret_key="for-measuring-only-0123456789",  # noqa: S106
            async_mode="threading",
        )
        with create_app(settings).app_context():
            Model.metadata.create_all(db.engine)
            consultation_id = _held(wanted)
            print(f"{'form':<12}{'format':<8}{'wall s':>8}{'cpu s':>8}{'bytes':>10}")
            wall, cpu = _best(lambda: report_content.content(consultation_id, "fr"))
            print(f"{'(reading)':<12}{'':<8}{wall:>8.2f}{cpu:>8.2f}")
            for form in FORMS:
                for format in FORMATS_OF[form]:
                    sizes: list[int] = []

                    def export(form: str = form, format: str = format, sizes: list[int] = sizes) -> None:
                        sizes.append(len(publish.export(consultation_id, format, "fr", form).content))

                    wall, cpu = _best(export)
                    print(f"{form:<12}{format:<8}{wall:>8.2f}{cpu:>8.2f}{sizes[-1]:>10}")


def _held(wanted: int) -> int:
    """A World Café with as many notes, in themes; its consultation's number."""
    consultation = prepare.ready_made()
    meeting = prepare.first_meeting(consultation)
    texts = cycle(harvested.written())
    notes = harvested.hold(meeting, [next(texts) for _number in range(wanted)])
    harvested.sort_by_commitment(consultation.id, notes)
    return consultation.id


def _best(act: Callable[[], object]) -> tuple[float, float]:
    """The quickest of some runs: wall and processor seconds."""
    found = []
    for _run in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(found)


if __name__ == "__main__":
    main()

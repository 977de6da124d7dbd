"""What the process beside the server takes for a new note, and for a confirmation, with everything it reads and stores.

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/analysis/arriving.py --notes FILE … [--write]

The notes are those of the files, again and again, each time with its words in another order; a database of its own
(SQLite) is made in a temporary folder. Times are those of one core, the median of several. Their English is made by what the
settings name.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
from figures import machine, show, table
from sqlalchemy import insert, select

from consult import Settings, create_app
from consult.analysis import meaning
from consult.domain.board import NoteConfirm
from consult.extensions import can_be_done_again, db
from consult.models import Meeting, Note, NoteMeaning, NotePivot, Theme, ThemeNote
from consult.services import board
from consult.services.meeting import join
from consult.services.preparation import prepare
from consult.services.understanding import meanings
from consult.services.understanding.work import Worker
from consult.services.understanding.worker import search_seldom

SIZES = (400, 5_000)
THEMES = 24
NEW, CONFIRMED = 20, 6


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, nargs="+", required=True)
    parser.add_argument("--write", action="store_true", help="put the table into docs/analysis.md")
    options = parser.parse_args()
    written = [json.loads(line) for path in options.notes for line in path.read_text("utf-8").splitlines()]
    can_be_done_again()
    search_seldom()
    columns = [measured(written, size) for size in SIZES]
    rows = [[said, *(column[said] for column in columns)] for said in columns[0]]
    head = ["one core", *(f"among {size:,} notes" for size in SIZES)]
    show("arriving", [*table(head, rows), machine(), ""], options.write)


def measured(written: Sequence[dict[str, str]], size: int) -> dict[str, str]:
    """What each step takes in a consultation of so many notes."""
    with hall() as meeting:
        ids = held(meeting, written, size)
        worker = Worker(lambda: None)
        consultation_id = meeting.consultation_id
        new = ids[-NEW:]
        worker.understand(new[:1])
        one = median(seconds(lambda note=note: worker.understand([note])) for note in new[1:])
        learnt = []
        for place in range(CONFIRMED):
            chosen = ids[place * len(ids) // CONFIRMED]
            board.change(consultation_id, None, NoteConfirm(chosen, (str(place + 1),), "2"))
            learnt.append(seconds(lambda: worker.carry_out({"notes": [], "learn": consultation_id})))
        worker.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "a new note: translated, understood, proposed for, in its theme, stored": f"{one * 1000:.0f} ms",
        "the first confirmation: all other notes proposed for anew, stored": f"{learnt[0] * 1000:.0f} ms",
        "each further confirmation": f"{median(learnt[1:]) * 1000:.0f} ms",
        "memory of the process, at most": f"{memory} MB",
    }


def seconds(do: Callable[[], object]) -> float:
    """Processor time of one run."""
    begin = time.process_time()
    do()
    return time.process_time() - begin


@contextmanager
def hall() -> Iterator[Meeting]:
    """A meeting in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_folder=Path(folder),
            database_url=f"sqlite:///{folder}/consult.sqlite",
            secret_key="a-key-for-benchmarks-0123456789",  # noqa: S106
            async_mode="threading",
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            yield prepare.first_meeting(prepare.ready_made())
            db.session.remove()
            db.engine.dispose()


def held(meeting: Meeting, written: Sequence[dict[str, str]], size: int) -> list[int]:
    """So many notes, all but the newest understood and in themes; their ids."""
    author, _ = join.join(
        meeting,
        nickname="",
        language="en",
        languages=["en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )
    drawn = random.Random(1)  # noqa: S311
    db.session.execute(
        insert(Note), [_note(meeting, author.id, written, drawn, number) for number in range(size)]
    )
    themes = [
        Theme(consultation_id=meeting.consultation_id, label={"en": str(number)}) for number in range(THEMES)
    ]
    db.session.add_all(themes)
    db.session.flush()
    ids = list(db.session.scalars(select(Note.id).order_by(Note.id)))
    rows = np.random.default_rng(1).normal(size=(size, meaning.embed(["a"]).shape[1])).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    known = ids[:-NEW]
    nothing = {"commitments": [], "tracks": [], "sure": False}
    db.session.execute(
        insert(NoteMeaning),
        [
            {"note_id": note_id, "engine": "minilm", "vector": meanings.as_bytes(row), "proposals": nothing}
            for note_id, row in zip(known, rows, strict=False)
        ],
    )
    english = [row["text"] for row in written if row["lang"] == "en"]
    db.session.execute(
        insert(NotePivot),
        [{"note_id": note_id, "text": drawn.choice(english), "engine": "apertium"} for note_id in known],
    )
    db.session.execute(
        insert(ThemeNote),
        [{"note_id": note_id, "theme_id": themes[note_id % THEMES].id, "fixed": False} for note_id in known],
    )
    db.session.commit()
    return ids


def _note(
    meeting: Meeting, author: int, written: Sequence[dict[str, str]], drawn: random.Random, number: int
) -> dict[str, object]:
    row = written[number % len(written)]
    words = row["text"].split()
    drawn.shuffle(words)
    return {
        "meeting_id": meeting.id,
        "participant_id": author,
        "client_key": f"key-{number:08}",
        "round_number": 1,
        "table_number": 1,
        "kind": "need",
        "text": " ".join(words),
        "language": row["lang"],
        "written_at": 0.0,
        "language_by_person": False,
        "by_proxy": False,
        "main_point": False,
    }


if __name__ == "__main__":
    main()

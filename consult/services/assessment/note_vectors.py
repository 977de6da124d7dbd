"""What the analysis understood of notes, as numbers: the stored sentence vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult.extensions import db
from consult.models import NoteMeaning

if TYPE_CHECKING:
    from consult.analysis.meaning import Vectors


def vectors(note_ids: Iterable[int]) -> dict[int, Vectors]:
    """Note id → its sentence vector, of those that the analysis has read; all of one length."""
    import numpy as np

    query = select(NoteMeaning.note_id, NoteMeaning.vector).where(NoteMeaning.note_id.in_(list(note_ids)))
    found = {key: np.frombuffer(raw, dtype="<f4") for key, raw in db.session.execute(query) if raw}
    # Of two models, that of most notes.
    sizes = [len(row) for row in found.values()]
    usual = max(set(sizes), key=sizes.count, default=0)
    return {key: row for key, row in found.items() if len(row) == usual}


def middle(note_ids: Iterable[int], known: Mapping[int, Vectors]) -> Vectors | None:
    """The mean of the vectors of some notes; None where none of them has been read."""
    import numpy as np

    rows = [known[key] for key in note_ids if key in known]
    return np.asarray(np.mean(rows, axis=0), dtype=np.float32) if rows else None

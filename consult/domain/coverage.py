"""Which commitments and tracks a consultation has touched: the grid of the framework, and its empty spots.

The toolkit asks for every commitment to combine all four tracks; an empty spot is a question to ask in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.framework import Framework


@dataclass(frozen=True)
class Count:
    """How many notes and how many themes."""

    notes: int = 0
    themes: int = 0

    def plus(self, notes: int, themes: int) -> Count:
        """Return the sum."""
        return Count(self.notes + notes, self.themes + themes)

    @property
    def is_empty(self) -> bool:
        """Tell whether no note has landed here."""
        return self.notes == 0


@dataclass(frozen=True)
class Grid:
    """Counts per (commitment id, track id), with totals; rows and columns in framework order.

    `commitment_totals` and `track_totals` also count what has only a commitment or only a track;
    `unplaced` counts what has neither. `empty` lists the cells nobody has spoken about.
    """

    commitments: tuple[str, ...]
    tracks: tuple[str, ...]
    cells: Mapping[tuple[str, str], Count]
    commitment_totals: Mapping[str, Count]
    track_totals: Mapping[str, Count]
    total: Count
    unplaced: Count
    empty: tuple[tuple[str, str], ...]

    def cell(self, commitment: str, track: str) -> Count:
        """Return the count of one cell; raise KeyError for an id outside the framework."""
        return self.cells[commitment, track]

    @property
    def untouched_commitments(self) -> tuple[str, ...]:
        """Return commitments without a single note."""
        return tuple(key for key in self.commitments if self.commitment_totals[key].is_empty)

    @property
    def untouched_tracks(self) -> tuple[str, ...]:
        """Return tracks without a single note."""
        return tuple(key for key in self.tracks if self.track_totals[key].is_empty)


def grid(framework: Framework, rows: Iterable[tuple[str | None, str | None, int, int]]) -> Grid:
    """Count rows of (commitment id, track id, notes, themes); an id outside the framework counts as None."""
    commitments = tuple(commitment.id for commitment in framework.commitments)
    tracks = tuple(track.id for track in framework.tracks)
    cells = {(commitment, track): Count() for commitment in commitments for track in tracks}
    by_commitment = {commitment: Count() for commitment in commitments}
    by_track = {track: Count() for track in tracks}
    total = unplaced = Count()
    for commitment, track, notes, themes in rows:
        total = total.plus(notes, themes)
        if (commitment, track) in cells:
            key = (str(commitment), str(track))
            cells[key] = cells[key].plus(notes, themes)
        if commitment in by_commitment:
            by_commitment[commitment] = by_commitment[commitment].plus(notes, themes)
        if track in by_track:
            by_track[track] = by_track[track].plus(notes, themes)
        if commitment not in by_commitment and track not in by_track:
            unplaced = unplaced.plus(notes, themes)
    return Grid(
        commitments=commitments,
        tracks=tracks,
        cells=cells,
        commitment_totals=by_commitment,
        track_totals=by_track,
        total=total,
        unplaced=unplaced,
        empty=tuple(key for key, count in cells.items() if count.is_empty),
    )

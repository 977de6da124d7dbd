"""Which commitments and tracks a consultation has touched: the grid of the framework, and its empty spots.

The toolkit asks for every commitment to combine all four tracks; an empty spot is a question to ask in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.framework import Framework


@dataclass(frozen=True)
class Count:
    """How many notes and how many themes; `also`: how many themes count elsewhere, but speak of this too."""

    notes: int = 0
    themes: int = 0
    also: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether no note has landed here, and no theme speaks of it too."""
        return self.notes == 0 and self.also == 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one note counts: its commitments (the main one first) and its track, and the theme it is in.

    `also`: further commitments of that theme, which is listed under them and not counted.
    """

    commitments: tuple[str, ...] = ()
    track: str | None = None
    theme: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """Counts per (commitment id, track id), with totals; rows and columns in framework order.

    `commitment_totals` and `track_totals` also count what has only a commitment or only a track;
    `unplaced` counts what has neither, `without_spot` what is in no cell (in a framework without tracks: what has no
    commitment). Totals count a note once: they are not the sum of the cells. `empty` lists the cells nobody has
    spoken about.
    """

    commitments: tuple[str, ...]
    tracks: tuple[str, ...]
    cells: Mapping[tuple[str, str], Count]
    commitment_totals: Mapping[str, Count]
    track_totals: Mapping[str, Count]
    total: Count
    unplaced: Count
    without_spot: Count
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


def grid(framework: Framework, placed: Iterable[Placed]) -> Grid:
    """Count notes and themes by cell; an id outside the framework counts as None.

    A note with several commitments counts in the cell of each, and once in every total. A theme counts once wherever
    one of its notes counts, and is listed where it also speaks of something and none of them counts.
    """
    commitments = tuple(commitment.id for commitment in framework.commitments)
    tracks = tuple(track.id for track in framework.tracks)
    cells = {(commitment, track): _Sum() for commitment in commitments for track in tracks}
    by_commitment = {commitment: _Sum() for commitment in commitments}
    by_track = {track: _Sum() for track in tracks}
    total, unplaced, without_spot = _Sum(), _Sum(), _Sum()
    for note in placed:
        own = [key for key in dict.fromkeys(note.commitments) if key in by_commitment]
        track = note.track if note.track in by_track else None
        total.add(note.theme)
        for commitment in own:
            by_commitment[commitment].add(note.theme)
            if track is not None:
                cells[commitment, track].add(note.theme)
        for commitment in by_commitment.keys() & set(note.also):
            by_commitment[commitment].list(note.theme)
            if track is not None:
                cells[commitment, track].list(note.theme)
        if track is not None:
            by_track[track].add(note.theme)
        if not own and track is None:
            unplaced.add(note.theme)
        if not own or (tracks and track is None):
            without_spot.add(note.theme)
    counted = {key: found.count() for key, found in cells.items()}
    return Grid(
        commitments=commitments,
        tracks=tracks,
        cells=counted,
        commitment_totals={key: found.count() for key, found in by_commitment.items()},
        track_totals={key: found.count() for key, found in by_track.items()},
        total=total.count(),
        unplaced=unplaced.count(),
        without_spot=without_spot.count(),
        empty=tuple(key for key, count in counted.items() if count.is_empty),
    )


class _Sum:
    """What has been counted so far."""

    def __init__(self) -> None:
        self.notes = 0
        self.themes: set[int] = set()
        self.also: set[int] = set()

    def add(self, theme: int | None) -> None:
        self.notes += 1
        if theme is not None:
            self.themes.add(theme)

    def list(self, theme: int | None) -> None:
        if theme is not None:
            self.also.add(theme)

    def count(self) -> Count:
        return Count(self.notes, len(self.themes), len(self.also - self.themes))

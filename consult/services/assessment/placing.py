"""Where a note belongs in the framework: what a person confirmed goes before whatever is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row

from consult.models import NoteMark, Theme, ThemeNote


@dataclass(frozen=True, slots=True)
class Proposed:
    """A commitment or a track that the analysis proposes: its share of all evidence (0 to 1) and why.

    `reasons` are {"code": …, further values}, as the analysis stored them.
    """

    id: str
    share: float
    reasons: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the analysis proposes for a note, best first, at most three of each; `sure`: chosen beforehand."""

    commitments: tuple[Proposed, ...] = ()
    tracks: tuple[Proposed, ...] = ()
    sure: bool = False


class Place(NamedTuple):
    """Commitments (the main one first) and track, and whether a person confirmed them of the note or its theme.

    `also`: further commitments that a person said its theme speaks of; it is listed under them, and not counted.
    """

    commitments: tuple[str, ...]
    track: str | None
    confirmed: bool = False
    by_theme: bool = False
    also: tuple[str, ...] = ()


def read_proposals(stored: Mapping[str, Any] | None) -> Proposals | None:
    """`NoteMeaning.proposals` as values; None where the analysis has not looked at the note."""
    if not stored:
        return None
    return Proposals(
        commitments=_proposed(stored.get("commitments", ())),
        tracks=_proposed(stored.get("tracks", ())),
        sure=bool(stored.get("sure", False)),
    )


def place(
    mark: NoteMark | Row[Any] | None,
    theme: Theme | Row[Any] | None,
    proposals: Proposals | None,
    theme_note: ThemeNote | Row[Any] | None,
) -> Place:
    """Where a note counts: confirmed for it, confirmed for its theme, proposed for it, proposed for its theme."""
    if mark is not None and mark.confirmed_at is not None:
        return Place(tuple(mark.commitments), mark.track, confirmed=True)
    if theme is not None and theme.confirmed:
        return Place(_one(theme.commitment), theme.track, by_theme=True, also=tuple(theme.also))
    if proposals is not None:
        track = proposals.tracks[0].id if proposals.tracks else None
        return Place(tuple(row.id for row in proposals.commitments[:1]), track)
    commitment, track = (theme_note.commitment, theme_note.track) if theme_note is not None else (None, None)
    if theme is not None:
        commitment, track = commitment or theme.commitment, track or theme.track
    return Place(_one(commitment), track)


def _one(commitment: str | None) -> tuple[str, ...]:
    return () if commitment is None else (commitment,)


def _proposed(rows: Iterable[Any]) -> tuple[Proposed, ...]:
    return tuple(Proposed(str(row[0]), float(row[1]), tuple(row[2]) if len(row) > 2 else ()) for row in rows)

"""What a person confirmed, for proposals to learn from and reasons to name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Confirmed:
    """What a person decided about a note: commitments, the main one first, and a track (None: not yet).

    `note` is named as the reason of other proposals.
    """

    commitments: tuple[str, ...]
    track: str | None = None
    note: int | None = None

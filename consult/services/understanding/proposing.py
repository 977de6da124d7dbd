"""What the analysis proposes for notes, in the form in which it is stored.

{"commitments": [[id, share, reasons], …], "tracks": […], "sure": bool}, best first, at most three of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from consult.analysis import proposals
from consult.analysis.meaning import Meaning, Text, Vectors
from consult.domain.framework import Chapter, Framework

MOST = 3


def propose(
    plan: Framework, texts: Sequence[Text], engine: str, sentences: Mapping[int, Vectors]
) -> list[dict[str, Any]]:
    """What is proposed for each of these texts; `sentences` are sentence vectors by place."""
    nothing = np.zeros((len(texts), 0), dtype=np.float32)
    evidence = proposals.evidence(plan, texts, Meaning(engine, nothing, sentences))
    return [
        {
            "commitments": _best(plan.commitments, evidence.commitments[place]),
            "tracks": _best(plan.tracks, evidence.tracks[place]),
            "sure": False,
        }
        for place in range(len(texts))
    ]


def _best(chapters: Sequence[Chapter], shares: Vectors) -> list[list[Any]]:
    order = sorted(range(len(chapters)), key=lambda column: (-float(shares[column]), column))
    return [
        [chapters[column].id, round(float(shares[column]), 3), []]
        for column in order[:MOST]
        if shares[column] > 0
    ]

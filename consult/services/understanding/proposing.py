"""What the analysis proposes for notes, in the form in which it is stored, and what it learns from people.

Stored: {"commitments": [[id, share, reasons], …], "tracks": […], "sure": bool, "sure_commitment": bool, "sure_track":
bool}, best first, at most three of each; `sure` says of all of it that it may be chosen beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from consult.analysis import proposals
from consult.analysis.confirmed import Confirmed
from consult.analysis.meaning import Meaning, Text, Vectors
from consult.analysis.proposals import Evidence
from consult.domain.framework import Framework

Stored = dict[str, Any]
# Reasons are words that have to be looked for; of a crowd of notes, those whose first proposal is a new one come first.
MOST_REASONED = 20


def evidence(
    plan: Framework, texts: Sequence[Text], engine: str, sentences: Mapping[int, Vectors]
) -> Evidence:
    """What each of these texts says for the framework; `sentences` are sentence vectors by place."""
    return proposals.evidence(plan, texts, Meaning(engine, np.zeros((len(texts), 0), np.float32), sentences))


def learnt(known: Evidence, ids: Sequence[int], taught: Mapping[int, Confirmed]) -> Evidence:
    """The same after what people said of the notes with these ids; `ids` are those of the rows of the evidence."""
    place_of = {note_id: place for place, note_id in enumerate(ids)}
    said = {place_of[note_id]: one for note_id, one in taught.items() if note_id in place_of}
    return proposals.learn(known, said) if said else known


def one(found: Evidence, place: int) -> Stored:
    """What is proposed for the note at this place, with all reasons."""
    made = found.note(place)
    stored = made.as_json()
    return {
        "commitments": [_rounded(choice) for choice in stored["commitments"]],
        "tracks": [_rounded(choice) for choice in stored["tracks"]],
        "sure": made.sure,
        "sure_commitment": made.sure_commitment,
        "sure_track": made.sure_track,
    }


def many(found: Evidence, stored: Mapping[int, Stored]) -> dict[int, Stored]:
    """What is proposed for the notes at these places now, where that is something else than what is `stored`.

    Quick for thousands: reasons that are stored are kept, new ones are looked for where it matters most.
    """
    plan = found.framework
    commitments, tracks = (
        proposals.best(plan.commitments, found.commitments),
        proposals.best(plan.tracks, found.tracks),
    )
    changed: dict[int, Stored] = {}
    for place, before in stored.items():
        now = _merged(before, commitments[place], tracks[place])
        if now != before:
            changed[place] = now
    first = sorted(changed, key=lambda place: (_first(changed[place]) == _first(stored[place]), place))
    for place in first[:MOST_REASONED]:
        if any(not choice[2] for choice in (*changed[place]["commitments"], *changed[place]["tracks"])):
            changed[place] = one(found, place)
    return changed


def _merged(
    before: Stored, commitments: Sequence[tuple[str, float]], tracks: Sequence[tuple[str, float]]
) -> Stored:
    sure_commitment = bool(commitments) and commitments[0][1] >= proposals.SURE["commitment"]
    sure_track = bool(tracks) and tracks[0][1] >= proposals.SURE["track"]
    return {
        "commitments": _with_reasons(commitments, before.get("commitments", ())),
        "tracks": _with_reasons(tracks, before.get("tracks", ())),
        "sure": proposals.sure_of_all([one[1] for one in commitments], [one[1] for one in tracks]),
        "sure_commitment": sure_commitment,
        "sure_track": sure_track,
    }


def _with_reasons(choices: Sequence[tuple[str, float]], before: Sequence[Sequence[Any]]) -> list[list[Any]]:
    reasons = {choice[0]: choice[2] for choice in before}
    return [[chapter, round(share, 2), reasons.get(chapter, [])] for chapter, share in choices]


def _rounded(choice: Sequence[Any]) -> list[Any]:
    chapter, share, reasons = choice
    return [chapter, round(float(share), 2), reasons]


def _first(stored: Stored) -> tuple[Any, Any]:
    return tuple(choices[0][0] if choices else None for choices in (stored["commitments"], stored["tracks"]))  # type: ignore[return-value]

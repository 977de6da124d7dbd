"""Which commitment and which track a note or a theme seems to speak for: a proposal, for a person to confirm.

What a note says for each is worked out by a model learnt from the framework (see scoring) and corrected by what people
confirmed (see learning). Shares are calibrated: of proposals with a share of .9 about nine in ten are right, so that a
screen preselects only what is sure. A note may speak for nothing at all; nothing is forced. A theme's evidence is the
mean of its notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import features, learning, projection, scoring, softmax
from consult.analysis.confirmed import Confirmed
from consult.analysis.meaning import MINILM, Meaning, Text
from consult.analysis.reasons import Reason, Reasons
from consult.domain.framework import Chapter, Framework

Scores = NDArray[np.float32]

BEST: Final = 3
# Below this share a proposal would be a guess.
_LEAST_CONFIDENCE: Final = 0.2
# From these shares on at least 93 of 100 proposals were right, also for examples of a writer the model had not learnt from.
SURE: Final = {"commitment": 0.9, "track": 0.87}
# Both together are right as often as their shares multiplied say.
_SURE_OF_BOTH: Final = 0.9
# What makes shares honest, measured on the same examples: above one, the model is less sure of itself than it may be.
_SHARPNESS: Final = {"commitment": 1.2, "track": 1.1}
# What the first of several confirmed commitments counts; the others share the rest.
_MAIN: Final = 0.6


@dataclass(frozen=True)
class Proposal:
    """A proposed chapter (None where nothing speaks for one), its confidence 0-1 and the scores of all chapters.

    `sure` says that it may be preselected.
    """

    chapter: str | None
    confidence: float
    scores: dict[str, float]
    sure: bool = False


@dataclass(frozen=True)
class Choice:
    """One chapter a note may belong to, its share 0-1, and why, best reason first."""

    chapter: str
    share: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NoteProposals:
    """The best three commitments and tracks of a note, and whether the first of each may be preselected.

    Empty where the note speaks for none, or for none more than a guess would say.
    """

    commitments: tuple[Choice, ...]
    tracks: tuple[Choice, ...]
    sure_commitment: bool
    sure_track: bool

    @property
    def sure(self) -> bool:
        """Tell whether everything proposed first may be preselected at once."""
        return sure_of_all(
            [choice.share for choice in self.commitments], [choice.share for choice in self.tracks]
        )

    def as_json(self) -> dict[str, Any]:
        """Return {"commitments": [[id, share, reasons]…], "tracks": […], "sure": {"commitment": …, "track": …}}."""
        return {
            "commitments": [_choice_json(choice) for choice in self.commitments],
            "tracks": [_choice_json(choice) for choice in self.tracks],
            "sure": {"commitment": self.sure_commitment, "track": self.sure_track},
        }


@dataclass(frozen=True)
class Evidence:
    """What every note says for every commitment and track: shapes (notes, commitments) and (notes, tracks).

    A row adds up to at most one; what is missing speaks for none of them.
    """

    framework: Framework
    commitments: Scores
    tracks: Scores
    base: _Base | None = field(default=None, repr=False, compare=False)
    confirmed: Mapping[int, Confirmed] = field(default_factory=dict, repr=False, compare=False)

    def commitment(self, places: Sequence[int]) -> Proposal:
        """Propose a commitment for the notes at these places."""
        return _proposal(self.framework.commitments, self.commitments, places, SURE["commitment"])

    def track(self, places: Sequence[int]) -> Proposal:
        """Propose a track for the notes at these places."""
        return _proposal(self.framework.tracks, self.tracks, places, SURE["track"])

    def note(self, place: int, with_reasons: bool = True) -> NoteProposals:
        """Return the best three of each kind for one note, with their reasons."""
        commitment, track = self.commitment([place]), self.track([place])
        return NoteProposals(
            self._choices("commitment", self.framework.commitments, place, with_reasons),
            self._choices("track", self.framework.tracks, place, with_reasons),
            commitment.sure,
            track.sure,
        )

    def _choices(
        self, kind: str, chapters: Sequence[Chapter], place: int, with_reasons: bool
    ) -> tuple[Choice, ...]:
        shares = self.commitments if kind == "commitment" else self.tracks
        (found,) = best(chapters, shares[[place]])
        base = self.base if with_reasons else None
        return tuple(
            Choice(chapter, share, base.reasons.of(kind, chapter, place, self.confirmed) if base else ())
            for chapter, share in found
        )


def best(chapters: Sequence[Chapter], shares: Scores) -> list[list[tuple[str, float]]]:
    """Return the best three chapters of each row with their shares, best first; none where nothing speaks for one."""
    if not chapters:
        return [[] for _ in shares]
    order = np.argsort(-shares, axis=1, kind="stable")[:, :BEST]
    first = shares.max(axis=1, initial=0.0)
    told = (first >= _LEAST_CONFIDENCE) & (first >= 1.0 - shares.sum(axis=1))
    return [
        [(chapters[column].id, round(float(row[column]), 4)) for column in columns] if speaks else []
        for columns, row, speaks in zip(order, shares, told, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _Base:
    """What evidence rests on before anybody confirmed anything: logits per kind, and vectors to compare notes by."""

    commitments: Scores
    tracks: Scores
    vectors: Scores
    reasons: Reasons


def sure_of_all(commitments: Sequence[float], tracks: Sequence[float]) -> bool:
    """Tell whether the first commitment and, where there are tracks, the first track may be preselected together.

    Takes the shares of what is proposed, best first.
    """
    if not commitments or commitments[0] < SURE["commitment"]:
        return False
    if not tracks:
        return True
    return tracks[0] >= SURE["track"] and commitments[0] * tracks[0] >= _SURE_OF_BOTH


def evidence(framework: Framework, texts: Sequence[Text], meaning: Meaning) -> Evidence:
    """Weigh every note against every commitment and track; what is said of a note depends on that note alone."""
    if not texts:
        nothing = np.zeros((0, 1), dtype=np.float32)
        return Evidence(framework, nothing, nothing)
    with_sentences = meaning.engine == MINILM
    model = scoring.model(framework, with_sentences)
    sentences = np.zeros((len(texts), model.vectors.shape[1]), dtype=np.float32)
    for place, row in meaning.sentences.items() if with_sentences else ():
        sentences[place] = row
    sentences = scoring.centred(sentences)
    said = features.coded(model.lexicon, [model.lexicon.row(text) for text in texts])
    vectors = projection.beside(sentences, projection.words(model.lexicon, said))
    base = _Base(
        model.commitments.logits(said, sentences),
        model.tracks.logits(said, sentences),
        vectors,
        Reasons(framework, model, texts, vectors),
    )
    return _weighed(framework, base, base.commitments, base.tracks)


def learn(known: Evidence, confirmed: Mapping[int, Confirmed]) -> Evidence:
    """Return the evidence after people confirmed what the notes at these places speak for.

    Everything confirmed so far is to be given each time; the order does not matter. Unknown chapters are left out.
    """
    base = known.base
    if base is None:
        return known
    latest = dict(sorted(confirmed.items())[-learning.MOST :])
    places, truth = _truth(known.framework.commitments, {p: one.commitments for p, one in latest.items()})
    commitments = learning.corrected(base.commitments, base.vectors, places, truth)
    told = {place: (one.track,) for place, one in latest.items() if one.track is not None}
    places, truth = _truth(known.framework.tracks, told)
    tracks = learning.corrected(base.tracks, base.vectors, places, truth, learning.TRACKS)
    return replace(_weighed(known.framework, base, commitments, tracks), confirmed=latest)


def _weighed(framework: Framework, base: _Base, commitments: Scores, tracks: Scores) -> Evidence:
    """Turn logits into shares; what speaks for no commitment speaks for no track either."""
    of_commitments = softmax.shares(commitments, _SHARPNESS["commitment"])
    count = len(framework.tracks)
    of_tracks = softmax.shares(tracks[:, :count], _SHARPNESS["track"]) if count else tracks[:, :0]
    return Evidence(framework, of_commitments[:, :-1], of_tracks * (1.0 - of_commitments[:, -1:]), base)


def _truth(
    chapters: Sequence[Chapter], told: Mapping[int, Sequence[str]]
) -> tuple[NDArray[np.int64], Scores]:
    """Return the places that teach, and the shares of each chapter there: the first counts more than all others."""
    column = {chapter.id: place for place, chapter in enumerate(chapters)}
    known = {place: [column[name] for name in names if name in column] for place, names in told.items()}
    places = sorted(place for place, columns in known.items() if columns or not told[place])
    truth = np.zeros((len(places), len(chapters) + 1), dtype=np.float32)
    for row, place in enumerate(places):
        first, *others = known[place] or [len(chapters)]
        truth[row, first] += _MAIN if others else 1.0
        for other in others:
            truth[row, other] += (1.0 - _MAIN) / len(others)
    return np.array(places, dtype=np.int64), truth


def _proposal(chapters: Sequence[Chapter], rows: Scores, places: Sequence[int], enough: float) -> Proposal:
    if not chapters or not len(places):
        return Proposal(None, 0.0, {})
    mean = rows[list(places)].mean(axis=0)
    scores = {chapter.id: round(float(value), 4) for chapter, value in zip(chapters, mean, strict=True)}
    best = int(mean.argmax())
    confidence = round(float(mean[best]), 4)
    nothing = 1.0 - float(mean.sum())
    if confidence < max(_LEAST_CONFIDENCE, nothing):
        return Proposal(None, confidence, scores)
    return Proposal(chapters[best].id, confidence, scores, confidence >= enough)


def _choice_json(choice: Choice) -> list[Any]:
    return [choice.chapter, choice.share, [reason.as_json() for reason in choice.reasons]]

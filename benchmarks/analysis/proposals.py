"""How often the proposed commitment and track of a note are right, what each part adds, and what "sure" is worth.

    .venv/bin/python benchmarks/analysis/proposals.py --notes FILE … [--nothing FILE …] [--cache DIR] [--write]

Notes are labelled with the commitment and the track their writer meant. Each part is also tried alone: the model is
trained anew with that part only. Nothing is confirmed here; learning.py shows what confirmations add. Sure: the share
of notes whose proposal would be preselected, and how many of those are right. `--nothing` are notes that speak for no
commitment; the table counts how many get none.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from figures import Texts, machine, read, show, table

from consult.analysis import features, scoring, softmax
from consult.analysis.features import CONCEPT, CUE, ENGLISH, OWN
from consult.analysis.lessons import SENTENCE
from consult.analysis.meaning import GLOSSARY, MINILM, Meaning, Text, Vectors
from consult.analysis.proposals import Evidence, evidence
from consult.analysis.scoring import COMMITMENT_SHARES, TRACK_SHARES
from consult.domain.framework import Chapter
from consult.frameworks import framework

PLAN = framework("eccar-2017")
EVERY = (ENGLISH, OWN, CONCEPT, CUE, SENTENCE)
# Parts of the model, each tried alone and then added one after another.
ALONE = {
    "cues of the framework alone": (CUE,),
    "concepts of the glossary alone": (CONCEPT,),
    "words as written alone": (OWN,),
    "words of the English alone": (ENGLISH,),
    "sentence vectors alone": (SENTENCE,),
    "sentence vectors and words of the English": (SENTENCE, ENGLISH),
    "… and concepts": (SENTENCE, ENGLISH, CONCEPT),
    "… and words as written": (SENTENCE, ENGLISH, CONCEPT, OWN),
    "all, as in the product": EVERY,
}
HEADER = ("commitment first", "in three", "track first", "in two")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, nargs="+", required=True)
    parser.add_argument("--nothing", type=Path, nargs="*", default=[])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/analysis.md")
    options = parser.parse_args()
    corpora = {path.stem: read(path, options.cache) for path in options.notes}
    lines = []
    for name, corpus in corpora.items():
        rows = [["by lot", *(round(value, 3) for value in (0.1, 0.3, 0.25, 0.5))], nearest(corpus)]
        rows += [[part, *alone(corpus, kept)] for part, kept in ALONE.items()]
        rows += [[f"the product: {said}", *right(found, corpus)] for said, found in engines(corpus).items()]
        lines += table([f"{name} ({len(corpus.rows)})", *HEADER], rows)
    rows = [
        [f"{name}: {said}", *sure(corpus, found)]
        for name, corpus in corpora.items()
        for said, found in engines(corpus).items()
    ]
    header = ["sure", "commitments", "of these right", "tracks", "of these right", "both", "both right"]
    lines += table(header, rows)
    for path in options.nothing:
        corpus = read(path, options.cache)
        lines += table(
            [f"{path.stem} ({len(corpus.rows)})", "no commitment proposed", "no track", "sure"],
            [[said, *silent(corpus, found)] for said, found in engines(corpus).items()],
        )
    show("proposals", [*lines, machine(), ""], options.write)


def engines(corpus: Texts) -> dict[str, Evidence]:
    """What the product finds, with the sentence model and without, with translation and without."""
    plain = [Text(text.text, text.language) for text in corpus.texts]
    return {
        "MiniLM": weighed(corpus.texts, MINILM, corpus.vectors()),
        "no sentence model": weighed(corpus.texts, GLOSSARY, {}),
        "neither model nor translation": weighed(plain, GLOSSARY, {}),
    }


def weighed(texts: Sequence[Text], engine: str, vectors: Mapping[int, Vectors]) -> Evidence:
    """Evidence as the product works it out."""
    return evidence(PLAN, texts, Meaning(engine, np.zeros((len(texts), 0), np.float32), vectors))


def alone(corpus: Texts, kept: tuple[str, ...]) -> list[object]:
    """How often a model of some parts only is right."""
    model = learnt(kept)
    said = features.coded(model.lexicon, [model.lexicon.row(text) for text in corpus.texts])
    sentences = scoring.centred(corpus.pivots) * np.float32(SENTENCE in kept)
    commitments = softmax.shares(model.commitments.logits(said, sentences))[:, :-1]
    tracks = softmax.shares(model.tracks.logits(said, sentences))[:, :-1]
    return right(Evidence(PLAN, commitments, tracks), corpus)


@cache
def learnt(kept: tuple[str, ...]) -> scoring.Model:
    """A model of some parts only, learnt anew."""
    return scoring.learnt(
        PLAN,
        SENTENCE in kept,
        {part: COMMITMENT_SHARES[part] * (part in kept) for part in EVERY},
        {part: TRACK_SHARES[part] * (part in kept) for part in EVERY},
    )


def nearest(corpus: Texts) -> list[object]:
    """The same for the examples nearest to a note, by sentence vectors: the shares of the forty nearest."""
    model = scoring.model(PLAN, True)
    placed = [place for place, row in enumerate(model.examples) if row.commitment is not None]
    near = scoring.centred(corpus.pivots) @ model.vectors[placed].T
    weight = np.exp(15.0 * near) * (near >= np.sort(near, axis=1)[:, [-40]])
    shares = weight / weight.sum(axis=1, keepdims=True)
    votes = [
        shares
        @ np.array([[getattr(model.examples[place], kind) == one.id for one in chapters] for place in placed])
        for kind, chapters in (("commitment", PLAN.commitments), ("track", PLAN.tracks))
    ]
    return ["the forty nearest examples", *right(Evidence(PLAN, *votes), corpus)]


def right(found: Evidence, corpus: Texts) -> list[object]:
    """The shares of notes whose commitment is first, is among three, whose track is first, is among two."""
    commitment = ranks(found.commitments, PLAN.commitments, corpus, "commitment")
    track = ranks(found.tracks, PLAN.tracks, corpus, "track")
    return [float(share.mean()) for share in (commitment < 1, commitment < 3, track < 1, track < 2)]


def ranks(shares: Vectors, chapters: Sequence[Chapter], corpus: Texts, kind: str) -> Vectors:
    """At which place, from 0, the right chapter of each note comes."""
    ids = [chapter.id for chapter in chapters]
    wanted = [ids.index(str(row[kind])) for row in corpus.rows]
    order = np.argsort(-shares, axis=1, kind="stable")
    return np.array([list(row).index(column) for row, column in zip(order, wanted, strict=True)])


def sure(corpus: Texts, found: Evidence) -> list[object]:
    """Coverage and precision of what is preselected: commitments, tracks, both."""
    made = [found.note(place, with_reasons=False) for place in range(len(corpus.rows))]
    places = np.arange(len(made))
    commitment = ranks(found.commitments, PLAN.commitments, corpus, "commitment") < 1
    track = ranks(found.tracks, PLAN.tracks, corpus, "track") < 1
    cells: list[object] = []
    for chosen, good in (
        ([one.sure_commitment for one in made], commitment),
        ([one.sure_track for one in made], track),
        ([one.sure for one in made], commitment & track),
    ):
        kept = places[np.array(chosen)]
        cells += [f"{len(kept) / len(made):.2f}", float(good[kept].mean()) if len(kept) else "–"]
    return cells


def silent(corpus: Texts, found: Evidence) -> list[object]:
    """How many notes get no commitment, no track, and how many are sure of anything all the same."""
    made = [found.note(place, with_reasons=False) for place in range(len(corpus.rows))]
    return [
        sum(not one.commitments for one in made),
        sum(not one.tracks for one in made),
        sum(one.sure_commitment or one.sure_track for one in made),
    ]


if __name__ == "__main__":
    main()

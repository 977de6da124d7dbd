"""Notes that belong together: a graph of near neighbours cut into communities (Leiden), nothing left over."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_NEIGHBOURS: Final = 7
_NEIGHBOURS_BY_LANGUAGE: Final = 2
_FEWEST_FOR_MERGING: Final = 12
_SMALLEST: Final = 3
_MANY: Final = 40
NEAR_ENOUGH: Final = 0.1
_RESOLUTIONS: Final = (0.3, 12.0)
_TRIES: Final = 9
_CHUNK: Final = 1024
_MOST_THEMES: Final = 24


def wanted_themes(notes: int) -> int:
    """Return how many themes a hall can take in for a number of notes: 12 for 80, never more than 24."""
    return max(1, min(_MOST_THEMES, round(1.35 * math.sqrt(notes))))


def cluster(
    vectors: Vectors, languages: Sequence[str] | None = None, *, seed: int = 0, wanted: int | None = None
) -> list[int]:
    """Return a label per row, 0, 1, 2 … in order of first appearance; every row has exactly one.

    `languages`, one per row, makes each note look for neighbours in the other languages too. `wanted` is the
    number of themes to aim at. The same rows and seed give the same labels.
    """
    count = len(vectors)
    if count == 0:
        return []
    if count < 4:
        return list(range(count)) if wanted is None or wanted >= count else [0] * count
    edges, weights = _graph(vectors, languages)
    aim = wanted_themes(count) if wanted is None else wanted
    labels = _communities(count, edges, weights, aim, seed)
    if count >= _FEWEST_FOR_MERGING:
        labels = _without_crumbs(vectors, labels)
    return _renumbered(labels)


def middle(rows: Vectors) -> Vectors:
    """Return the mean of some rows, of length one."""
    mean = rows.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def centroids(vectors: Vectors, labels: Sequence[int]) -> dict[int, Vectors]:
    """Return the middle of each label's rows."""
    places: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return {label: middle(vectors[rows]) for label, rows in sorted(places.items())}


def assign(vectors: Vectors, existing: Mapping[int, Vectors]) -> list[tuple[int, float]]:
    """Return (nearest existing theme, similarity) per row; raise ValueError when there is no theme.

    `existing` gives the centroid of each theme by its id. Ties go to the smaller id.
    """
    if not existing:
        raise ValueError("there is no theme to assign to")
    ids = sorted(existing)
    similarity = vectors @ np.array([existing[theme] for theme in ids], dtype=np.float32).T
    best = similarity.argmax(axis=1)
    return [(ids[int(place)], float(row[int(place)])) for row, place in zip(similarity, best, strict=True)]


def _graph(vectors: Vectors, languages: Sequence[str] | None) -> tuple[list[tuple[int, int]], list[float]]:
    """Link each row to its nearest rows, and to the nearest in each language; weights are squared similarities."""
    groups = np.array(list(languages) if languages is not None else [""] * len(vectors))
    wanted = [(np.arange(len(vectors)), _NEIGHBOURS)]
    wanted += [(np.flatnonzero(groups == group), _NEIGHBOURS_BY_LANGUAGE) for group in np.unique(groups)]
    links: dict[tuple[int, int], float] = {}
    for start in range(0, len(vectors), _CHUNK):
        similarity = vectors[start : start + _CHUNK] @ vectors.T
        rows = np.arange(len(similarity))
        similarity[rows, rows + start] = -1.0
        for places, count in wanted:
            near = places[_largest(similarity[:, places], count)]
            for row, others in enumerate(near, start=start):
                for other in others:
                    weight = float(similarity[row - start, other])
                    if weight > 0.0:
                        links[min(row, int(other)), max(row, int(other))] = weight**2
    edges = sorted(links)
    return edges, [links[edge] for edge in edges]


def _largest(values: Vectors, count: int) -> NDArray[np.intp]:
    """Return the columns of the largest values of each row."""
    if values.shape[1] <= count:
        return np.broadcast_to(np.arange(values.shape[1]), values.shape)
    return np.argpartition(-values, count - 1, axis=1)[:, :count]


def _communities(
    count: int, edges: list[tuple[int, int]], weights: list[float], aim: int, seed: int
) -> list[int]:
    """Return the partition whose number of communities of useful size is nearest to the aim, by bisection."""
    import igraph

    graph = igraph.Graph(n=count, edges=edges)
    useful_size = min(_SMALLEST, max(1, count // aim))
    low, high = _RESOLUTIONS
    best: tuple[int, list[int]] = (count + 1, [0] * count)
    for _ in range(_TRIES):
        resolution = math.sqrt(low * high)
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - repeatable on purpose
        found = graph.community_leiden(
            objective_function="modularity", weights=weights, resolution=resolution, n_iterations=10
        )
        useful = sum(1 for size in found.sizes() if size >= useful_size)
        if abs(useful - aim) < best[0]:
            best = (abs(useful - aim), list(found.membership))
        if useful == aim:
            break
        low, high = (resolution, high) if useful < aim else (low, resolution)
    igraph.set_random_number_generator(random)
    return best[1]


def _without_crumbs(vectors: Vectors, labels: list[int]) -> list[int]:
    """Move the rows of small or surplus themes to the nearest large one; what is near none stays together."""
    sizes = Counter(labels)
    smallest = _SMALLEST if len(labels) >= _MANY else _SMALLEST - 1
    large = {label for label, size in sizes.most_common(_MOST_THEMES) if size >= smallest}
    if not large:
        return labels
    nearest = assign(
        vectors, {label: row for label, row in centroids(vectors, labels).items() if label in large}
    )
    leftover = max(labels) + 1
    return [
        label if label in large else theme if similarity >= NEAR_ENOUGH else leftover
        for label, (theme, similarity) in zip(labels, nearest, strict=True)
    ]


def _renumbered(labels: Sequence[int]) -> list[int]:
    order = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return [order[label] for label in labels]

"""Notes that belong together: a graph of near neighbours cut into communities (Leiden), nothing left over."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_NEIGHBOURS: Final = 7
_NEIGHBOURS_ELSEWHERE: Final = 2
_FEWEST_FOR_MERGING: Final = 12
_SMALLEST: Final = 3
_RESOLUTIONS: Final = tuple(0.5 * 1.12**power for power in range(22))
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


def centroids(vectors: Vectors, labels: Sequence[int]) -> dict[int, Vectors]:
    """Return the mean row of each label, of length one."""
    result = {}
    for label in sorted(set(labels)):
        mean = vectors[[place for place, other in enumerate(labels) if other == label]].mean(axis=0)
        result[label] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return result


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
    """Link each row to its nearest rows, and to the nearest in each other language."""
    groups = np.array(list(languages) if languages is not None else [""] * len(vectors))
    links: dict[tuple[int, int], float] = {}
    for start in range(0, len(vectors), _CHUNK):
        similarity = vectors[start : start + _CHUNK] @ vectors.T
        for row, values in enumerate(similarity, start=start):
            values[row] = -1.0
            for other in _nearest(values, groups, str(groups[row])):
                if values[other] > 0.0:
                    links[min(row, other), max(row, other)] = float(values[other])
    edges = sorted(links)
    return edges, [links[edge] ** 2 for edge in edges]


def _nearest(values: Vectors, groups: NDArray[np.str_], own: str) -> set[int]:
    near = {int(place) for place in _top(values, np.arange(len(values)), _NEIGHBOURS)}
    for group in np.unique(groups):
        if group != own:
            places = np.flatnonzero(groups == group)
            near.update(int(place) for place in _top(values, places, _NEIGHBOURS_ELSEWHERE))
    return near


def _top(values: Vectors, places: NDArray[np.int_], count: int) -> NDArray[np.int_]:
    if len(places) <= count:
        return places
    order = np.argsort(-values[places], kind="stable")[:count]
    return np.asarray(places[order])


def _communities(
    count: int, edges: list[tuple[int, int]], weights: list[float], aim: int, seed: int
) -> list[int]:
    """Return the partition whose number of communities of useful size is nearest to the aim."""
    import igraph

    graph = igraph.Graph(n=count, edges=edges)
    best: tuple[float, list[int]] | None = None
    for resolution in _RESOLUTIONS:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - repeatable on purpose
        found = graph.community_leiden(
            objective_function="modularity", weights=weights, resolution=resolution, n_iterations=10
        )
        useful = sum(1 for size in found.sizes() if size >= min(_SMALLEST, count // aim or 1))
        distance = abs(useful - aim)
        if best is None or distance < best[0]:
            best = (distance, list(found.membership))
    igraph.set_random_number_generator(random)
    return best[1] if best else [0] * count


def _without_crumbs(vectors: Vectors, labels: list[int]) -> list[int]:
    """Move the notes of themes that are too small to the nearest theme that is large enough."""
    sizes = {label: labels.count(label) for label in set(labels)}
    large = {label for label, size in sizes.items() if size >= _SMALLEST}
    if not large:
        return labels
    middle = {label: row for label, row in centroids(vectors, labels).items() if label in large}
    nearest = assign(vectors, middle)
    return [label if label in large else nearest[place][0] for place, label in enumerate(labels)]


def _renumbered(labels: Sequence[int]) -> list[int]:
    order = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return [order[label] for label in labels]

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
_TRIES: Final = 8
# Rounds of the algorithm while the resolution is sought, and for the partition that is kept.
_QUICK: Final = 2
_THOROUGH: Final = 8
# So near to the number aimed at is near enough, as a share of it.
_CLOSE: Final = 0.05
# Similarities held at a time, 100 MB: of 5,120 notes all at once.
_MOST_CELLS: Final = 5_120**2
MOST_THEMES: Final = 24
# A theme in one language is given up where its notes are so much as near to others as to it, as a share.
_ISLAND: Final = 0.4
# Notes that stand for a theme where it is shown.
QUOTES: Final = 3


def wanted_themes(notes: int) -> int:
    """Return how many themes a hall can take in for a number of notes: 10 for 80, never more than 24."""
    return max(1, min(MOST_THEMES, round(1.15 * math.sqrt(notes))))


def cluster(
    vectors: Vectors,
    languages: Sequence[str] | None = None,
    *,
    seed: int = 0,
    wanted: int | None = None,
    begin: Sequence[int] | None = None,
) -> list[int]:
    """Return a label per row, 0, 1, 2 … in order of first appearance; every row has exactly one.

    `languages`, one per row, makes each note look for neighbours in the other languages too. `wanted` is the
    number of themes to aim at, `begin` a label per row to set out from. The same rows and seed give the same labels.
    """
    count = len(vectors)
    if count == 0:
        return []
    if count < 4:
        return list(range(count)) if wanted is None or wanted >= count else [0] * count
    edges, weights = _graph(vectors, languages)
    aim = wanted_themes(count) if wanted is None else wanted
    labels = _communities(count, edges, weights, aim, seed, begin)
    if count >= _FEWEST_FOR_MERGING:
        labels = _without_crumbs(vectors, labels)
        if languages is not None:
            labels = _without_islands(vectors, labels, languages)
    return _renumbered(labels)


def middle(rows: Vectors) -> Vectors:
    """Return the mean of some rows, of length one."""
    mean = rows.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def among(row: Vectors, together: Vectors) -> float:
    """Return how near a row is to the others of its group; `together` is the sum of all rows of the group."""
    others = together - row
    length = float(np.linalg.norm(others))
    return float(row @ others) / length if length > 1e-9 else 0.0


def centroids(vectors: Vectors, labels: Sequence[int]) -> dict[int, Vectors]:
    """Return the middle of each label's rows."""
    places: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return {label: middle(vectors[rows]) for label, rows in sorted(places.items())}


def most_central(
    vectors: Vectors, places: Sequence[int], languages: Sequence[str], most: int = QUOTES
) -> list[int]:
    """Return the places of the rows nearest to the middle of some rows, best first; `languages`, one for each place.

    The first is the medoid; after it, each language once as long as there are any left.
    """
    if not places:
        return []
    rows = vectors[list(places)]
    near = rows @ middle(rows)
    ranked = sorted(range(len(places)), key=lambda at: (-round(float(near[at]), 6), places[at]))
    first = list({languages[at]: at for at in reversed(ranked)}.values())
    first.sort(key=ranked.index)
    chosen = [*first, *(at for at in ranked if at not in first)][:most]
    return [places[at] for at in chosen]


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


def _graph(
    vectors: Vectors, languages: Sequence[str] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Link each row to its nearest rows, and to the nearest in each language; weights are squared similarities.

    Return pairs of rows, each once, shape (links, 2), and their weights, shape (links,).
    """
    groups = np.array(list(languages) if languages is not None else [""] * len(vectors))
    # Side by side, so that a language is a slice and nothing has to be copied.
    order = np.argsort(groups, kind="stable")
    rows = np.ascontiguousarray(vectors[order])
    ends = [*np.flatnonzero(groups[order][1:] != groups[order][:-1]) + 1, len(rows)]
    step = max(1, _MOST_CELLS // len(rows))
    links = [_links(rows, start, min(start + step, len(rows)), ends) for start in range(0, len(rows), step)]
    ones, others, near = (np.concatenate(parts) for parts in zip(*links, strict=True))
    ones, others = order[ones], order[others]
    linked = near > 0.0
    keys = np.minimum(ones, others)[linked] * len(rows) + np.maximum(ones, others)[linked]
    keys, first = np.unique(keys, return_index=True)
    weights = near[linked][first].astype(np.float64) ** 2
    return np.column_stack(np.divmod(keys, len(rows))), weights


def _links(
    rows: Vectors, start: int, stop: int, ends: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.intp], Vectors]:
    """Return (row, other row, similarity) of the links of some rows; a language ends at each of `ends`."""
    # Rows with themselves are done in half the time of two tables.
    similarity = rows @ rows.T if stop - start == len(rows) else rows[start:stop] @ rows.T
    places = np.arange(len(similarity))
    similarity[places, places + start] = -1.0
    columns, values, begin = [], [], 0
    for end in ends:
        best, near = _largest(similarity[:, begin:end], _NEIGHBOURS)
        columns.append(best + begin)
        values.append(near)
        begin = end
    every = np.hstack(columns), np.hstack(values)
    overall, _ = _largest(every[1], _NEIGHBOURS)
    columns = [np.take_along_axis(every[0], overall, axis=1)] + [
        block[:, :_NEIGHBOURS_BY_LANGUAGE] for block in columns
    ]
    values = [np.take_along_axis(every[1], overall, axis=1)] + [
        block[:, :_NEIGHBOURS_BY_LANGUAGE] for block in values
    ]
    others, near = np.hstack(columns), np.hstack(values)
    return np.repeat(places + start, others.shape[1]), others.ravel(), near.ravel()


def _largest(values: Vectors, count: int) -> tuple[NDArray[np.intp], Vectors]:
    """Return the columns of the largest values of each row, and the values, largest first."""
    if values.shape[1] > count:
        # Five times as fast as the partition of the negative values.
        best = np.argpartition(values, values.shape[1] - count, axis=1)[:, -count:]
    else:
        best = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    found = np.take_along_axis(values, best, axis=1)
    ranked = np.argsort(-found, axis=1, kind="stable")
    return np.take_along_axis(best, ranked, axis=1), np.take_along_axis(found, ranked, axis=1)


def _communities(
    count: int,
    edges: NDArray[np.int64],
    weights: NDArray[np.float64],
    aim: int,
    seed: int,
    begin: Sequence[int] | None = None,
) -> list[int]:
    """Return the partition whose number of communities of useful size is nearest to the aim.

    The number grows nearly as the resolution does, which makes the next guess; guesses stay between those that gave
    too few and too many. `begin` is a partition to set out from.
    """
    import igraph

    graph = igraph.Graph(n=count, edges=edges)
    useful_size = min(_SMALLEST, max(1, count // aim))
    low, high = _RESOLUTIONS
    resolution = 1.0
    best: tuple[int, list[int]] = (count + 1, [0] * count)

    def found(resolution: float, start: Sequence[int] | None, iterations: int) -> tuple[list[int], int]:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - repeatable on purpose
        parts = graph.community_leiden(
            objective_function="modularity",
            weights=weights,
            resolution=resolution,
            n_iterations=iterations,
            initial_membership=start,
        )
        return list(parts.membership), sum(1 for size in parts.sizes() if size >= useful_size)

    for _ in range(_TRIES):
        membership, useful = found(resolution, begin, _QUICK)
        if abs(useful - aim) < best[0]:
            best, chosen = (abs(useful - aim), membership), resolution
        if abs(useful - aim) <= _CLOSE * aim:
            break
        low, high = (resolution, high) if useful < aim else (low, resolution)
        guess = resolution * aim / max(useful, 1)
        resolution = guess if low < guess < high else math.sqrt(low * high)
    membership, _ = found(chosen, best[1], _THOROUGH)
    igraph.set_random_number_generator(random)
    return membership


def _without_crumbs(vectors: Vectors, labels: list[int]) -> list[int]:
    """Move the rows of small or surplus themes to the nearest large one; what is near none stays together."""
    sizes = Counter(labels)
    smallest = _SMALLEST if len(labels) >= _MANY else _SMALLEST - 1
    large = {label for label, size in sizes.most_common(MOST_THEMES) if size >= smallest}
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


def _without_islands(vectors: Vectors, labels: list[int], languages: Sequence[str]) -> list[int]:
    """Move the rows of themes in one language to the nearest others, where these speak of nearly the same."""
    inside: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        inside.setdefault(label, []).append(place)
    alone = {label for label, places in inside.items() if len({languages[place] for place in places}) == 1}
    middles = centroids(vectors, labels)
    mixed = {label: row for label, row in middles.items() if label not in alone}
    if not mixed:
        return labels
    result = list(labels)
    for label in sorted(alone):
        rows = vectors[inside[label]]
        nearest = assign(rows, mixed)
        own = float((rows @ middles[label]).mean())
        if sum(similarity for _, similarity in nearest) / len(rows) >= _ISLAND * own:
            for place, (theme, _) in zip(inside[label], nearest, strict=True):
                result[place] = theme
    return result


def _renumbered(labels: Sequence[int]) -> list[int]:
    order = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return [order[label] for label in labels]

"""Plain rotations by construction: nobody returns to a table, nobody meets twice.

With T tables take an abelian group G of order T and call a traveller (a, b): a an element of G, b one of k
seats. In round r they sit at table a + D[b][r]. Each of the k rows sends every element to a different
table, so every table gets k people. (a, b) returns to a table only if two entries of row b are equal; (a,
b) and (a', b') share a table in round r only if a - a' = D[b'][r] - D[b][r], so they meet at most once if
the differences of two rows are all different over the rounds. With a row of zeros added both conditions are
one: D is a *partial difference matrix*. A host who stays at a table meets every traveller there once, as
nobody returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

Rows = list[list[int]]


def seatings(tables: int, rounds: int, rows: Rows, group: Sequence[Sequence[int]]) -> list[list[int]]:
    """Round × traveller → table index for travellers (a, b) in the order b·T + a."""
    return [[group[a][row[r]] for row in rows for a in range(tables)] for r in range(rounds)]


def rotate(travellers: int, tables: int, rounds: int) -> list[list[int]] | None:
    """Seat `travellers` at `tables` over `rounds`: round × traveller → table index, sizes within one.

    None where no partial difference matrix with enough rows exists or is found: more than T - 1 people to a
    table, more rounds than tables, and a few cells with five or six tables.
    """
    if not travellers or not tables or not rounds:
        return None
    found = difference_rows(-(-travellers // tables), tables, rounds)
    if found is None:
        return None
    rows, group = found
    return [seats[:travellers] for seats in seatings(tables, rounds, rows, group)]


def difference_rows(count: int, order: int, rounds: int) -> tuple[Rows, list[list[int]]] | None:
    """`count` rows of a partial difference matrix and the addition table of a group of that order."""
    if rounds > order or (rounds > 1 and count > order - 1):
        return None
    for factors in _groups(order):
        group = _addition(factors)
        minus = _differences(group)
        for rows in (
            _linear_rows(count, order, rounds, factors),
            _searched_rows(count, order, rounds, minus),
        ):
            if rows is not None:
                return rows, group
    return None


def _groups(order: int) -> Iterator[tuple[int, ...]]:
    """Abelian groups of an order as cyclic factors: elementary first (fields live there), then cyclic."""
    primes = _prime_factors(order)
    if len(set(primes)) < len(primes):
        yield tuple(primes)
    yield (order,)


def _prime_factors(number: int) -> list[int]:
    found, divisor = [], 2
    while number > 1:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1
    return found


def _addition(factors: tuple[int, ...]) -> list[list[int]]:
    elements = list(product(*(range(n) for n in factors)))
    index = {element: i for i, element in enumerate(elements)}
    return [
        [index[tuple((x + y) % n for x, y, n in zip(one, other, factors, strict=True))] for other in elements]
        for one in elements
    ]


def _differences(group: list[list[int]]) -> list[list[int]]:
    """minus[x][y] = x - y."""
    minus = [[0] * len(group) for _ in group]
    for x, row in enumerate(group):
        for y, total in enumerate(row):
            minus[total][y] = x
    return minus


def _linear_rows(count: int, order: int, rounds: int, factors: tuple[int, ...]) -> Rows | None:
    """D[b][r] = c(b)·r in the cyclic group, with slopes whose differences no r - r' turns into zero."""
    if len(factors) > 1:
        return None
    slopes: list[int] = [0]
    for slope in range(1, order):
        if all((slope - other) * step % order for other in slopes for step in range(1, rounds)):
            slopes.append(slope)
        if len(slopes) > count:
            return [[c * r % order for r in range(rounds)] for c in slopes[1 : count + 1]]
    return None


def _searched_rows(
    count: int, order: int, rounds: int, minus: list[list[int]], budget: int = 6_000
) -> Rows | None:
    """Rows by backtracking, entry by entry, within a budget of entries tried."""
    rows: Rows = [[0] * rounds]
    left = budget

    def extend(row: list[int], taken: list[int]) -> bool:
        nonlocal left
        if len(row) == rounds:
            rows.append(row)
            if len(rows) > count or extend([0], [1] * len(rows)):
                return True
            rows.pop()
            return False
        place = len(row)
        for entry in range(1, order):
            left -= 1
            if left < 0:
                return False
            marks = [1 << minus[entry][other[place]] for other in rows]
            if any(mark & mask for mark, mask in zip(marks, taken, strict=True)):
                continue
            if extend([*row, entry], [mask | mark for mask, mark in zip(taken, marks, strict=True)]):
                return True
        return False

    return rows[1 : count + 1] if extend([0], [1]) else None

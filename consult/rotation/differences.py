"""Partial difference matrices: the arithmetic behind rotations by construction (see `construct`).

Rows of table steps, one step per round, over an abelian group with one element per table, so that the
differences of any two rows are all different over the rounds, and so are the entries of each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

Rows = list[list[int]]

_FIELDS = {
    4: (2, (1, 1)),
    8: (2, (1, 1, 0)),
    16: (2, (1, 1, 0, 0)),
    32: (2, (1, 0, 1, 0, 0)),
    64: (2, (1, 1, 0, 0, 0, 0)),
    128: (2, (1, 1, 0, 0, 0, 0, 0)),
    9: (3, (2, 0)),
    27: (3, (2, 1, 0)),
    81: (3, (1, 2, 0, 0)),
    25: (5, (2, 0)),
    125: (5, (4, 4, 0)),
    49: (7, (6, 0)),
    121: (11, (10, 0)),
}
"""Fields by size: their prime, and the highest power of x as a polynomial, lowest power first."""


@lru_cache(maxsize=64)
def difference_rows(count: int, order: int, rounds: int) -> tuple[Rows, list[list[int]]] | None:
    """`count` rows of a partial difference matrix and the addition table of a group of that order.

    None where there is none (more rounds than elements, or more than `order` - 1 rows) or none is found
    within some milliseconds. The answer is shared between callers: leave it as it is.
    """
    if rounds > order or (rounds > 1 and count > order - 1):
        return None
    rows = _linear_rows(count, order, rounds)
    if rows is not None:
        return rows, _addition((order,))
    rows = _field_rows(count, order, rounds)
    if rows is not None:
        prime, power = _FIELDS[order]
        return rows, _addition((prime,) * len(power))
    for factors in _groups(order):
        group = _addition(factors)
        rows = _searched_rows(count, order, rounds, _differences(group))
        if rows is not None:
            return rows, group
    return None


def cyclic_rows(count: int, order: int, rounds: int) -> Rows | None:
    """Rows over the cyclic group only: steps one can walk, clockwise from table to table."""
    if rounds > order or (rounds > 1 and count > order - 1):
        return None
    return _linear_rows(count, order, rounds) or _searched_rows(
        count, order, rounds, _differences(_addition((order,)))
    )


def _groups(order: int) -> Iterator[tuple[int, ...]]:
    """Abelian groups of an order as cyclic factors: elementary first, then cyclic."""
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
    """Elements are numbered as digits, the last factor fastest."""
    if len(factors) == 1:
        order = factors[0]
        return [[(x + y) % order for y in range(order)] for x in range(order)]
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


def _linear_rows(count: int, order: int, rounds: int) -> Rows | None:
    """D[b][r] = c(b)·r in the cyclic group, with slopes whose differences no r - r' turns into zero."""
    slopes: list[int] = [0]
    for slope in range(1, order):
        if all((slope - other) * step % order for other in slopes for step in range(1, rounds)):
            slopes.append(slope)
        if len(slopes) > count:
            return [[c * r % order for r in range(rounds)] for c in slopes[1 : count + 1]]
    return None


def _field_rows(count: int, order: int, rounds: int) -> Rows | None:
    """D[b][r] = b·r in a field: two rows differ by (b - b')·r, which takes every value once."""
    if order not in _FIELDS:
        return None
    return [[_field_product(b, r, order) for r in range(rounds)] for b in range(1, count + 1)]


def _field_product(one: int, other: int, order: int) -> int:
    prime, power = _FIELDS[order]
    size = len(power)
    digits = [[number // prime**i % prime for i in range(size)] for number in (one, other)]
    total = [0] * (2 * size - 1)
    for i, x in enumerate(digits[0]):
        for j, y in enumerate(digits[1]):
            total[i + j] += x * y
    for high in range(2 * size - 2, size - 1, -1):
        for i, y in enumerate(power):
            total[high - size + i] += total[high] * y
    return sum(digit % prime * prime**i for i, digit in enumerate(total[:size]))


def _searched_rows(
    count: int, order: int, rounds: int, minus: list[list[int]], budget: int = 20_000
) -> Rows | None:
    """Rows by backtracking, entry by entry, within a budget of differences looked at."""
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
            left -= len(rows)
            if left < 0:
                return False
            marks = [1 << minus[entry][other[place]] for other in rows]
            if any(mark & mask for mark, mask in zip(marks, taken, strict=True)):
                continue
            if extend([*row, entry], [mask | mark for mask, mark in zip(taken, marks, strict=True)]):
                return True
        return False

    return rows[1 : count + 1] if extend([0], [1]) else None

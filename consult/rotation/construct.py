"""Rotations by construction: nobody returns to a table, nobody meets twice.

With T tables take an abelian group G of order T and call a traveller (a, b): a an element of G, b one of k
seats. In round r they sit at table a + D[b][r]. Each of the k rows sends every element to a different
table, so every table gets k people. (a, b) returns to a table only if two entries of row b are equal; (a,
b) and (a', b') share a table in round r only if a - a' = D[b'][r] - D[b][r], so they meet at most once if
the differences of two rows are all different over the rounds. With a row of zeros added both conditions are
one: D is a *partial difference matrix*. A host who stays at a table meets every traveller there once, as
nobody returns: count travellers only, and let a host sit at each table besides.

Six tables have no such matrix with five rows; there the seatings are words found by exhaustive search among
those with a symmetry (see `_SIX`).
"""

from __future__ import annotations

from collections.abc import Sequence

from consult.rotation.differences import Rows, difference_rows

Seatings = list[list[int]]
"""Round × traveller → table index."""

_SIX = {
    3: """021 032 045 053 123 130 142 154 203 215 234 251 304 312 325 341 350 401 413 420 435 502 510 524 543
    014 105 240 452 531""",
    4: """3542 4035 5314 3415 4352 5043 4501 5231 3150 4123 5420 3021 4210 5102 0524 1530 2134 0432 1054 2513
    0253 1403 2451 0341 1245 2305 3204""",
    5: """50432 51043 52104 53210 54321 05423 15034 25140 35201 45312 04235 10345 21405 32015 43125 03542 14503
    20514 31520 42531 01354 12450 23051 34152 40253""",
}
"""Six tables, by rounds: the table of each traveller in each round; from 25 people on (26 for four rounds) the first
n of them sit at tables that differ by one at most. Three rounds are the cells beside the diagonal of a Latin square
of order six that has i in cell (i, i). For 29 and 30 people there are no such words of four rounds or more, see
`chain.six_tables`; for 28, and for 26 and 27 over five rounds, none have been found."""


def rotate(
    travellers: int, tables: int, rounds: int, *, returns: bool = False, repeats: bool = False
) -> Seatings | None:
    """Seat `travellers` at `tables` over `rounds`: round × traveller → table index, sizes within one.

    Nobody returns to a table and nobody meets twice, whatever is allowed, if a construction is known; it is
    for nearly all cafés with fewer people to a table than tables and no more rounds than tables.
    Ask with the number of travellers there really are: with six tables fewer than thirty can do what thirty cannot.
    Otherwise, if allowed:

    - `returns`: nobody meets twice, but the people of the last row return to their table every round; as few
      as possible return. Up to T people to a table, up to T rounds; T + 1 rounds for T² people (or one less)
      where T is prime (or a power), everybody returning once more.
    - `repeats`: nobody returns, but people beyond T - 1 to a table travel with a twin: they share the table in
      every round. No plan without returns has fewer repeated meetings (`bounds.fewest_repeats`); known where T is
      prime (or a power), and a few more. For T² people over T + 1 rounds everybody returns once, which cannot be
      helped.

    None where nothing is known.
    """
    if not travellers or not tables or not rounds:
        return None
    count = -(-travellers // tables)
    found = _rows_of(count, tables, rounds) or _six(travellers, tables, rounds)
    if found is None and returns:
        found = _with_staying_row(travellers, count, tables, rounds)
    if found is None and repeats:
        found = _with_twins(travellers, count, tables, rounds)
    return None if found is None else [seats[:travellers] for seats in found]


def hosts_in_turn(travellers: int, tables: int, rounds: int) -> list[list[int]]:
    """Round × table → the traveller who hosts there in that round, for the travellers of `rotate`.

    For hosts who stay one round only: the people of row b host in round b, so that nobody hosts again before all
    whole rows have, and nobody's path changes. Empty without a construction in rows, and without a whole row.
    """
    found = difference_rows(-(-travellers // tables), tables, rounds) if travellers and tables else None
    rows = travellers // tables if tables else 0
    if found is None or not rows:
        return []
    hosts = []
    for r, seats in enumerate(seatings(tables, rounds, *found)):
        row = range(r % rows * tables, (r % rows + 1) * tables)
        hosts.append(sorted(row, key=seats.__getitem__))
    return hosts


def seatings(tables: int, rounds: int, rows: Rows, group: Sequence[Sequence[int]]) -> Seatings:
    """Round × traveller → table index for travellers (a, b) in the order b·T + a."""
    return [[group[a][row[r]] for row in rows for a in range(tables)] for r in range(rounds)]


def _rows_of(count: int, tables: int, rounds: int) -> Seatings | None:
    found = difference_rows(count, tables, rounds)
    return None if found is None else seatings(tables, rounds, *found)


def _six(travellers: int, tables: int, rounds: int) -> Seatings | None:
    """The words for six tables, those of more rounds if they are enough."""
    for known, text in _SIX.items():
        words = text.split()
        least = 26 if known == 4 else 25
        if tables == 6 and rounds <= known and least <= travellers <= len(words):
            return [[int(word[r]) for word in words] for r in range(rounds)]
    return None


def _with_staying_row(travellers: int, count: int, tables: int, rounds: int) -> Seatings | None:
    """A row of zeros as the last: these people stay; the others meet each of them once at most."""
    reach = min(rounds, tables)
    found = difference_rows(count - 1, tables, reach) if count > 1 else None
    if found is None:
        return None
    rows, group = found
    first = seatings(tables, reach, [*rows, [0] * reach], group)
    return _with_row_round(first, travellers, tables, rounds)


def _with_twins(travellers: int, count: int, tables: int, rounds: int) -> Seatings | None:
    """All T - 1 rows there can be; further people share their path with one of the first row, and so on."""
    reach = min(rounds, tables)
    found = difference_rows(tables - 1, tables, reach) if tables > 1 else None
    if found is None:
        return None
    rows, group = found
    first = seatings(tables, reach, [rows[b % len(rows)] for b in range(count)], group)
    return _with_row_round(first, travellers, tables, rounds)


def _with_row_round(first: Seatings, travellers: int, tables: int, rounds: int) -> Seatings | None:
    """One round more than tables: each row, whose people have not met, at a table of its own."""
    if rounds <= tables:
        return first
    whole = tables * tables - 1 <= travellers <= tables * tables
    if rounds > tables + 1 or not whole:
        return None
    return [*first, [i // tables for i in range(tables * tables)]]

"""What no plan can beat: proven lower bounds for plain cafés (everybody there in every round, no wishes)."""

from __future__ import annotations


def spread(people: int, places: int) -> int:
    """The fewest pairs that stay in company when `people` go to `places` tables: C(n, 2) summed over an
    even split.

    An even split is best because moving one person from a place with n to one with m ≤ n - 2 takes away n -
    1 pairs and adds m. Without places everybody is counted as staying together.
    """
    if places <= 0:
        return people * (people - 1) // 2
    each, larger = divmod(people, places)
    return larger * (each + 1) * each // 2 + (places - larger) * each * (each - 1) // 2


def sizes(people: int, tables: int) -> list[int]:
    """Even table sizes, the larger ones first."""
    each, larger = divmod(people, tables)
    return [each + 1] * larger + [each] * (tables - larger)


def may_be_free_of_repeats(travellers_per_table: int, tables: int, rounds: int = 2) -> bool:
    """Whether zero repeated meetings and zero returns are not ruled out.

    Nobody returns, so the n travellers of a table go to the T - 1 others; if n > T - 1 two of them meet
    there again. A host who stays changes nothing: they meet each traveller once, when the traveller comes
    by. And nobody has more than T tables to visit without returning.
    """
    return rounds <= 1 or (travellers_per_table <= tables - 1 and rounds <= tables)


def fewest_returns(travellers: int, tables: int, rounds: int) -> int:
    """Visits to a table beyond the first: everybody has T tables to see, so R - T rounds each repeat one."""
    return travellers * max(0, rounds - tables) if tables else 0


def fewest_repeats(people: int, tables: int, rounds: int, *, returns: bool = False) -> int:
    """Meetings beyond the first that any plan of level tables has; `tables` are those in use in a round.

    `returns`: whether people may return to a table, or there are empty tables to move on to.

    The larger of two bounds.
    By tables: the n people of a table in one round have T - 1 tables to go to in the next (T if they may
    return), so at least `spread(n, T - 1)` pairs of them meet again there. Counted at the later round every
    such meeting is one beyond the first: (R - 1) times the sum over tables. By pairs: there are only N (N -
    1) / 2 first meetings; whatever the tables hold beyond them is a repeat.
    """
    if not people or not tables or rounds < 2:
        return 0
    places = tables if returns else tables - 1
    used = [size for size in sizes(people, tables) if size]
    by_tables = (rounds - 1) * sum(spread(size, places) for size in used)
    meetings = rounds * sum(size * (size - 1) // 2 for size in used)
    return max(by_tables, meetings - people * (people - 1) // 2)

"""How many café tables a meeting needs, and which of them take people online.

What the organiser chooses for people online is stored only in the modes of the tables: from the choice to the
modes and back. The tables with a screen are those with the lowest numbers, the tables online those with the highest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from consult.domain.words import RemotePolicy, TableMode

TABLES: Final = 400
CHAIRS: Final = 5


class RemoteChoice(NamedTuple):
    """How people online take part; `tables`: how many tables take them, of no meaning where all do."""

    policy: RemotePolicy = RemotePolicy.ANY
    tables: int = 0


def number_of_tables(expected_people: int, seats: int = CHAIRS) -> int:
    """Tables for a World Café with 4–5 chairs each: as few as fit everybody, and at least two.

    >>> number_of_tables(43)
    9
    """
    return min(max(math.ceil(expected_people / seats), 2), TABLES)


def most_remote_tables(policy: RemotePolicy, tables: int) -> int:
    """How many of the tables can take people online: one at least stays for those on site."""
    return tables - 1 if policy is RemotePolicy.OWN else tables


def modes_for(choice: RemoteChoice, tables: int) -> list[TableMode]:
    """The mode of table 1, 2, … up to `tables`.

    >>> [str(mode) for mode in modes_for(RemoteChoice(RemotePolicy.OWN, 1), 3)]
    ['onsite', 'onsite', 'remote']
    """
    if choice.policy is RemotePolicy.ANY:
        return [TableMode.MIXED] * tables
    chosen = min(choice.tables, tables)
    if choice.policy is RemotePolicy.SCREENS:
        return [TableMode.MIXED] * chosen + [TableMode.ONSITE] * (tables - chosen)
    return [TableMode.ONSITE] * (tables - chosen) + [TableMode.REMOTE] * chosen


def choice_of(modes: Sequence[str]) -> RemoteChoice:
    """What had been chosen, read from the modes of all tables; a screen at every table is any table."""
    remote, mixed = (sum(mode == each for mode in modes) for each in (TableMode.REMOTE, TableMode.MIXED))
    if remote:
        return RemoteChoice(RemotePolicy.OWN, remote)
    if 0 < mixed < len(modes):
        return RemoteChoice(RemotePolicy.SCREENS, mixed)
    return RemoteChoice()

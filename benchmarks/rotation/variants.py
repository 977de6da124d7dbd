"""Cafés of the same kinds as in `instances` that nobody has tuned anything to: other numbers, other people.

    .venv/bin/python benchmarks/rotation/variants.py FOLDER     writes them as problem files

Deterministic: the same variant is the same café everywhere.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

from runs import Instance

LANGUAGES = ("de", "en", "ar", "uk", "tr", "fa", "fr", "ti")
GROUPS = ("residents", "migrant_council", "ngo", "housing_agency", "city_dept", "employers", "faith")


class Kind(NamedTuple):
    """`travellers` at `tables` over `rounds`; `hosts` one at each table; `remote`: share of people on screen.

    `screens`: how many tables have one, for both modes (`mixed`) or for remote people only. Without `wishes` a plain
    café: one language, no groups, no pairs.
    """

    name: str
    travellers: int
    tables: int
    rounds: int
    wishes: bool = False
    hosts: bool = False
    remote: float = 0.0
    screens: int = 0
    mixed: bool = True
    chairs: int = 5


KINDS = (
    Kind("g21v", 21, 5, 4),
    Kind("g28v", 28, 7, 5),
    Kind("g37v", 37, 8, 4),
    Kind("g64v", 64, 13, 5),
    Kind("g150v", 150, 33, 5),
    Kind("r30v", 24, 6, 3, wishes=True, hosts=True),
    Kind("r36v", 36, 8, 4, wishes=True),
    Kind("r60v", 48, 12, 4, wishes=True, hosts=True),
    Kind("r90v", 90, 20, 4, wishes=True, remote=0.15, screens=10),
    Kind("r300v", 300, 66, 5, wishes=True, remote=0.1, screens=7, mixed=False),
)


def variants(only: tuple[str, ...] = ()) -> list[Instance]:
    """All of them, or those named."""
    return [_variant(kind) for kind in KINDS if not only or kind.name in only]


def _variant(kind: Kind) -> Instance:
    dice = Random(kind.name)  # noqa: S311
    remote = round(kind.remote * kind.travellers)
    people = [
        _person(f"p{i}", kind, dice, "remote" if i < remote else "onsite") for i in range(kind.travellers)
    ]
    dice.shuffle(people)
    if kind.hosts:
        people += [_person(f"h{t}", kind, dice, "onsite") | {"host": t} for t in range(kind.tables)]
    count = len(people)
    pairs = [sorted(pair) for pair in _couples(dice, people, max(1, count // 12) if kind.wishes else 0)]
    apart = pairs[: len(pairs) * 2 // 3]
    return {
        "name": kind.name,
        "rounds": kind.rounds,
        "langs": list(LANGUAGES) if kind.wishes else ["x"],
        "groups": list(GROUPS) if kind.wishes else [],
        "past": 0,
        "tables": [_table(kind, t) for t in range(kind.tables)],
        "people": people,
        "apart": apart,
        "together": pairs[len(apart) :],
    }


def _person(name: str, kind: Kind, dice: Random, mode: str) -> Instance:
    return {
        "id": name,
        "langs": _languages(dice) if kind.wishes else ["x"],
        "mode": mode,
        "group": dice.choices(GROUPS, (36, 12, 20, 8, 14, 10, 6))[0] if kind.wishes else None,
        "host": None,
        "from": 0,
        "to": kind.rounds,
    }


def _languages(dice: Random) -> list[str]:
    """Two thirds speak the two common languages or one; a third has a language of its own, mostly with them."""
    if dice.random() < 0.66:
        return dice.choices((["de", "en"], ["de"], ["en"]), (60, 30, 10))[0]
    own = dice.choice(LANGUAGES[2:])
    with_it = dice.choices((["de"], ["de", "en"], ["en"], []), (35, 35, 15, 15))[0]
    return sorted([own, *with_it])


def _couples(dice: Random, people: list[Instance], count: int) -> list[list[int]]:
    """Pairs of travellers of one mode, nobody in two of them."""
    found: list[list[int]] = []
    for mode in ("onsite", "remote"):
        free = [i for i, person in enumerate(people) if person["host"] is None and person["mode"] == mode]
        dice.shuffle(free)
        share = round(count * len(free) / len(people))
        found += [free[2 * k : 2 * k + 2] for k in range(min(share, len(free) // 2))]
    dice.shuffle(found)
    return found


def _table(kind: Kind, t: int) -> Instance:
    screen = "mixed" if kind.mixed else "remote"
    return {
        "id": f"T{t + 1}",
        "min": 4,
        "max": kind.chairs,
        "mode": screen if t >= kind.tables - kind.screens else "onsite",
        "interp": [["ar"], ["uk"]][t] if kind.wishes and kind.hosts and t < 2 else [],
    }


if __name__ == "__main__":
    for variant in variants():
        path = Path(sys.argv[1]) / f"{variant['name']}.json"
        path.write_text(json.dumps(variant) + "\n", encoding="utf-8")

"""What people do without a plan: random seats, and groups that move on as blocks.

Both respect what anybody would see to: levelled tables, hosts at their tables, a screen for remote people.
Neither knows languages, pairs or groups.
"""

from __future__ import annotations

from random import Random

from runs import Instance, Rows


def random_seating(inst: Instance, seed: int) -> Rows:
    """New random seats in every round; rounds already played stay."""
    dice = Random(seed)  # noqa: S311
    rows = [_random_round(inst, r, dice) for r in range(inst["past"], inst["rounds"])]
    return inst.get("plan0", [])[: inst["past"]] + rows


def blocks(inst: Instance, seed: int) -> Rows | None:
    """Random tables first, then every table's travellers move together to the next table of that kind.

    None for a café under way: its groups have been broken up.
    """
    if inst["past"]:
        return None
    first = _random_round(inst, 0, Random(seed))  # noqa: S311
    kinds: dict[str, list[int]] = {}
    for t, place in enumerate(inst["tables"]):
        kinds.setdefault(place["mode"], []).append(t)
    rows = []
    for r in range(inst["rounds"]):
        on = {t: same[(k + r) % len(same)] for same in kinds.values() for k, t in enumerate(same)}
        rows.append([
            t if person["host"] is not None else on[t] for t, person in zip(first, inst["people"], strict=True)
        ])  # fmt: skip
    return rows


def _random_round(inst: Instance, r: int, dice: Random) -> list[int]:
    """Chairs levelled over the tables; hosts take theirs, remote people those with a screen, others the rest."""
    people, tables = inst["people"], inst["tables"]
    here = [i for i, person in enumerate(people) if person["from"] <= r < person["to"]]
    row = [-1] * len(people)
    chairs = _chairs(inst, here)
    for i in sorted(
        here, key=lambda i: (people[i]["host"] is None, people[i]["mode"] != "remote", dice.random())
    ):
        mode, host = people[i]["mode"], people[i]["host"]
        fitting = [k for k, t in enumerate(chairs) if tables[t]["mode"] in ("mixed", mode)]
        if host is not None:
            fitting = [k for k, t in enumerate(chairs) if t == host]
        row[i] = chairs.pop(dice.choice(fitting or range(len(chairs))))
    return row


def _chairs(inst: Instance, here: list[int]) -> list[int]:
    """A table index for every person present, as level as possible within the modes."""
    tables = inst["tables"]
    pools = [(list(range(len(tables))), len(here))]
    if not any(place["mode"] == "mixed" for place in tables):
        pools = [
            (
                [t for t, place in enumerate(tables) if place["mode"] == mode],
                sum(inst["people"][i]["mode"] == mode for i in here),
            )
            for mode in ("onsite", "remote")
        ]
    return [numbers[k % len(numbers)] for numbers, count in pools for k in range(count)]

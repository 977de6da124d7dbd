"""A slow judge of plans in files, written from the definitions; it knows nothing of the package it judges.

A plan is a list of rounds, each with a table index per person, -1 for nobody's seat.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

MEASURES = (
    "repeat_tables", "repeat_pairs", "no_language", "isolated", "same_group_pairs", "size_viol", "mode_viol",
    "apart_viol", "together_viol", "uneven", "unseated", "host_moved", "changes", "max_meet", "pair_excess2",
    "distinct_pairs",
)  # fmt: skip


def evaluate(inst, plan, rounds=None):
    """Name → count for `plan`; what is counted round by round only for the given `rounds` (None: all).

    Raises ValueError if somebody who is not there has a seat.
    """
    found = dict.fromkeys(MEASURES, 0)
    _over_all_rounds(inst, plan, found)
    for r in range(inst["rounds"]) if rounds is None else rounds:
        _people(inst, r, plan[r], found)
        _pairs(inst, r, plan[r], found)
        _tables(inst, plan[r], found)
    return found


def _there(person, r):
    return person["from"] <= r < person["to"] and r not in person.get("absences", ())


def _over_all_rounds(inst, plan, found):
    """Meetings and visits. In a past round a seat is believed, whatever `from` and `to` say."""
    for i, person in enumerate(inst["people"]):
        visited = [row[i] for row in plan if row[i] >= 0]
        if person["host"] is None:
            found["repeat_tables"] += len(visited) - len(set(visited))
    together = [frozenset(pair) for pair in inst["together"]]
    met = Counter()
    for row in plan:
        for i, j in combinations([i for i, t in enumerate(row) if t >= 0], 2):
            if row[i] == row[j]:
                met[frozenset((i, j))] += 1
    found["distinct_pairs"] = len(met)
    for pair, times in met.items():
        if pair not in together:
            found["repeat_pairs"] += times - 1
            found["pair_excess2"] += sum(range(times))
            found["max_meet"] = max(found["max_meet"], times)


def _people(inst, r, row, found):
    for i, person in enumerate(inst["people"]):
        if row[i] < 0:
            found["unseated"] += _there(person, r)
            continue
        if not _there(person, r):
            raise ValueError(f"person {i} has a seat in round {r} without being there")
        found["mode_viol"] += inst["tables"][row[i]]["mode"] not in ("mixed", person["mode"])
        found["host_moved"] += person["host"] not in (None, row[i])
        if "plan0" in inst:
            found["changes"] += inst["plan0"][r][i] not in (-1, row[i])


def _pairs(inst, r, row, found):
    for i, j in {tuple(sorted(pair)) for pair in inst["apart"]}:
        found["apart_viol"] += row[i] == row[j] >= 0
    for i, j in {tuple(sorted(pair)) for pair in inst["together"]}:
        both = _there(inst["people"][i], r) and _there(inst["people"][j], r)
        found["together_viol"] += both and row[i] != row[j]


def _tables(inst, row, found):
    sizes = {}
    for number, table in enumerate(inst["tables"]):
        company = [person for person, t in zip(inst["people"], row, strict=True) if t == number]
        if not company:
            continue
        sizes.setdefault(table["mode"], []).append(len(company))
        found["size_viol"] += max(table["min"] - len(company), len(company) - table["max"], 0)
        _conversation(inst["langs"], table, company, found)
        for one, other in combinations(company, 2):
            found["same_group_pairs"] += bool(one["group"]) and one["group"] == other["group"]
    for counts in sizes.values():
        found["uneven"] += max(max(counts) - min(counts) - 1, 0)


def _conversation(langs, table, company, found):
    """Who follows the table's language, or has it interpreted, and who can talk to nobody."""
    helped = [person for person in company if set(person["langs"]) & set(table["interp"])]
    follow = [
        sum(language in person["langs"] or person in helped for person in company) for language in langs
    ]
    found["no_language"] += len(company) - max(follow, default=0)
    for k, person in enumerate(company):
        others = {language for m, other in enumerate(company) if m != k for language in other["langs"]}
        found["isolated"] += person not in helped and not others & set(person["langs"])

"""The page of the pack with the rule that needs no plan, as data for `pack.typ`."""

from __future__ import annotations

from typing import Any

from consult.reports import pack as p
from consult.reports.words import Words

Page = dict[str, Any]


def rule_page(rule: p.Rule, say: Words, title: str) -> Page:
    """Where each chair goes if the rule works; else what it would bring, and what helps."""
    numbers = {
        "people": say.count("people_n", rule.people),
        "tables": say.count("tables_n", len(rule.tables)),
        "rounds": say.count("rounds_n", len(rule.moves[0])),
    }
    page: Page = {"type": p.RULE, "heading": say("pack_rule"), "title": title, "works": rule.works}
    if not rule.works:
        return {**page, **_no_rule(rule, say, numbers)}
    moving = [chair for chair in rule.chairs if any(rule.moves[chair])]
    return {
        **page,
        "verdict": say("pack_rule_works", **numbers),
        "chairs": say("pack_rule_chairs", chairs=say.listing(map(str, rule.chairs))),
        "after": say("pack_rule_after"),
        "wrap": say("pack_rule_wrap", first=rule.tables[0], last=rule.tables[-1]),
        "seats": [_chair(rule, chair, say) for chair in rule.chairs],
        "routes": say("pack_rule_routes"),
        "moving": [say("pack_rule_seat", seat=chair) for chair in moving],
        "ways": [
            [rule.way(chair, start) if start < rule.starts[chair] else () for chair in moving]
            for start in range(len(rule.tables))
        ],
    }


def _no_rule(rule: p.Rule, say: Words, numbers: dict[str, str]) -> Page:
    found = {
        "repeats": say.count("pack_times_n", rule.repeat_meetings),
        "returns": say.count("pack_times_n", rule.table_returns),
    }
    more = rule.works_with
    helps = [say("pack_rule_more", tables=say.count("tables_n", more))] if more else []
    return {
        "verdict": say("pack_rule_fails", **numbers, **found),
        "instead": " ".join([*helps, say("pack_rule_instead")]),
    }


def _chair(rule: p.Rule, chair: int, say: Words) -> Page:
    """Where a chair goes; `step` is None where that changes from round to round."""
    steps = rule.steps(chair)
    few = rule.starts[chair] < len(rule.tables)
    last = rule.tables[max(0, rule.starts[chair] - 1)]
    only = say("pack_rule_only", first=rule.tables[0], last=last) if few else ""
    page: Page = {"label": say("pack_rule_seat", seat=chair), "only": only, "step": None}
    if len(set(steps)) > 1:
        return {**page, "moves": say("pack_rule_varied", steps=say.listing(map(str, steps)))}
    step = steps[0] if steps else 0
    moves = say.count("pack_on_n", step) if step else say("pack_rule_stays")
    return {**page, "moves": moves, "step": step}

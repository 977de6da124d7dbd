"""Changes of a seating before they are made, what they would bring, and the step that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from consult.domain.errors import Refused
from consult.domain.languages import NAMES
from consult.domain.words import Phase
from consult.models import Meeting, Participant, SeatingReview, SeatingStep
from consult.services.catch_up.sight import Sight, been, figures, name_of, settled, sight_of
from consult.services.meeting import rows
from consult.services.meeting.wire import Wire
from consult.services.seating import ahead
from consult.services.seating.quality import alone_at, by_table, pairs
from consult.services.seating.worth import improves, measures

MOST_CHANGES_SHOWN = 60


def proposal(row: Meeting, found: SeatingReview | None, sight: Sight | None = None) -> Wire | None:
    """A plan that is better than the seats in force, with what would change; None if there is none."""
    if found is None or found.dismissed or row.phase in (Phase.HARVEST, Phase.CLOSED):
        return None
    changed = ahead.changes(row, found)
    if not changed:
        return None
    sight = sight or sight_of(row, rows.live_meeting(row).seated_round)
    planned = {int(n): {int(i): t for i, t in seats.items()} for n, seats in found.plan.items()}
    if not improves(row, sight.seats, planned):
        return None
    before, after = measures(row, sight.seats), measures(row, {**sight.seats, **planned})
    return {
        "fingerprint": found.fingerprint,
        "count": len(changed),
        "changes": [
            {"id": one, "name": name_of(sight.people[one]), "round": number, "from": old, "to": new}
            for number, one, old, new in changed[:MOST_CHANGES_SHOWN]
        ],
        "before": figures(before),
        "after": figures(after),
    }


def preview(
    row: Meeting,
    round_number: int,
    *,
    swap: Sequence[int] | None = None,
    move: Mapping[str, int] | None = None,
) -> Wire:
    """What it would mean if two people changed places in that round, or one moved; nothing is changed.

    Raises Refused for people, tables and rounds that do not exist.
    """
    if round_number > len(row.rounds):
        raise Refused("no_such_round")
    sight = sight_of(row, round_number)
    wanted = _wanted(sight, swap, move)
    tables = {table.number for table in row.tables}
    if not set(wanted) <= set(sight.people):
        raise Refused("no_such_person")
    if not set(wanted.values()) <= tables:
        raise Refused("no_such_table")
    changed = replace(sight, seats={**sight.seats, round_number: {**sight.here, **wanted}})
    return {
        "version": row.version,
        "before": figures(measures(row, sight.seats)),
        "after": figures(measures(row, changed.seats)),
        "sentences": _consequences(changed, wanted, Counter(sight.here.values())),
    }


def undo(step: SeatingStep | None, people: Mapping[int, Participant]) -> Wire | None:
    """What would be taken back, in a sentence."""
    return {"id": step.id, "sentence": _step_said(step, people)} if step else None


def _wanted(sight: Sight, swap: Sequence[int] | None, move: Mapping[str, int] | None) -> dict[int, int]:
    """Participant id → table of everybody who would sit elsewhere."""
    if move is not None:
        return {move["participant_id"]: move["table"]}
    if swap is None:
        raise Refused("two_people_needed")
    one, other = swap
    if one not in sight.here or other not in sight.here:
        raise Refused("person_not_seated")
    return {one: sight.here[other], other: sight.here[one]}


def _consequences(sight: Sight, wanted: Mapping[int, int], before: Counter[int]) -> list[str]:
    """In words, what a change brings to those who would move; `before`: people at each table until now."""
    found = []
    met = pairs(sight.earlier)
    at = by_table(sight.here)
    seats = {table.number: table.seats for table in sight.row.tables}
    for one, table in wanted.items():
        name = name_of(sight.people[one])
        if one not in settled(sight) and been(sight, one, table):
            found.append(_("%(name)s has been at table %(table)s before.", name=name, table=table))
        known = [other for other in at[table] if other != one and met[min(one, other), max(one, other)]]
        found += [
            _("%(name)s and %(other)s meet again.", name=name, other=name_of(sight.people[other]))
            for other in known[:2]
        ]
        if one in alone_at(at[table], sight.people, sight.interpreted.get(table)):
            found.append(
                _("%(name)s would share no language with anybody at table %(table)s.", name=name, table=table)
            )
        if len(at[table]) > max(seats[table], before[table]):
            found.append(_("Table %(table)s would have more people than chairs.", table=table))
    return found[:6]


def _interpreting_said(about: Mapping[str, Any]) -> str:
    languages = ", ".join(NAMES.get(code, code) for code in about["languages"])
    table = about["table"]
    if table is None:
        return str(
            _("the plenary is interpreted: %(languages)s", languages=languages)
            if languages
            else _("the plenary is no longer interpreted")
        )
    return str(
        _("table %(table)s is interpreted: %(languages)s", table=table, languages=languages)
        if languages
        else _("table %(table)s is no longer interpreted", table=table)
    )


def _step_said(step: SeatingStep, people: Mapping[int, Participant]) -> str:
    def name(key: str) -> str:
        person = people.get(step.about.get(key, 0))
        return name_of(person) if person else "–"

    if step.what == "interpret":
        return _interpreting_said(step.about)
    values = {**step.about, "name": name("one"), "other": name("other")}
    sentences = {
        "move": _("%(name)s moves to table %(table)s in round %(round)s"),
        "swap": _("%(name)s and %(other)s change places in round %(round)s"),
        "pin": _("%(name)s and those chosen with them stay put in round %(round)s")
        if step.about.get("people", 1) > 1
        else _("%(name)s stays put in round %(round)s"),
        "unpin": _("%(name)s may be moved again in round %(round)s"),
        "keep": _("%(name)s stays at table %(table)s in every round"),
        "travel": _("%(name)s travels again"),
        "together": _("%(name)s and %(other)s sit together"),
        "apart": _("%(name)s and %(other)s are kept apart"),
        "no_wish": _("the wish about %(name)s and %(other)s is taken back"),
        "sit_out": _("%(name)s sits this round out"),
        "come_back": _("%(name)s comes back to a table"),
        "host": _("%(name)s hosts table %(table)s"),
        "no_host": _("%(name)s no longer hosts a table"),
        "aims": _("what counts in planning is changed"),
        "take": _("the better plan is taken"),
    }
    return str(sentences[step.what] % values)

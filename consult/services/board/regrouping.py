"""What an analysis would change, taken by a person: one step, which can be undone like any other."""

from __future__ import annotations

from consult.domain import board as b
from consult.domain.errors import Refused
from consult.services.board.step import Step


def regroup(step: Step, command: b.Regroup) -> str:
    """Move what still is where the analysis saw it and what no person has put there. Refused "nothing_to_regroup"."""
    places = step.places(note_id for note_id, _, _ in command.moves)
    pinned = step.pinned()
    made: dict[str, int] = {}
    moved: dict[int, list[int]] = {}
    left: set[int] = set()
    for note_id, seen, wanted in command.moves:
        at, fixed = places.get(note_id, (None, False))
        if note_id not in places or at != seen or fixed or at in pinned:
            continue
        if isinstance(wanted, str) and wanted not in made:
            made[wanted] = step.new_theme("", "en", command.new.get(wanted) or b.NEW_THEME)
        target = made[wanted] if isinstance(wanted, str) else wanted
        if target not in moved and not isinstance(wanted, str) and not step.is_there(target):
            continue
        moved.setdefault(target, []).append(note_id)
        if at is not None:
            left.add(at)
    if not moved:
        raise Refused("nothing_to_regroup")
    for target, note_ids in moved.items():
        step.put(note_ids, target, fixed=False)
    step.sweep(left - set(moved))
    step.detail = {"notes": sum(len(note_ids) for note_ids in moved.values())}
    return "regrouped"

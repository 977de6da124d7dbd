"""What each command does. The caller has its turn, and records what has come of it."""

from __future__ import annotations

from consult.domain import board as b
from consult.domain.errors import Refused
from consult.domain.texts import clean_line
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation
from consult.services.board import naming, regrouping, undoing
from consult.services.board.step import Step
from consult.services.clock import now


def do(step: Step, command: b.Command) -> str:
    """Carry out a command; what the paper trail calls it. Raises Refused."""
    match command:
        case b.ThemeMerge():
            return _merge(step, command)
        case b.ThemeSplit():
            return _split(step, command)
        case b.ThemeRename():
            return naming.rename(step, command)
        case b.NoteMove():
            return _move(step, command)
        case b.ThemePin(theme, on):
            _about(step, theme)
            step.fix(theme, on)
            return "pinned" if on else "unpinned"
        case b.ThemeSetAside(theme, reason):
            _about(step, theme)
            step.change_theme(theme, set_aside=_reason(step, reason))
            # What counts nowhere must not lose notes to an analysis, nor be tidied up by it.
            step.fix(theme)
            return "theme_aside"
        case b.ThemeTakeBack(theme):
            _about(step, theme)
            step.change_theme(theme, set_aside=None)
            return "theme_back"
        case b.ThemeConfirm() | b.ThemeWithdraw():
            return _place_theme(step, command)
        case b.Regroup():
            return regrouping.regroup(step, command)
        case b.StepUndo(change):
            return undoing.undo(step, change)
        case _:
            return _mark(step, command)


def _mark(
    step: Step,
    command: b.NoteSetAside | b.NoteTakeBack | b.NoteMarkDissent | b.NoteConfirm | b.NoteWithdraw | b.NoteTag,
) -> str:
    match command:
        case b.NoteSetAside(notes, reason):
            step.mark(_counted(step, notes), set_aside=_reason(step, reason))
            return "note_aside"
        case b.NoteTakeBack(notes):
            step.mark(_counted(step, notes), set_aside=None)
            return "note_back"
        case b.NoteMarkDissent(note, on):
            step.mark(_counted(step, [note]), dissent=on)
            if on:
                # It disagrees with this theme, not with another one an analysis would find for it.
                step.fix_notes([note])
            return "dissent" if on else "no_dissent"
        case b.NoteConfirm(note, commitments, track):
            chosen = list(dict.fromkeys(commitments))
            _check_place(step, chosen, track)
            step.mark(
                _counted(step, [note]),
                commitments=chosen,
                track=track,
                confirmed_at=now(),
                confirmed_by=step.by,
            )
            return "note_confirmed"
        case b.NoteWithdraw(note):
            step.mark(
                _counted(step, [note]), commitments=[], track=None, confirmed_at=None, confirmed_by=None
            )
            return "note_unconfirmed"
        case b.NoteTag(note, kind, values):
            naming.tag(step, _counted(step, [note])[0], kind, values)
            return "tagged"


def _merge(step: Step, command: b.ThemeMerge) -> str:
    found = step.themes(command.themes if command.into is None else (command.into, *command.themes))
    if len(found) < 2:
        raise Refused("merge_needs_two")
    sizes = {theme_id: step.size(theme_id) for theme_id in found}
    order = sorted(found, key=lambda key: (not found[key]["confirmed"], -sizes[key], key))
    kept = order[0] if command.into is None else command.into
    gone = [theme_id for theme_id in found if theme_id != kept]
    step.put(step.members(gone), kept)
    step.fix(kept)
    step.remove(gone, kept)
    step.theme = kept
    step.detail = {
        "label": found[kept]["label"],
        "others": [found[theme_id]["label"] for theme_id in gone],
        "notes": sum(sizes.values()),
    }
    return "merged"


def _split(step: Step, command: b.ThemeSplit) -> str:
    source = step.themes([command.theme])[command.theme]
    chosen = step.notes(command.notes)
    if not set(chosen) <= set(step.members([command.theme])):
        # Somebody has moved one of them since.
        raise Refused("board_moved_on")
    if len(chosen) >= step.size(command.theme):
        raise Refused("split_needs_rest")
    step.theme = step.new_theme(command.label, command.language)
    step.put(chosen, step.theme)
    step.fix(command.theme)
    step.detail = {"label": _label(step), "from": source["label"], "notes": len(chosen)}
    return "split"


def _move(step: Step, command: b.NoteMove) -> str:
    chosen = step.notes(command.notes)
    target = command.theme
    if target is not None:
        step.themes([target])
    step.keep("places", chosen)
    left = step.in_themes(chosen)
    step.theme = target if target is not None else step.new_theme(command.label, command.language)
    step.put(chosen, step.theme)
    step.change_theme(step.theme, pinned=True)
    step.remove(left - {step.theme}, step.theme)
    step.detail = {"label": _label(step), "notes": len(chosen)}
    return "moved"


def _place_theme(step: Step, command: b.ThemeConfirm | b.ThemeWithdraw) -> str:
    _about(step, command.theme)
    if isinstance(command, b.ThemeWithdraw):
        # What it also speaks of was never proposed: nobody would know any more that somebody has said so.
        step.change_theme(command.theme, confirmed=False, also=[])
        return "unconfirmed"
    chosen = list(dict.fromkeys(command.commitments))
    _check_place(step, chosen, command.track)
    main, also = next(iter(chosen), None), chosen[1:]
    step.change_theme(command.theme, commitment=main, also=also, track=command.track, confirmed=True)
    step.fix(command.theme)
    step.detail |= {"commitment": main, "also": also, "track": command.track}
    return "confirmed"


def _about(step: Step, theme_id: int) -> None:
    step.detail = {"label": step.themes([theme_id])[theme_id]["label"]}
    step.theme = theme_id


def _label(step: Step) -> object:
    return step.themes([step.theme])[step.theme]["label"] if step.theme is not None else {}


def _counted(step: Step, note_ids: list[int] | tuple[int, ...]) -> list[int]:
    chosen = step.notes(note_ids)
    step.detail |= {"notes": len(chosen)}
    themes = step.in_themes(chosen)
    if len(themes) == 1:
        step.theme = themes.pop()
        step.detail |= {"label": _label(step)}
    return chosen


def _reason(step: Step, text: str) -> str:
    reason = clean_line(text)[: b.REASON_LENGTH].strip()
    if not reason:
        raise Refused("reason_missing")
    step.detail |= {"reason": reason}
    return reason


def _check_place(step: Step, commitments: list[str], track: str | None) -> None:
    known = framework(db.session.get_one(Consultation, step.consultation_id).framework_id)
    if not set(commitments) <= {row.id for row in known.commitments}:
        raise Refused("unknown_commitment")
    if track is not None and track not in {row.id for row in known.tracks}:
        raise Refused("unknown_track")

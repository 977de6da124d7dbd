"""The theme board: many people change it at once, one change at a time; each is a step that can be undone.

For other services:
- `change(consultation_id, by, command, key="") -> Done` carries out a command of `consult.domain.board`: locked,
  checked, recorded in ThemeChange, committed, told. Raises Refused. `undo(consultation_id, by, change_id) -> Done`.
- `changed(consultation_id)` (a context) stores what a machine found: inside, nobody else changes the board, its first
  statement counts `board_version` up, at the end it commits and tells. In processes without screens the server
  notices.
- `edited(consultation_id) -> bool`: whether people have changed anything. `board_version` counts machines too.

On the wire, to a socket that connects with {"board": ticket} (`tickets.board_ticket(user, consultation)`):
- `board.open` {} → {ok, version, may_edit, me, themes, notes, steps, people, holding}
  theme {id, label {language: words}, pinned, commitment, also [further ones], track, confidence, confirmed, set_aside:
    reason|null}
  note  {id, text, language, kind, meeting, table|null, round|null, main_point, by_proxy, votes|null, translation:
    {text, doubtful, corrected}|null (in the reader's language)} and its state: {theme: id|null, fixed, commitments
    [main first], track, confirmed, proposals {commitments [[id, share, reasons]…≤3], tracks, sure}|null, tags {kind:
    [values]}, dissent, set_aside: reason|null}. Themes hold no list of notes: a note says where it is, so it is in
    one place or none.
  step  {id, version, at (ms), by: user id|null, who: name|null, what, label, notes (how many), undone, can_undo, of:
    what was undone|null, undoes: id of that step|null}
- `board.do` {key, command: {do, …}} → {ok, version, change|null, theme|null} | {ok: false, code, message, retry?}.
  Keys are made by the screen (8-64 letters, digits, -): the same one again is harmless. With "theme_gone",
  "no_such_note": fetch the state.
  do: theme.merge {themes, into?} · theme.split {theme, notes, label?} · theme.rename {theme, label} · theme.pin
    {theme, on} · theme.set_aside {theme, reason} · theme.take_back {theme} · note.move {notes, theme|null, label?} ·
    note.set_aside {notes, reason} · note.take_back {notes} · note.mark_dissent {note, on} · place.confirm {theme,
    commitments [main first], track} or {note, commitments, track} · place.withdraw {theme} or {note} · note.tag
    {note, kind, values} · step.undo {change}.
  Labels are in the `language` of the command, or else of the screen.
- `board.hold` {note: id|null}: what I have in my hand.
A socket hears from when it is connected:
- `board.changed` {version, key|null, step|null, turned [steps whose `undone` is another now], themes [whole], gone
  [theme ids], notes [{id, …state}]}, the sender too, once it is stored. Put it over what you have (note = {...old,
  ...new}); older than yours: ignore it; not yours + 1: ask `board.open` again. Without a step: a machine did it.
- `board.version` {version}: if yours is older, ask `board.open` again.
- `board.notes` {notes [whole, without translation], gone [ids]}: written, shown, hidden or erased meanwhile. No version.
  Also with notes of {id, translation} alone, once they are translated into your language.
- `board.stale` {}: ask `board.open` again.   `board.closed` {}: you no longer work on this consultation.
- `board.people` {people [{id, name}], holding {note: name}}
"""

from __future__ import annotations

from consult.services.board.changing import Done, Found, change, changed, edited, undo, version_of
from consult.services.board.reading import board, steps

__all__ = ["Done", "Found", "board", "change", "changed", "edited", "steps", "undo", "version_of"]

// What a command will make of the board, shown before the server has answered. Pure: a board in, a board out.
//
//   board   {version, themes: Map(id → theme), notes: Map(id → note), …}
//   made    the id of the theme that the command makes, if it makes one: the server's, or until then one of this screen
import { boot } from "../common/boot.js";

const STEPS_KEPT = 60;

const DOING = {
  "theme.merge": merge,
  "theme.split": (board, { notes, label }, made) => gather(board, notes, made, label),
  "theme.rename": (board, { theme, label, language }) => changeTheme(board, theme, (old) => ({ label: { ...old.label, [language]: label }, pinned: true })),
  "theme.pin": (board, { theme, on }) => changeTheme(board, theme, () => ({ pinned: on })),
  "theme.set_aside": (board, { theme, reason }) => changeTheme(board, theme, () => ({ set_aside: reason })),
  "theme.take_back": (board, { theme }) => changeTheme(board, theme, () => ({ set_aside: null })),
  "note.move": (board, { notes, theme, label }, made) => gather(board, notes, theme === null ? made : theme, label),
  "note.set_aside": (board, { notes, reason }) => changeNotes(board, notes, { set_aside: reason }),
  "note.take_back": (board, { notes }) => changeNotes(board, notes, { set_aside: null }),
  "note.mark_dissent": (board, { note, on }) => changeNotes(board, [note], { dissent: on }),
  "note.tag": tag,
  "place.confirm": confirm,
  "place.withdraw": withdraw,
};

/** The board after a command; the same board where nothing can be said beforehand. */
export function apply(board, { command, made }) {
  const doing = DOING[command.do];
  return doing ? doing(board, command, made) : board;
}

/** The board after what the server has told. */
export function follow(board, { version, step, turned = [], themes = [], gone = [], notes = [] }) {
  const next = { ...board, version, themes: new Map(board.themes), notes: new Map(board.notes) };
  for (const theme of themes) next.themes.set(theme.id, theme);
  for (const id of gone) next.themes.delete(id);
  for (const note of notes) if (next.notes.has(note.id)) next.notes.set(note.id, { ...next.notes.get(note.id), ...note });
  const now = new Map(turned.map((one) => [one.id, one]));
  if (step) next.steps = [step, ...board.steps.filter(({ id }) => id !== step.id).map((old) => now.get(old.id) || old)].slice(0, STEPS_KEPT);
  return next;
}

/** The board after notes were written, shown, hidden or erased. */
export function followNotes(board, { notes = [], gone = [] }) {
  const known = new Map(board.notes);
  for (const note of notes) known.set(note.id, { ...known.get(note.id), ...note });
  for (const id of gone) known.delete(id);
  return { ...board, notes: known };
}

function gather(board, ids, theme, label) {
  if (!theme) return board;
  const left = new Set();
  const notes = new Map(board.notes);
  for (const id of ids) {
    const note = notes.get(id);
    if (!note) continue;
    if (note.theme !== null && note.theme !== theme) left.add(note.theme);
    notes.set(id, { ...note, theme, fixed: true });
  }
  const themes = new Map(board.themes);
  if (!themes.has(theme)) themes.set(theme, newTheme(theme, label));
  for (const note of notes.values()) left.delete(note.theme);
  for (const id of left) themes.delete(id);
  return { ...board, notes, themes };
}

const newTheme = (id, label) => ({ id, label: label ? { [boot.language]: label } : {}, pinned: true, commitment: null, also: [], track: null, confidence: 0, confirmed: false, set_aside: null });

function merge(board, { themes: ids, into }) {
  if (!board.themes.has(into)) return board;
  const notes = new Map(board.notes);
  for (const [id, note] of notes) if (ids.includes(note.theme)) notes.set(id, { ...note, theme: into, fixed: true });
  const themes = new Map(board.themes);
  for (const id of ids) if (id !== into) themes.delete(id);
  return { ...board, notes, themes };
}

function confirm(board, { note, theme, commitments, track }) {
  if (theme !== undefined) return changeTheme(board, theme, () => ({ commitment: commitments[0] || null, also: commitments.slice(1), track, confirmed: true, pinned: true }));
  return changeNotes(board, [note], { commitments, track, confirmed: true });
}

function withdraw(board, { note, theme }) {
  if (theme !== undefined) return changeTheme(board, theme, () => ({ confirmed: false, also: [] }));
  return changeNotes(board, [note], { commitments: [], track: null, confirmed: false });
}

function tag(board, { note, kind, values }) {
  const old = board.notes.get(note);
  return old ? changeNotes(board, [note], { tags: { ...old.tags, [kind]: values } }) : board;
}

function changeTheme(board, id, change) {
  const old = board.themes.get(id);
  if (!old) return board;
  return { ...board, themes: new Map(board.themes).set(id, { ...old, ...change(old) }) };
}

function changeNotes(board, ids, change) {
  const notes = new Map(board.notes);
  for (const id of ids) if (notes.has(id)) notes.set(id, { ...notes.get(id), ...change });
  return { ...board, notes };
}

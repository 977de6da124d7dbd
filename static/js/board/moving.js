// Putting notes elsewhere, by whatever hand.
import { ask } from "./line.js";
import { board, chosen, dragged, naming } from "./store.js";

/** The notes this is about: those in the hand, else those that are selected. */
const inHand = () => (dragged.value || [...chosen.value]).filter((id) => board.value.notes.has(id));

/** Put the notes into a theme, or (null) make a theme of them. */
export function moveTo(theme, { ids = inHand(), label = "" } = {}) {
  const { notes } = board.value;
  const moved = ids.filter((id) => theme === null || notes.get(id).theme !== theme);
  if (!moved.length) return;
  const item = ask(theme === null ? making(moved, label) : { do: "note.move", notes: moved, theme });
  chosen.value = new Set([...chosen.value].filter((id) => !ids.includes(id)));
  if (item && item.made && !label) naming.value = item.made;
}

/** A part of one theme is split from it; anything else is only moved. */
function making(ids, label) {
  const { notes } = board.value;
  const from = notes.get(ids[0]).theme;
  const rest = [...notes.values()].some((note) => note.theme === from && !ids.includes(note.id));
  const named = label ? { label } : {};
  if (from !== null && rest && ids.every((id) => notes.get(id).theme === from)) return { do: "theme.split", theme: from, notes: ids, ...named };
  return { do: "note.move", notes: ids, theme: null, ...named };
}

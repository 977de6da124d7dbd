// What the board knows: what the server said, what this screen has asked for meanwhile, and what both make together.
import { batch, computed, signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { apply } from "./apply.js";

export const base = signal(null); // what the server has stored, as far as this screen has heard
export const outbox = signal([]); // [{key, command, made, state: "waiting" | "sent" | "stored", tried, version}]
export const board = computed(() => base.value && outbox.value.reduce(apply, base.value));
export const mayEdit = computed(() => Boolean(base.value && base.value.may_edit) && !closed.value);
export const closed = signal(false); // this person no longer works on the consultation

export const people = signal([]);
export const holding = signal({}); // note id → who has it in their hand
export const marks = signal(new Map()); // "n12" or "t3" → what somebody else has just done with it
export const news = signal(""); // the last thing that has happened, in a sentence
export const toasts = signal([]); // what was refused, and why

export const chosen = signal(new Set()); // ids of selected notes
export const unfolded = signal(new Set()); // ids of notes whose details are open
export const reading = signal(false); // whether translations stand under the notes
export const naming = signal(null); // the theme whose name is being written
export const dialog = signal(null); // {name, …}
export const dragged = signal(null); // ids of the notes in my hand

const NARROW = matchMedia("screen and (max-width: 47.99rem)");
const WIDE = matchMedia("screen and (min-width: 84rem)");
const fits = () => (NARROW.matches ? 1 : WIDE.matches ? 3 : 2);
export const room = signal(fits()); // how many themes are open side by side
export const narrow = computed(() => room.value === 1);
for (const query of [NARROW, WIDE]) {
  query.addEventListener("change", () => {
    room.value = fits();
    opened.value = opened.value.slice(-room.value);
  });
}

// "loose", "aside", "found" or the id of a theme; the one opened last stands last.
export const opened = signal([]);

export function openPlace(place) {
  if (opened.value.includes(place)) return;
  opened.value = [...opened.value, place].slice(-room.value);
}

export function closePlace(place) {
  opened.value = opened.value.filter((other) => other !== place);
}

// A theme that this screen has made is first known under an id of its own. What is drawn keeps it as its key.
const names = new Map();
export const keyOf = (id) => names.get(id) || id;

/** The theme that this screen called `own` is stored as `id`: from now on everything here calls it so. */
export function rename(own, id) {
  if (!own || own === id) return;
  const swap = (other) => (other === own ? id : other);
  names.set(id, own);
  batch(() => {
    opened.value = opened.value.map(swap);
    order.value = order.value.map(swap);
    naming.value = swap(naming.value);
    outbox.value = outbox.value.map((item) => ({ ...item, made: swap(item.made), command: renamed(item.command, swap) }));
  });
}

function renamed(command, swap) {
  const next = { ...command };
  if ("theme" in next) next.theme = swap(next.theme);
  if ("into" in next) next.into = swap(next.into);
  if (Array.isArray(next.themes)) next.themes = next.themes.map(swap);
  return next;
}

// Themes stay where they stand while people work: those with most notes first, new ones at the end.
export const order = signal([]);

export function keepOrder() {
  const { themes, notes } = board.value;
  const sizes = new Map();
  for (const note of notes.values()) sizes.set(note.theme, (sizes.get(note.theme) || 0) + 1);
  const known = new Set(order.value);
  const fresh = [...themes.keys()].filter((id) => !known.has(id));
  if (!known.size) fresh.sort((one, other) => (sizes.get(other) || 0) - (sizes.get(one) || 0));
  if (fresh.length) order.value = [...order.value, ...fresh];
}

export function toggle(set, id, on = !set.value.has(id)) {
  if (set.value.has(id) === on) return;
  const next = new Set(set.value);
  if (on) next.add(id);
  else next.delete(id);
  set.value = next;
}

let openings = 0;
export function open(name, props = {}) {
  openings += 1;
  dialog.value = { name, opening: openings, ...props };
}

let lastToast = 0;
const TOLD_FOR = 20000;

/** Say why something was not done. */
export function complain(text) {
  lastToast += 1;
  const id = lastToast;
  toasts.value = [...toasts.value.filter((toast) => toast.text !== text), { id, text }].slice(-3);
  setTimeout(() => dismiss(id), TOLD_FOR);
}

export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

const MARKED_FOR = 12000;

/** Mark notes and themes that somebody else has changed, calmly and for a while. */
export function mark(keys, text) {
  const next = new Map(marks.value);
  for (const key of keys) next.set(key, text);
  marks.value = next;
  setTimeout(() => {
    const left = new Map(marks.value);
    for (const key of keys) if (left.get(key) === text) left.delete(key);
    marks.value = left;
  }, MARKED_FOR);
}

/** What a theme is called in the reader's language, else in English, else in any: [words, language]. */
export function called(label) {
  const code = label[boot.language] ? boot.language : label.en ? "en" : Object.keys(label)[0];
  return code ? [label[code], code] : null;
}

// Where notes are, and which of them are looked for.
import { computed, signal } from "@preact/signals";
import { board } from "./store.js";
import { themeName } from "./words.js";

const NOTHING = { text: "", language: "", kind: "", table: "", meeting: "", commitment: "", track: "", open: false, dissent: false };
export const wanted = signal(NOTHING);

export const narrowed = computed(() => Object.entries(wanted.value).filter(([name, value]) => name !== "text" && value).length);
export const looking = computed(() => Boolean(narrowed.value || wanted.value.text.trim()));

export const lookFor = (values) => (wanted.value = { ...wanted.value, ...values });
export const lookForAll = () => (wanted.value = NOTHING);

/** Where a note counts: confirmed for it, else for its theme, else what is proposed: {commitments, also, track, confirmed, byTheme}. */
export function placeOf(note, theme) {
  if (note.confirmed) return { commitments: note.commitments, track: note.track, confirmed: true };
  if (theme && theme.confirmed) return { commitments: one(theme.commitment), also: theme.also, track: theme.track, confirmed: true, byTheme: true };
  const { commitments = [], tracks = [], sure = false } = note.proposals || {};
  if (note.proposals) return { commitments: commitments.slice(0, 1).map(([id]) => id), track: tracks.length ? tracks[0][0] : null, sure };
  return { commitments: one(theme && theme.commitment), track: theme ? theme.track : null };
}

/** What a theme speaks of, the main one first. */
export const spokenOf = (theme) => [...one(theme.commitment), ...theme.also];

const one = (id) => (id ? [id] : []);

/** Place → its notes, those of weight first: {all: Map(theme id | "loose" | "aside" → notes), found: notes looked for}. */
export const sorted = computed(() => {
  const all = new Map([["loose", []], ["aside", []]]);
  if (!board.value) return all;
  const { notes, themes } = board.value;
  for (const id of themes.keys()) all.set(id, []);
  for (const note of notes.values()) all.get(placeIn(note, themes)).push(note);
  for (const list of all.values()) list.sort(byWeight);
  return all;
});

function placeIn(note, themes) {
  if (note.set_aside !== null) return "aside";
  return themes.has(note.theme) ? note.theme : "loose";
}

const byWeight = (one, other) => other.main_point - one.main_point || (other.votes || 0) - (one.votes || 0) || one.id - other.id;

/** The notes that are looked for, as a set of ids; null: all of them. */
export const hits = computed(() => {
  if (!board.value || !looking.value) return null;
  const want = wanted.value;
  const words = plain(want.text).split(/\s+/).filter(Boolean);
  const found = new Set();
  for (const note of board.value.notes.values()) {
    const theme = board.value.themes.get(note.theme);
    if (fits(note, theme, want) && words.every((word) => spoken(note).includes(word) || plain(themeName(theme)).includes(word))) found.add(note.id);
  }
  return found;
});

export const found = computed(() => (hits.value ? [...board.value.notes.values()].filter(({ id }) => hits.value.has(id)).sort(byWeight) : []));

function fits(note, theme, want) {
  if (want.language && note.language !== want.language) return false;
  if (want.kind && note.kind !== want.kind) return false;
  if (want.table && note.table !== Number(want.table)) return false;
  if (want.meeting && note.meeting !== Number(want.meeting)) return false;
  if (want.dissent && !note.dissent) return false;
  const place = placeOf(note, theme);
  if (want.open && place.confirmed) return false;
  if (want.commitment && ![...place.commitments, ...(place.also || [])].includes(want.commitment)) return false;
  return !want.track || place.track === want.track;
}

// Letters without their accents, once for each note.
const texts = new WeakMap();
function spoken(note) {
  if (!texts.has(note)) texts.set(note, plain(`${note.text} ${note.translation ? note.translation.text : ""}`));
  return texts.get(note);
}

export const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

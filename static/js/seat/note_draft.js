// The half-written note. It survives reloads, phase changes and language changes, and remembers the round it began in.
import { computed, signal } from "@preact/signals";
import { recall, remember } from "./keep.js";

const EMPTY = { text: "", kind: "need", round: null, by_proxy: false };

export const draft = signal({ ...EMPTY, ...recall("draft") });
export const hasDraft = computed(() => draft.value.text.trim() !== "");

export function editDraft(changes, currentRound) {
  const next = { ...draft.value, ...changes };
  if (!next.text.trim()) next.round = null;
  else if (next.round === null) next.round = currentRound;
  draft.value = next;
  remember("draft", next);
}

export function clearDraft() {
  draft.value = EMPTY;
  remember("draft", null);
}

/** Characters as the server counts them: composed, by code point. */
export function lengthOf(text) {
  return Array.from(text.normalize("NFC").trim()).length;
}

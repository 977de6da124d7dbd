// What the last run of the analysis would change about notes that have a theme: fetched, never done by itself.
import { signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { complain } from "./store.js";

const AFTER = 800; // several changes of a machine are one reason to look

export const suggestion = signal(null); // {run, moves: [[note, from, to]…], new: {key: name}, gone: [theme…], of}
export const deciding = signal(false);

let timer = 0;

export function lookForSuggestion() {
  clearTimeout(timer);
  timer = setTimeout(look, AFTER);
}

async function look() {
  try {
    const answer = await fetch(boot.addresses.suggestion, { headers: { Accept: "application/json" } });
    if (answer.ok) suggestion.value = (await answer.json()).suggestion;
  } catch (_) {
    // Without a line; whoever comes back looks again.
  }
}

/** Take it or leave it; what comes of it is told over the line like every other step. */
export async function decide(take) {
  deciding.value = true;
  const form = new URLSearchParams({ run: suggestion.value.run, [take ? "take" : "leave"]: "1" });
  try {
    const answer = await fetch(boot.addresses.suggestion, { method: "POST", body: form, headers: { "X-CSRFToken": boot.csrf, Accept: "application/json" } });
    const said = answer.ok ? await answer.json() : { ok: false, message: t("The server did not answer. Please try again.") };
    if (!said.ok) complain(said.message);
    suggestion.value = null;
  } catch (_) {
    complain(t("There is no connection right now. Please try again."));
  }
  deciding.value = false;
  lookForSuggestion();
}

// Whether translations come. Where they do not, that is said calmly: nothing is lost by it.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { closed, snapshot } from "./store.js";
import { clockTime } from "./words.js";

/** Always there, so that a change is read aloud. */
export function Translating() {
  const { translation, meeting } = snapshot.value;
  const words = closed.value || meeting.languages.length < 2 ? "" : sentence(translation);
  return html`<p class=${words ? "translating" : "translating none"} role="status">${words}</p>`;
}

function sentence({ state, waiting, since }) {
  if (state === "not_set_up") return t("No translation engine is installed here. Notes stand as they were written; people can translate them by hand.");
  if (state !== "paused") return "";
  const paused = t("Translation has been pausing since {time}. The originals stay readable, and it goes on by itself.", { time: clockTime(since) });
  const queue = t("Texts that wait: {count}", { count: waiting });
  return waiting ? `${paused} ${queue}` : paused;
}

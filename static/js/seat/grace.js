// After a round there is a moment to finish a note.
import { html } from "htm/preact";
import { minutesAndSeconds } from "../common/clock.js";
import { t } from "../common/messages.js";
import { graceLeft } from "./state.js";

export function Grace() {
  const seconds = graceLeft.seconds.value;
  if (!seconds) return null;
  const sentence = t("You can still finish your note: {time}", { time: minutesAndSeconds(seconds) });
  return html`<p class="grace">${sentence}</p>`;
}

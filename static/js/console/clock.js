// The clock of the round, big enough to be read while standing.
import { html } from "htm/preact";
import { minutesAndSeconds } from "../common/clock.js";
import { t } from "../common/messages.js";
import { roundClock } from "./store.js";
import { clockTime, phaseInWords, punctuality } from "./words.js";

export function Clock({ meeting }) {
  const left = roundClock.seconds.value;
  const running = meeting.phase === "round" && left !== null;
  const { text, late } = punctuality(meeting);
  const tone = !running ? "" : left === 0 ? "over" : left <= 60 ? "last" : left <= 300 ? "soon" : "";
  const expected = t("expected {time}", { time: clockTime(meeting.expected_end) });
  return html`<div class="clock ${tone}">
    <p class="phase">${phaseInWords(meeting)}${meeting.paused && html` · <strong>${t("paused")}</strong>`}</p>
    ${running && html`<p class="time" role="timer" aria-live="off" aria-label=${t("{time} left", { time: minutesAndSeconds(left) })}>${minutesAndSeconds(left)}</p>`}
    ${meeting.promised_end && meeting.phase !== "closed" && html`<p class="ends">
      ${t("Promised end {time}", { time: clockTime(meeting.promised_end) })}
      ${meeting.expected_end && html`<span> · ${expected}</span>`}
      ${text && html` <span class=${late ? "tag late" : "tag"}>${text}</span>`}
    </p>`}
  </div>`;
}

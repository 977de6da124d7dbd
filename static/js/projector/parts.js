// What several views share: a sentence in every language, the countdown, counts with a drawing.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { minutesAndSeconds } from "../common/clock.js";
import { t } from "../common/messages.js";
import { languages, words } from "./store.js";

/** The same short sentence in all languages of the meeting, as a heading. */
export function InAll({ name, values, level = 2 }) {
  const each = languages.value.map((code) => [code, words(code, name, values)]);
  const unique = each.filter(([, text], index) => each.findIndex(([, other]) => other === text) === index);
  return html`<div class="in-all" role="heading" aria-level=${level}>
    ${unique.map(([code, text]) => html`<span key=${code} lang=${code}>${text}</span>`)}
  </div>`;
}

export const languageName = (code) => boot.languages[code] || code;

export function Countdown({ seconds, paused = false, soon = 300, last = 60 }) {
  if (seconds === null) return null;
  const tone = seconds === 0 ? "over" : seconds <= last ? "last" : seconds <= soon ? "soon" : "";
  const words = t("{time} left", { time: minutesAndSeconds(seconds) });
  return html`<div class=${`countdown ${tone} ${paused ? "paused" : ""}`} role="timer" aria-live="off" aria-label=${words}>
    <span class="digits" aria-hidden="true">${paused && html`<svg class="pause" viewBox="0 0 20 20" focusable="false"><path d="M5 3h4v14H5zM11 3h4v14h-4z" fill="currentColor" /></svg>`}${minutesAndSeconds(seconds)}</span>
  </div>`;
}

const DRAWINGS = {
  people: "M8 9a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM1 18c0-5 3-7.5 7-7.5s7 2.5 7 7.5zM14.5 9.5a3 3 0 1 0-1.5-5.6 5 5 0 0 1-.8 5.1c.6.4 1.4.5 2.3.5zM16.6 18H19.5c0-4-1.8-6.5-4.8-6.9 1.3 1.6 1.9 3.9 1.9 6.9z",
  notes: "M3 2h14v10l-5 6H3zM6 6h8v1.8H6zM6 10h6v1.8H6z",
  tables: "M2 6h16v3h-2v8h-2.5v-8h-7v8H4V9H2z",
};

/** "49" beside a drawing; the words are for those who do not see it. */
export function Count({ of, value, label }) {
  return html`<span class="count">
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d=${DRAWINGS[of]} fill="currentColor" fill-rule="evenodd" /></svg>
    <span aria-hidden="true">${value}</span><span class="visually-hidden">${label}</span>
  </span>`;
}

// For the table host: what this table and the hall have spoken about, and a question where a track has not come up.
import { effect, signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { CoverageGrid, Untouched } from "../common/coverage_grid.js";
import { t } from "../common/messages.js";
import { Icon } from "../seat/icons.js";
import { recall, remember } from "../seat/keep.js";
import { live, me, meeting, roundNumber, snapshot, timeLeft } from "../seat/state.js";

const PAUSE = 4000;
// "Soft" measures are easier to talk about: these two are asked for by themselves.
const HARDER = ["3", "4"];
const coverage = signal(null); // {…as told, round}
const dismissed = signal(recall("prompt") || 0);
let timer = 0;

/** Fetch it soon, and not with every other table at once. */
function fetchSoon(pause) {
  clearTimeout(timer);
  timer = setTimeout(read, pause * (0.5 + Math.random()));
}

async function read() {
  const round = roundNumber.peek();
  const answer = await live.command("coverage.read");
  if (answer.ok) coverage.value = { ...answer, round };
  else if (answer.retry) fetchSoon(PAUSE * 4);
}

/** Whether half of the round is over. */
function isLate() {
  const seconds = timeLeft.seconds.value;
  const round = meeting.value && meeting.value.rounds.find(({ number }) => number === roundNumber.value);
  return Boolean(round) && meeting.value.phase === "round" && seconds !== null && seconds <= round.minutes * 30;
}

const late = signal(false);
effect(() => {
  late.value = isLate();
});
// From then on with every note of the table, so that the question goes away once the track has come up.
const heard = signal(0);
effect(() => {
  heard.value = snapshot.value ? snapshot.value.notes.length : 0;
});
effect(() => {
  if (late.value && heard.value >= 0 && me.value && me.value.is_host) fetchSoon(PAUSE);
});

export function Coverage() {
  const known = coverage.value && coverage.value.round === roundNumber.value ? coverage.value : null;
  const missing = known && late.value ? HARDER.map((id) => known.tracks.find((track) => track.id === id)).filter((track) => track && known.here[track.id] === 0) : [];
  return html`<div aria-live="polite">${missing.map((track) => html`<${Missing} key=${track.id} track=${track} prompts=${known.prompts} />`)}</div>
    <${Unfolded} known=${known} />`;
}

function Missing({ track, prompts }) {
  const [at, setAt] = useState(0);
  const offered = prompts.filter((prompt) => prompt.track === track.id);
  if (!offered.length) return null;
  const words = t("{name} has not come up at this table yet. You could ask:", { name: track.title });
  return html`<div class="ask-this">
    <p>${words}</p>
    <blockquote>${offered[at % offered.length].text}</blockquote>
    ${offered.length > 1 && html`<button type="button" class="small" onClick=${() => setAt(at + 1)}>${t("Another question")}</button>`}
  </div>`;
}

function Unfolded({ known }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) read();
  }, [open, heard.value]);
  return html`<details onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${t("What has come up so far")}</summary>
    ${known && html`<${Untouched} coverage=${known} /><p class="hint">${t("All tables together. Dots are proposals of the software.")}</p><${CoverageGrid} coverage=${known} />`}
  </details>`;
}

/** What the facilitator asks this table host to put to the table. */
export function HostPrompt() {
  const { prompt } = snapshot.value;
  const visible = prompt && prompt.at > dismissed.value;
  function close() {
    dismissed.value = prompt.at;
    remember("prompt", prompt.at);
  }
  return html`<div aria-live="polite">${visible && html`<div class="announcement ask-table">
    <${Icon} name="star" />
    <div><p class="hint">${t("Please ask your table:")}</p><p tabindex="0">${prompt.text}</p></div>
    <button class="quiet" onClick=${close}>${t("Close")}</button>
  </div>`}</div>`;
}

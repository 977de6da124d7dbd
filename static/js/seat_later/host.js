// What only the table host has: the hand-over, and counting who sits here.
import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Icon } from "../seat/icons.js";
import { Coverage } from "./coverage.js";
import { editHandOver, flushHandOver, handOver } from "./hand_over_draft.js";
import { lengthOf } from "../seat/note_draft.js";
import { live, meeting, snapshot } from "../seat/state.js";

const HAND_OVER_LENGTH = 1200;

export function HostTools({ now }) {
  const last = meeting.value.round_number === meeting.value.rounds_total;
  return html`<section class="paper host" aria-labelledby="host">
    <h2 id="host">${t("You are the table host")}</h2>
    ${now === "round" && html`<p class="hint">${t("Help everyone to speak. Mark the main points below; they are read out at the end.")}</p>`}
    ${!last && html`<${HandOver} />`}
    ${now === "round" && html`<${Coverage} />`}
    ${now === "round" && html`<${HeadCount} />`}
  </section>`;
}

function HandOver() {
  const { text, state, message } = handOver.value;
  const over = lengthOf(text) - HAND_OVER_LENGTH;
  return html`<div class="field">
    <label for="hand-over">${t("For the next group")}</label>
    <p class="hint" id="hand-over-hint">${t("What did this group find most important? What is still open?")}</p>
    <textarea id="hand-over" dir="auto" rows="4" value=${text} onInput=${(event) => editHandOver(event.currentTarget.value)} onBlur=${flushHandOver}
      aria-describedby="hand-over-hint hand-over-state" aria-invalid=${String(over > 0)}></textarea>
    <div class="row">
      <p id="hand-over-state" class="status" role="status"><${HandOverState} state=${over > 0 ? "long" : state} empty=${!text} message=${message} over=${over} /></p>
      <button onClick=${flushHandOver}>${t("Save")}</button>
    </div>
  </div>`;
}

function HandOverState({ state, empty, message, over }) {
  const tooLong = t("Too long by: {count}", { count: over });
  if (state === "long") return html`<${Icon} name="problem" /> ${tooLong}`;
  if (state === "refused") return html`<${Icon} name="problem" /> ${message}`;
  if (state === "waiting") return html`<${Icon} name="waiting" /> ${t("Waiting")}`;
  if (state === "changed") return html`<${Icon} name="waiting" /> ${t("Not saved yet; kept on this phone")}`;
  return empty ? null : html`<${Icon} name="saved" /> ${t("Saved")}`;
}

function HeadCount() {
  const [given, setGiven] = useState(null);
  const [problem, setProblem] = useState("");
  const timer = useRef(0);
  const heads = given !== null ? given : snapshot.value.heads;
  function step(by) {
    const people = Math.min(99, Math.max(0, (heads || 0) + by));
    setGiven(people);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(people), 600);
  }
  async function send(people) {
    const answer = await live.command("head_count.give", { people });
    setProblem(answer.ok ? "" : answer.message);
    if (answer.ok) live.catchUp();
    else setGiven(null);
  }
  return html`<div class="field heads" role="group" aria-labelledby="heads">
    <p id="heads"><strong>${t("How many people sit here?")}</strong> <span class="hint">${t("Count everyone, with or without a phone.")}</span></p>
    <div class="stepper">
      <button aria-label=${t("One fewer")} onClick=${() => step(-1)}>−</button>
      <output aria-live="polite">${heads === null ? "–" : heads}</output>
      <button aria-label=${t("One more")} onClick=${() => step(1)}>+</button>
    </div>
    <p class="problem" role="alert">${problem}</p>
  </div>`;
}

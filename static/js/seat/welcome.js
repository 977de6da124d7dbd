// Before the first round: where to sit, what will happen, and how to treat each other.
import { html } from "htm/preact";
import { t } from "../shared/messages.js";
import { TablePlace } from "./place.js";
import { me, meeting } from "./state.js";

export function Welcome() {
  const { title, consultation_title, rounds } = meeting.value;
  const { table, mode } = me.value;
  return html`
    <section class="paper place">
      <p class="over">${consultation_title} · ${title}</p>
      ${table ? html`<${TablePlace} table=${table} online=${mode === "remote"} />` : html`<${NoTableYet} />`}
      <p>${t("The facilitator opens the first round when everyone has a seat. This page changes by itself.")}</p>
    </section>
    <section class="paper">
      <h2>${t("What will happen")}</h2>
      <ol class="agenda">
        ${rounds.map((round) => html`<li>${t("Round {number}: {minutes} minutes", round)}</li>`)}
        <li>${t("Harvest: we listen to the main points and vote")}</li>
      </ol>
      <h2>${t("How it works")}</h2>
      <ul class="points">
        <li>${t("Talk with the people at your table about the question.")}</li>
        <li>${t("Write notes here, in your own words and your own language.")}</li>
        <li>${t("Between the rounds this page tells you where to sit. The table host passes on what was said.")}</li>
      </ul>
      <h2>${t("How we treat each other")}</h2>
      <ul class="points">
        <li>${t("Listen. One person speaks at a time, and everyone gets a turn.")}</li>
        <li>${t("Speak from your own experience. Do not share other people’s stories with their names.")}</li>
        <li>${t("No insults, no hate. You can pause or leave at any time.")}</li>
      </ul>
    </section>
  `;
}

export function NoTableYet() {
  return html`<h1 tabindex="-1">${t("Welcome")}</h1><p class="lead">${t("Your table will appear here.")}</p>`;
}

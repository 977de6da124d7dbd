// Before the first round: where to sit, what will happen, and how to treat each other.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { FixedText } from "./fixed_text.js";
import { Later } from "./later.js";
import { TablePlace } from "./place.js";
import { me, meeting } from "./state.js";

export function Welcome() {
  const { title, consultation_title, rounds, planned, agenda } = meeting.value;
  const { table, mode } = me.value;
  return html`
    <section class="paper place">
      <p class="over">${consultation_title} · ${title}</p>
      ${table ? html`<${TablePlace} table=${table} online=${mode === "remote"} />` : html`<${NoTableYet} />`}
      <p>${t("The facilitator opens the first round when everyone has a seat. This page changes by itself.")}</p>
    </section>
    <section class="paper">
      <h2>${t("What will happen")}</h2>
      ${planned && html`<${Later} name="PlannedTime" planned=${planned} />`}
      <ol class="agenda">
        ${rounds.map((round) => html`<li>${t("Round {number}: {minutes} minutes", round)}</li>`)}
        <li>${t("Harvest: we listen to the main points and vote")}</li>
      </ol>
      ${agenda && html`<${Later} name="Agenda" ...${agenda} />`}
      <${FixedText} name="how-it-works" />
    </section>
  `;
}

export function NoTableYet() {
  return html`<h1 tabindex="-1">${t("Welcome")}</h1><p class="lead">${t("Your table will appear here.")}</p>`;
}

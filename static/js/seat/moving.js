// Between two rounds: where to go.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Later } from "./later.js";
import { TablePlace } from "./place.js";
import { lastSeat, me } from "./state.js";

export function Moving() {
  const { table, is_host, mode, next_round, sits_out } = me.value;
  const stay = Boolean(table) && (is_host || (lastSeat.value !== null && table.number === lastSeat.value.table));
  const next = next_round ? t("Next: round {number}", { number: next_round }) : t("The round is over.");
  return html`<section class="paper place">
    <p class="over">${next}</p>
    ${table ? html`<${TablePlace} table=${table} online=${mode === "remote"} stay=${stay} />` : html`<${NoSeat} />`}
    ${table && stay && is_host && html`<p>${t("Welcome the new group and tell them what was said here.")}</p>`}
    ${table && !stay && mode !== "remote" && html`<p>${t("Take your things and go there now. The round begins when everyone has arrived.")}</p>`}
    ${table && mode === "remote" && html`<p>${t("Stay online. The round begins when everyone has arrived.")}</p>`}
    ${(table || sits_out) && html`<${Later} name="SitOut" />`}
  </section>`;
}

function NoSeat() {
  return me.value.sits_out
    ? html`<h1 tabindex="-1">${t("You sit this round out")}</h1><p>${t("Take a break. You can come back at any time.")}</p>`
    : html`<h1 tabindex="-1">${t("You have no seat yet")}</h1><p>${t("Please wait a moment, or ask the facilitator.")}</p>`;
}

// The café floor: calls for help first, then the tables, then whoever has no seat yet.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Bell, Plus } from "./icons.js";
import { InPlenary } from "./interpretation.js";
import { act, closed, open, snapshot } from "./store.js";
import { Person, Question, Table } from "./table.js";

export function Calls() {
  const calling = snapshot.value.tables.filter((table) => table.calls_help);
  if (!calling.length || closed.value) return null;
  return html`<ul class="calls" aria-label=${t("Calls for help")}>
    ${calling.map((table) => html`<li key=${table.number}>
      <${Bell} /><strong>${t("Table {number} asks for help.", { number: table.number })}</strong>
      <button type="button" onClick=${() => act("help.answer", { table: table.number })}>${t("I am on my way")}</button>
    </li>`)}
  </ul>`;
}

export function Floor() {
  const { tables, totals, meeting, left } = snapshot.value;
  const seatsMatter = ["welcome", "round", "moving"].includes(meeting.phase);
  return html`<div class="floor">
    <header>
      <h2>${t("Tables")}</h2>
      <p class="soft">
        ${t("People: {people} · connected: {connected} · away: {away} · offline: {offline} · notes: {notes}", totals)}
        ${left > 0 && html` · ${t("gone: {count}", { count: left })}`}
      </p>
      ${!closed.value && html`<button type="button" class="add" onClick=${() => open("add")}><${Plus} />${t("Add a person")}</button>`}
    </header>
    <${InPlenary} />
    <${Asked} />
    <${Quality} />
    ${seatsMatter && html`<${Unseated} />`}
    <ol class="tables">${tables.map((table) => html`<${Table} key=${table.number} table=${table} meeting=${meeting} />`)}</ol>
  </div>`;
}

/** The question of the open or the coming round, where each round has one. */
function Asked() {
  const { meeting } = snapshot.value;
  const number = meeting.phase === "moving" || meeting.phase === "welcome" ? meeting.round_number + 1 : meeting.round_number;
  const round = meeting.rounds.find((candidate) => candidate.number === number);
  const open = ["welcome", "round", "moving"].includes(meeting.phase);
  if (!open || meeting.question_policy !== "round" || !round || !round.question) return null;
  return html`<${Question} question=${round.question} />`;
}

function Quality() {
  const { plan, meeting } = snapshot.value;
  if (!plan || !["welcome", "round", "moving"].includes(meeting.phase)) return null;
  const perfect = !plan.repeat_meetings && !plan.table_returns && !plan.without_language;
  const words = {
    title: t("Seating of round {number}:", { number: plan.round }),
    again: t("people who meet again: {count}", { count: plan.repeat_meetings }),
    returns: t("returns to a table: {count}", { count: plan.table_returns }),
    lonely: t("without a shared language: {count}", { count: plan.without_language }),
    better: t("A better plan is ready. Seats that change: {count}", { count: plan.proposal }),
    see: t("See and steer the seating"),
  };
  return html`<p class=${perfect ? "quality good" : "quality"}>
    <strong>${words.title}</strong>${" "}<span>${words.again}</span> · <span>${words.returns}</span> ·${" "}
    <span class=${plan.without_language ? "worry" : ""}>${words.lonely}</span>
    ${plan.proposal > 0 && html` · <strong>${words.better}</strong>`}
    ${" "}<a href="#seating">${words.see}</a>
  </p>`;
}

function Unseated() {
  const { unseated } = snapshot.value;
  if (!unseated.length) return null;
  const title = t("Without a seat: {count}", { count: unseated.length });
  return html`<section class="unseated">
    <h3>${title}</h3>
    <ul class="people">${unseated.map((person) => html`<${Person} key=${person.id} person=${person} />`)}</ul>
  </section>`;
}

// What the hall sees: the view of the projector, who has the floor, and the vote.
import { html } from "htm/preact";
import { minutesAndSeconds } from "../common/clock.js";
import { t } from "../common/messages.js";
import { Sign } from "../common/sign.js";
import { Translated } from "../common/translated.js";
import { Acceptability } from "./acceptability.js";
import { act, closed, snapshot, speakingClock, speakingTime } from "./store.js";
import { views } from "./words.js";

export function ProjectorPanel() {
  const { meeting } = snapshot.value;
  // What everybody is being asked right now stands above what has been told already.
  const asked = meeting.acceptability === "open";
  return html`<div class="steer">
    ${asked && html`<${Acceptability} />`}
    ${meeting.phase === "harvest" && html`<${Harvest} />`}
    ${(meeting.phase === "harvest" || meeting.phase === "closed") && html`<${Voting} />${!asked && html`<${Acceptability} />`}`}
    ${!closed.value && html`<${Views} meeting=${meeting} />`}
    ${closed.value && html`<p class="soft later">${t("The meeting is closed. The projector says thank you.")}</p>`}
    ${["welcome", "round", "moving"].includes(meeting.phase) && html`<p class="soft later">${t("Speaking time and voting appear here when the harvest begins.")}</p>`}
  </div>`;
}

function Views({ meeting }) {
  return html`<h3 id="steer-view">${t("What the projector shows")}</h3>
    <div class="views" role="group" aria-labelledby="steer-view">
      ${Object.entries(views()).map(([view, name]) => html`<button key=${view} type="button" aria-pressed=${String(meeting.view === view)} onClick=${() => act("projector.steer", { view })}>${name}</button>`)}
    </div>`;
}

function Harvest() {
  const { meeting, tables } = snapshot.value;
  const seconds = speakingTime.value;
  const left = speakingClock.seconds.value;
  return html`<h3>${t("Who has the floor")}</h3>
    <div class="segments" role="group" aria-label=${t("Speaking time")}>
      ${[60, 90, 120].map((amount) => html`<button key=${amount} type="button" aria-pressed=${String(amount === seconds)} onClick=${() => (speakingTime.value = amount)}>${t("{seconds} s", { seconds: amount })}</button>`)}
    </div>
    ${meeting.speaking_table && html`<p class="speaks-now">
      ${t("Table {number} speaks", { number: meeting.speaking_table })}
      ${left !== null && html` <strong class=${left === 0 ? "over" : ""}>${minutesAndSeconds(left)}</strong>`}
      <button type="button" onClick=${() => act("speaker.choose", { table: null, seconds })}>${t("Thank you, done")}</button>
    </p>`}
    <ol class="queue">${tables.map((table) => html`<${Turn} key=${table.number} table=${table} meeting=${meeting} seconds=${seconds} />`)}</ol>`;
}

function Turn({ table, meeting, seconds }) {
  const speaking = meeting.speaking_table === table.number;
  const heard = meeting.tables_heard.includes(table.number);
  const state = speaking ? t("speaking") : heard ? t("heard") : t("waiting");
  return html`<li class=${speaking ? "speaking" : heard ? "heard" : ""}>
    <${Sign} table=${table} size="34" />
    <span><strong>${t("Table {number}", { number: table.number })}</strong> · ${state} <span class="soft">${t("Main points: {count}", { count: table.points.length })}</span></span>
    ${!speaking && html`<button type="button" class="quiet" onClick=${() => act("speaker.choose", { table: table.number, seconds })}>${heard ? t("Once more") : t("Give the floor")}<span class="visually-hidden"> ${t("to table {number}", { number: table.number })}</span></button>`}
  </li>`;
}

function Voting() {
  const { meeting, tables, totals } = snapshot.value;
  const points = tables.flatMap((table) => table.points.map((point) => ({ ...point, table })));
  const counts = t("People who can vote: {people} · main points: {points}", { people: totals.connected, points: points.length });
  return html`<h3>${t("Vote on the main points")}</h3>
    ${!points.length && !closed.value && html`<p class="soft">${t("There are no main points yet. Table hosts mark them on their phones.")}</p>`}
    ${meeting.voting === "not_yet" && html`<p>${counts}</p>
      <${Budget} meeting=${meeting} />
      <button type="button" disabled=${meeting.phase === "closed" || !points.length} onClick=${() => act("voting.open")}>${t("Open the voting")}</button>`}
    ${meeting.voting === "open" && html`<p>${t("The vote is open. Nobody sees numbers before it is closed.")}</p>
      <p>${counts}</p>
      <button type="button" class="primary" onClick=${() => act("voting.close")}>${t("Close the voting")}</button>`}
    ${meeting.voting === "closed" && html`<${Result} points=${points} />`}`;
}

const MOST_VOTES = 10;

function Budget({ meeting }) {
  const choose = (votes) => act("voting.budget", { votes });
  const each = meeting.votes_each;
  return html`<div class="budget" role="group" aria-labelledby="budget">
    <p id="budget">${t("Votes for each person")}</p>
    <button type="button" aria-label=${t("One vote fewer")} disabled=${each <= 1} onClick=${() => choose(each - 1)}>−</button>
    <output aria-live="polite">${each}</output>
    <button type="button" aria-label=${t("One vote more")} disabled=${each >= MOST_VOTES} onClick=${() => choose(each + 1)}>+</button>
  </div>`;
}

function Result({ points }) {
  const ranked = [...points].sort((a, b) => (b.votes || 0) - (a.votes || 0)).slice(0, 12);
  const most = Math.max(1, ...ranked.map((point) => point.votes || 0));
  return html`<ol class="result">${ranked.map((point) => html`<li key=${point.id}>
    <${Sign} table=${point.table} size="26" labelled=${true} />
    <div><${Translated} note=${point} both /></div>
    <strong>${point.votes || 0}</strong>
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" height="6" aria-hidden="true" focusable="false"><rect width=${(100 * (point.votes || 0)) / most} height="4" class="bar-fill" /></svg>
  </li>`)}</ol>`;
}

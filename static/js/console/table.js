// One café table: its sign among its chairs, the people, their languages, and what needs attention.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { COLOURS, Sign, signName } from "../common/sign.js";
import { Translated } from "../common/translated.js";
import { Bell, Cup, Dot, Notes, Slowly, Speech, Warning } from "./icons.js";
import { InterpretationButton, InterpretedTags } from "./interpretation.js";
import { silenceOf } from "./silence.js";
import { slowerAt } from "./slower.js";
import { act, announceTo, closed, filters, open, show, snapshot } from "./store.js";
import { languageName, stateName } from "./words.js";

export function Table({ table, meeting }) {
  const id = `table-${table.number}`;
  const host = table.people.find((person) => person.id === table.host);
  const speaking = meeting.phase === "harvest" && meeting.speaking_table === table.number;
  return html`<li class=${`table ${table.calls_help && !closed.value ? "calling" : ""} ${speaking ? "speaking" : ""}`} aria-labelledby=${id}>
    <header>
      <${Chairs} table=${table} />
      <div>
        <h3 id=${id}>${t("Table {number}", { number: table.number })}<span class="visually-hidden"> ${signName(table)}</span></h3>
        ${host && html`<p class="host"><${Cup} />${host.name}</p>`}
        ${!host && table.people.length > 0 && html`<p class="host nobody">${t("no host")}</p>`}
        <p class="tags">
          ${table.mode === "remote" && html`<span class="tag">${t("remote")}</span>`}
          ${speaking && html`<span class="tag strong">${t("has the floor")}</span>`}
          ${Object.entries(table.languages).sort((a, b) => b[1] - a[1]).map(([code, count]) => html`<span class="tag" key=${code}>
            <span aria-hidden="true">${code} ${count}</span><span class="visually-hidden">${languageName(code)}: ${count}</span>
          </span>`)}
          <${InterpretedTags} channels=${table.interpretation} />
        </p>
      </div>
    </header>
    <${Attention} table=${table} />
    ${table.people.length
      ? html`<ul class="people">${table.people.map((person) => html`<${Person} key=${person.id} person=${person} />`)}</ul>`
      : html`<p class="soft empty">${t("Nobody sits here yet.")}</p>`}
    <${Words} table=${table} own=${meeting.question_policy === "table"} />
    <${Foot} table=${table} />
  </li>`;
}

function Attention({ table }) {
  const silence = silenceOf(table.number);
  const slower = slowerAt(table.number);
  const counted = table.head_count !== null && table.head_count !== table.people.length;
  return html`<div class="attention">
    ${table.calls_help && !closed.value && html`<p class="call"><${Bell} /><strong>${t("This table asks for help.")}</strong>
      <button type="button" onClick=${() => act("help.answer", { table: table.number })}>${t("I am on my way")}</button></p>`}
    ${silence && html`<p class="worry"><${Speech} />${silence}</p>`}
    ${slower && html`<p class="soft wish"><${Slowly} />${slower}</p>`}
    ${table.no_shared_language && html`<p class="worry"><${Warning} />${t("Somebody here shares no language with the others.")}</p>`}
    ${counted && html`<p class="soft">${t("People counted: {counted} · phones: {phones}", { counted: table.head_count, phones: table.people.length })}</p>`}
  </div>`;
}

/** The table seen from above: the sign in the middle, a chair for each person, empty chairs dashed. */
function Chairs({ table }) {
  const count = Math.max(table.seats, table.people.length, 1);
  const places = Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return { x: 50 + 43 * Math.cos(angle), y: 50 + 43 * Math.sin(angle), person: table.people[index] };
  });
  return html`<div class="chairs">
    <svg viewBox="0 0 100 100" width="84" height="84" aria-hidden="true" focusable="false">
      <circle cx="50" cy="50" r="33" class="top" stroke=${COLOURS[table.colour]} />
      ${places.map((place, index) => html`<circle key=${index} cx=${place.x} cy=${place.y} r="6" class=${`chair ${place.person ? place.person.state : "free"}`} />`)}
    </svg>
    <${Sign} table=${table} size="44" />
  </div>`;
}

export function Person({ person }) {
  return html`<li>
    <button type="button" class=${`person ${person.is_host ? "hosting" : ""} ${person.state}`} onClick=${() => open("person", { id: person.id })}>
      <${Dot} state=${person.state} />
      <span class="called">${person.name}</span>
      ${person.is_host && html`<${Cup} />`}
      <span class="speaks" aria-hidden="true">${person.languages.join(" ")}</span>
      ${person.mode === "remote" && html`<span class="afar">${t("remote")}</span>`}
      ${person.state !== "connected" && html`<span class="gone" aria-hidden="true">${stateName(person.state)}</span>`}
      ${person.sits_out && html`<span class="afar">${t("sits out")}</span>`}
      <span class="visually-hidden">, ${stateName(person.state)}${person.is_host ? `, ${t("table host")}` : ""}, ${person.languages.map(languageName).join(", ")}</span>
    </button>
  </li>`;
}

function Words({ table, own }) {
  return html`<div class="table-words">
    ${own && table.question && html`<${Question} question=${table.question} />`}
    ${table.hand_over && html`<details>
      <summary>${t("Hand-over")}</summary>
      <${Translated} note=${table.hand_over} both />
    </details>`}
    ${table.points.length > 0 && html`<details>
      <summary>${t("Main points: {count}", { count: table.points.length })}</summary>
      <ul>${table.points.map((point) => html`<li key=${point.id}><${Translated} note=${point} both /></li>`)}</ul>
    </details>`}
  </div>`;
}

/** A question in the language of this page, else in whichever there is. */
export function Question({ question }) {
  const code = Object.keys(question).includes(document.documentElement.lang) ? document.documentElement.lang : Object.keys(question)[0];
  return html`<p class="asked" lang=${code}>${question[code]}</p>`;
}

const seatsMatter = () => ["welcome", "round", "moving"].includes(snapshot.value.meeting.phase);

function Foot({ table }) {
  const readNotes = () => {
    filters.value = { table: String(table.number), kind: "", language: "", hidden: false };
    show("notes");
  };
  const write = () => {
    announceTo.value = String(table.number);
    show("announce");
  };
  const to = t("to table {number}", { number: table.number });
  return html`<footer>
    <button type="button" class="quiet" onClick=${readNotes}><${Notes} />${t("Notes: {count}", { count: table.notes })}<span class="visually-hidden"> ${t("Table {number}", { number: table.number })}</span></button>
    ${!closed.value && html`<button type="button" class="quiet" onClick=${write}><${Speech} />${t("Write")}<span class="visually-hidden"> ${to}</span></button>`}
    ${seatsMatter() && html`<${InterpretationButton} table=${table.number} />`}
  </footer>`;
}

// The tables of the chosen round: who sits there, and in words what there is to know about each seat.
import { html } from "htm/preact";
import { t } from "../../common/messages.js";
import { Sign, signName } from "../../common/sign.js";
import { Cup, Dot, Pin, Warning } from "../icons.js";
import { InterpretedTags } from "../interpretation.js";
import { open } from "../store.js";
import { languageName, stateName } from "../words.js";
import { change, changeable, seated, seats, swapping } from "./state.js";
import { pick } from "./swap.js";
import { namesInWords } from "./words.js";

const NAMES_SHOWN = 3;

export function Tables() {
  const { tables, unseated } = seats.value;
  const title = t("Without a seat: {count}", { count: unseated.length });
  return html`<div class="seat-tables">
    ${unseated.length > 0 && html`<section class="unseated">
      <h3>${title}</h3>
      <ul class="sitters">${unseated.map((person) => html`<${Sitter} key=${person.id} person=${person} />`)}</ul>
    </section>`}
    <ol class="tables">${tables.map((table) => html`<${SeatTable} key=${table.number} table=${table} />`)}</ol>
  </div>`;
}

function SeatTable({ table }) {
  const id = `seats-${table.number}`;
  const places = t("{people} of {seats} seats", { people: table.people.length, seats: table.seats });
  const crowded = t("Too many people: {count}", { count: table.too_many });
  return html`<li class="table" aria-labelledby=${id}>
    <header>
      <${Sign} table=${table} size="48" />
      <div>
        <h3 id=${id}>${t("Table {number}", { number: table.number })}<span class="visually-hidden"> ${signName(table)}</span></h3>
        <p class="tags">
          <span>${places}</span>
          ${table.mode === "remote" && html`<span class="tag">${t("remote")}</span>`}
          ${Object.entries(table.languages).sort((a, b) => b[1] - a[1]).map(([code, count]) => html`<span class="tag" key=${code}>
            <span aria-hidden="true">${code} ${count}</span><span class="visually-hidden">${languageName(code)}: ${count}</span>
          </span>`)}
          <${InterpretedTags} channels=${table.interpretation} />
        </p>
      </div>
    </header>
    ${table.too_many > 0 && html`<p class="worry"><${Warning} />${crowded}</p>`}
    ${table.no_shared_language && html`<p class="worry"><${Warning} />${t("Somebody here shares no language with the others.")}</p>`}
    ${table.people.length
      ? html`<ul class="sitters">${table.people.map((person) => html`<${Sitter} key=${person.id} person=${person} />`)}</ul>`
      : html`<p class="soft empty">${t("Nobody sits here in this round.")}</p>`}
    ${changeable.value && table.people.length > 0 && html`<${PinTable} table=${table} />`}
  </li>`;
}

/** One button for the whole table: pins everybody, or lets everybody go again. */
function PinTable({ table }) {
  const { round } = seats.value;
  const loose = table.people.filter((person) => !person.pinned);
  const pinned = table.people.filter((person) => person.pinned === "round");
  const where = t("Table {number}", { number: table.number });
  const pin = (people, on) => change("seating.pin", { round, participant_ids: people.map((person) => person.id), on });
  return html`<footer>
    ${loose.length > 0 && html`<button type="button" class="quiet" onClick=${() => pin(loose, true)}><${Pin} />${t("Pin the whole table")}<span class="visually-hidden"> ${where}</span></button>`}
    ${pinned.length > 0 && html`<button type="button" class="quiet" onClick=${() => pin(pinned, false)}>${t("Unpin all")}<span class="visually-hidden"> ${where}</span></button>`}
  </footer>`;
}

function Sitter({ person }) {
  const signs = html`<${Signs} person=${person} />`;
  const name = html`<span class="called">${person.name}</span>
    <span class="speaks" aria-hidden="true">${person.languages.join(" ")}</span>
    <span class="visually-hidden">, ${person.languages.map(languageName).join(", ")}, ${stateName(person.state)}</span>`;
  const dot = html`<${Dot} state=${person.state} />`;
  if (!changeable.value) return html`<li class="sitter">${dot}<span class="who">${name}${signs}</span></li>`;
  const choosing = swapping.value;
  const pressed = choosing ? { "aria-pressed": String(choosing.first === person.id) } : {};
  const press = () => (choosing ? pick(person.id) : open("seat", { id: person.id }));
  return html`<li>
    <button type="button" class="sitter" data-person=${person.id} ...${pressed} onClick=${press}>${dot}<span class="who">${name}${signs}</span></button>
  </li>`;
}

/** Small signs, each with its words. */
function Signs({ person }) {
  const again = person.meets_again.map((id) => seated(id, seats.value)).filter(Boolean).map((found) => found.person.name);
  const others = again.length > NAMES_SHOWN ? [t("{count} more", { count: again.length - NAMES_SHOWN + 1 })] : [];
  const names = namesInWords([...again.slice(0, others.length ? NAMES_SHOWN - 1 : NAMES_SHOWN), ...others]);
  return html`<span class="signs">
    ${person.is_host && html`<span class="said host"><${Cup} />${t("host")}</span>`}
    ${person.pinned === "round" && html`<span class="said"><${Pin} />${t("pinned")}</span>`}
    ${person.pinned === "always" && html`<span class="said"><${Pin} />${t("pinned in every round")}</span>`}
    ${person.sits_out && html`<span class="said">${t("sits out")}</span>`}
    ${person.is_new && html`<span class="said">${t("new")}</span>`}
    ${person.mode === "remote" && html`<span class="said">${t("remote")}</span>`}
    ${person.returns && html`<span class="said poor"><${Warning} />${t("was here before")}</span>`}
    ${again.length > 0 && html`<span class="said poor"><${Warning} />${t("meets {names} again", { names })}</span>`}
    ${person.alone && html`<span class="said poor"><${Warning} />${t("shares no language")}</span>`}
    ${person.outside && !person.alone && html`<span class="said">${t("speaks another language than most here")}</span>`}
  </span>`;
}

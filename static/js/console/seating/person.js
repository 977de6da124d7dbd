// One person and everything that can be done about their seat; what it would do is shown before it is done.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Dialog, close } from "../dialog.js";
import { Pin, Swap } from "../icons.js";
import { Remove } from "../remove.js";
import { say } from "../store.js";
import { languageName, stateName } from "../words.js";
import { Consequences, usePreview } from "./preview.js";
import { backTo, byTable, change, latest, seated, swapping } from "./state.js";
import { exchanged } from "./swap.js";

export function SeatDialog({ id }) {
  const found = seated(id);
  if (!found) return html`<${Dialog} title=${t("This person is no longer here.")} />`;
  const { person, table } = found;
  return html`<${Dialog} title=${person.name} wide=${true}>
    <${Facts} person=${person} table=${table} />
    <${Move} person=${person} table=${table} />
    ${table && html`<${Exchange} person=${person} />`}
    ${table && html`<${Pins} person=${person} table=${table} />`}
    <${Company} person=${person} />
    ${table && html`<${Host} person=${person} table=${table} />`}
    <${Pause} person=${person} />
    <${Remove} person=${person} act=${change} />
  <//>`;
}

function Facts({ person, table }) {
  const here = table ? t("Table {number}", { number: table.number }) : t("none yet");
  const before = person.from_table ? t("Table {number}", { number: person.from_table }) : "";
  return html`<dl class="facts">
    <div><dt>${t("Round {number}", { number: latest.value.round })}</dt><dd>${here}</dd></div>
    ${before && html`<div><dt>${t("In the round before")}</dt><dd>${before}</dd></div>`}
    <div><dt>${t("Speaks")}</dt><dd>${person.languages.map(languageName).join(", ")}</dd></div>
    <div><dt>${t("Takes part")}</dt><dd>${person.mode === "remote" ? t("remotely") : t("on site")} · ${stateName(person.state)}</dd></div>
  </dl>`;
}

/** Another table, with what that does. */
function Move({ person, table }) {
  const { round, tables } = latest.value;
  const [target, setTarget] = useState("");
  const wanted = target ? { round, move: { participant_id: person.id, table: Number(target) } } : null;
  const answer = usePreview(wanted);
  const move = async () => {
    const payload = { participant_id: person.id, table: Number(target), round };
    const done = await change("participant.move", payload);
    if (!done.ok) return;
    say(t("{name} now sits at table {number}.", { name: person.name, number: target }));
    close();
    backTo(person.id);
  };
  return html`<div class="row">
    <label>${t("Move to")}
      <select value=${target} onChange=${(event) => setTarget(event.target.value)}>
        <option value="">${t("Choose a table")}</option>
        ${tables.filter((other) => !table || other.number !== table.number).map((other) => html`<option key=${other.number} value=${String(other.number)}>${tableInWords(other)}</option>`)}
      </select>
    </label>
    <${Consequences} wanted=${wanted} answer=${answer} />
    ${answer && answer.ok && html`<button type="button" class="primary" onClick=${move}>${t("Move")}</button>`}
  </div>`;
}

const tableInWords = (table) =>
  t("Table {number}: {people} of {seats} seats", { number: table.number, people: table.people.length, seats: table.seats });

/** Somebody else's place, with what that does; or the other person tapped at the tables. */
function Exchange({ person }) {
  const [other, setOther] = useState("");
  const wanted = other ? { round: latest.value.round, swap: [person.id, Number(other)] } : null;
  const answer = usePreview(wanted);
  const exchange = async () => {
    if (!(await exchanged(person.id, Number(other)))) return;
    close();
    backTo(person.id);
  };
  const atTheTables = () => {
    swapping.value = { first: person.id };
    close();
    backTo(person.id);
  };
  return html`<div class="row">
    <${Who} label=${t("Change places with")} except=${person.id} sameTable=${false} value=${other} onChange=${setOther} />
    <${Consequences} wanted=${wanted} answer=${answer} />
    ${answer && answer.ok && html`<button type="button" class="primary" onClick=${exchange}>${t("Change places")}</button>`}
    ${!wanted && html`<button type="button" onClick=${atTheTables}><${Swap} />${t("Choose at the tables")}</button>`}
  </div>`;
}

/** A choice of people, table by table. */
export function Who({ label, except, sameTable = true, value, onChange }) {
  const home = seated(except);
  const groups = byTable().filter(({ table }) => sameTable || !home || table !== home.table);
  return html`<label>${label}
    <select value=${value} onChange=${(event) => onChange(event.target.value)}>
      <option value="">${t("Choose a person")}</option>
      ${groups.map(({ table, people }) => html`<optgroup key=${table ? table.number : 0} label=${table ? t("Table {number}", { number: table.number }) : t("Without a seat")}>
        ${people.filter((one) => one.id !== except).map((one) => html`<option key=${one.id} value=${String(one.id)}>${one.name}</option>`)}
      </optgroup>`)}
    </select>
  </label>`;
}

function Pins({ person, table }) {
  const { round } = latest.value;
  const now = person.pinned === "round";
  const always = person.pinned === "always";
  const here = { round, number: table.number };
  const pinRound = () => change("seating.pin", { round, participant_ids: [person.id], on: !now });
  const pinAlways = () => change("seating.keep", { participant_id: person.id, on: !always });
  return html`<div class="row">
    <p><strong>${t("Keep at this table")}</strong><br />${t("Whatever is planned anew, this seat stays.")}</p>
    <div class="chips" role="group" aria-label=${t("Keep at this table")}>
      ${!always && html`<button type="button" aria-pressed=${String(now)} onClick=${pinRound}><${Pin} />${t("Pin to table {number} in round {round}", here)}</button>`}
      ${!person.is_host && html`<button type="button" aria-pressed=${String(always)} onClick=${pinAlways}><${Pin} />${t("Pin in every round")}</button>`}
    </div>
  </div>`;
}

/** Apart from somebody, or together with somebody, from the next plan on. */
function Company({ person }) {
  const [other, setOther] = useState("");
  const wish = async (kind) => {
    const found = seated(Number(other));
    const answer = await change("pair.wish", { one: person.id, other: Number(other), wish: kind });
    if (!answer.ok) return;
    setOther("");
    if (found) say(wishSaid(kind, person.name, found.person.name));
  };
  return html`<div class="row">
    <${Who} label=${t("Keep apart from, or together with")} except=${person.id} value=${other} onChange=${setOther} />
    <div class="chips">
      <button type="button" disabled=${!other} onClick=${() => wish("apart")}>${t("Keep apart")}</button>
      <button type="button" disabled=${!other} onClick=${() => wish("together")}>${t("Keep together")}</button>
    </div>
  </div>`;
}

export function wishSaid(kind, one, other) {
  const names = { one, other };
  return kind === "together" ? t("{one} and {other} will be kept together.", names) : t("{one} and {other} will be kept apart.", names);
}

function Host({ person, table }) {
  const appoint = () => change("host.appoint", { participant_id: person.id, on: !person.is_host });
  const now = person.is_host ? t("Is the table host here.") : t("Could be the table host of table {number}.", { number: table.number });
  return html`<div class="row">
    <p>${now}</p>
    <button type="button" onClick=${appoint}>${person.is_host ? t("Let step down") : t("Appoint as table host")}</button>
  </div>`;
}

function Pause({ person }) {
  const pause = () => change("participant.sit_out", { participant_id: person.id, on: !person.sits_out });
  const now = person.sits_out ? t("Sits this round out and comes back in the next.") : t("Needs a break? The next round comes with a seat again.");
  return html`<div class="row">
    <p>${now}</p>
    <button type="button" onClick=${pause}>${person.sits_out ? t("Back to the tables") : t("Sit this round out")}</button>
  </div>`;
}

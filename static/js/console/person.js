// One person: to another table, table host or not, or out.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Dialog, close } from "./dialog.js";
import { Dot } from "./icons.js";
import { Remove } from "./remove.js";
import { steer } from "./seating/state.js";
import { act, closed, findPerson, say, snapshot } from "./store.js";
import { languageName, stateName } from "./words.js";

export function PersonDialog({ id }) {
  const found = findPerson(id);
  if (!found) return html`<${Dialog} title=${t("This person is no longer here.")} />`;
  const { person, table } = found;
  return html`<${Dialog} title=${person.name}>
    <${Facts} person=${person} table=${table} />
    ${!closed.value && html`<${Move} person=${person} table=${table} />`}
    ${!closed.value && table && html`<${Host} person=${person} table=${table} />`}
    ${!closed.value && html`<${MoreOfSeat} person=${person} />`}
    ${!closed.value && html`<${Remove} person=${person} act=${act} />`}
  <//>`;
}

function Facts({ person, table }) {
  const seat = table ? t("Table {number}", { number: table.number }) : t("none yet");
  return html`<dl class="facts">
    <div><dt>${t("Seat")}</dt><dd>${seat}</dd></div>
    <div><dt>${t("Speaks")}</dt><dd>${person.languages.map(languageName).join(", ")}</dd></div>
    <div><dt>${t("Phone")}</dt><dd><${Dot} state=${person.state} /> ${stateName(person.state)}</dd></div>
    <div><dt>${t("Takes part")}</dt><dd>${person.mode === "remote" ? t("remotely") : t("on site")}${person.sits_out ? ` · ${t("sits out")}` : ""}</dd></div>
  </dl>`;
}

function Move({ person, table }) {
  const choices = snapshot.value.tables.filter((candidate) => !table || candidate.number !== table.number);
  const [target, setTarget] = useState("");
  const move = async (event) => {
    event.preventDefault();
    const answer = await act("participant.move", { participant_id: person.id, table: Number(target) });
    if (!answer.ok) return;
    say(t("{name} now sits at table {number}.", { name: person.name, number: target }));
    close();
  };
  return html`<form class="row" onSubmit=${move}>
    <label>${t("Move to")}
      <select required value=${target} onChange=${(event) => setTarget(event.target.value)}>
        <option value="">${t("Choose a table")}</option>
        ${choices.map((candidate) => html`<option key=${candidate.number} value=${candidate.number}>${tableWords(candidate, person)}</option>`)}
      </select>
    </label>
    <button type="submit" class="primary">${t("Move")}</button>
  </form>`;
}

function tableWords(table, person) {
  const words = t("Table {number}: {people} of {seats} seats", { number: table.number, people: table.people.length, seats: table.seats });
  const interpreted = table.interpretation.map(({ language }) => language);
  const shares = !table.people.length || person.languages.some((code) => table.languages[code] || interpreted.includes(code));
  return shares ? words : `${words} – ${t("no shared language")}`;
}

function Host({ person, table }) {
  const appoint = async () => {
    const answer = await act("host.appoint", { participant_id: person.id, on: !person.is_host });
    if (answer.ok) close();
  };
  const now = person.is_host ? t("Is the table host here.") : t("Could be the table host of table {number}.", { number: table.number });
  return html`<div class="row">
    <p>${now}</p>
    <button type="button" onClick=${appoint}>${person.is_host ? t("Let step down") : t("Appoint as table host")}</button>
  </div>`;
}

function MoreOfSeat({ person }) {
  const go = () => {
    close();
    steer(person.id);
  };
  return html`<div class="row">
    <p>${t("Change places, pin, keep apart or together:")}</p>
    <button type="button" onClick=${go}>${t("To the seating")}</button>
  </div>`;
}

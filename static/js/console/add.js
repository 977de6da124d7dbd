// Somebody without a phone, or too late for the code: a name, languages, a seat.
import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Sign } from "../common/sign.js";
import { Dialog, close } from "./dialog.js";
import { act, snapshot, tableByNumber } from "./store.js";

export function AddPerson() {
  const [added, setAdded] = useState(null);
  const welcome = added && added.name ? t("Welcome, {name}", { name: added.name }) : t("Welcome");
  const title = added ? welcome : t("Add a person");
  return html`<${Dialog} title=${title}>
    ${added ? html`<${Added} added=${added} onMore=${() => setAdded(null)} />` : html`<${Form} onAdded=${setAdded} />`}
  <//>`;
}

function Form({ onAdded }) {
  const { meeting, tables } = snapshot.value;
  const [problem, setProblem] = useState("");
  const send = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const languages = data.getAll("languages");
    if (!languages.length) return setProblem(t("Choose at least one language."));
    const payload = {
      nickname: data.get("nickname").trim(),
      language: [boot.language, ...languages].find((code) => languages.includes(code) && meeting.languages.includes(code)) || meeting.languages[0],
      languages,
      group: data.get("group") || null,
      mode: data.get("mode"),
      table: data.get("table") ? Number(data.get("table")) : null,
    };
    const answer = await act("participant.add", payload);
    if (answer.ok) return onAdded({ name: payload.nickname, link: answer.link, table: answer.table, covered: answer.covered });
    return setProblem(answer.message);
  };
  return html`<form onSubmit=${send}>
    <div class="field"><label>${t("Name or nickname")}<input name="nickname" maxlength="40" autocomplete="off" autofocus aria-describedby="add-hint" /></label>
      <p id="add-hint" class="hint">${t("It may stay empty. Please tell the person how the notes are used.")}</p></div>
    <fieldset aria-describedby=${problem ? "add-problem" : undefined}>
      <legend>${t("Languages spoken")}</legend>
      <div class="chips">${Object.entries(boot.languages).map(([code, name]) => html`<label key=${code} class="choice"><input type="checkbox" name="languages" value=${code} /><span lang=${code}>${name}</span></label>`)}</div>
      ${problem && html`<p id="add-problem" class="alert error" role="alert">${problem}</p>`}
    </fieldset>
    <fieldset>
      <legend>${t("Takes part")}</legend>
      <div class="chips">
        <label class="choice"><input type="radio" name="mode" value="onsite" defaultChecked />${t("on site")}</label>
        <label class="choice"><input type="radio" name="mode" value="remote" />${t("remotely")}</label>
      </div>
    </fieldset>
    <div class="pair">
      <label>${t("Group")}<select name="group">
        <option value="">${t("Prefers not to say")}</option>
        ${meeting.groups.map((group) => html`<option key=${group.key} value=${group.key}>${group.name}</option>`)}
      </select></label>
      <label>${t("Seat")}<select name="table">
        <option value="">${t("Best seat")}</option>
        ${tables.map((table) => html`<option key=${table.number} value=${table.number}>${t("Table {number}: {people} of {seats} seats", { number: table.number, people: table.people.length, seats: table.seats })}</option>`)}
      </select></label>
    </div>
    <div class="choices"><button type="submit" class="primary">${t("Add and seat")}</button></div>
  </form>`;
}

function Added({ added, onMore }) {
  const field = useRef(null);
  const [copied, setCopied] = useState(false);
  const table = added.table ? tableByNumber(added.table) : null;
  const copy = async () => {
    field.current.select();
    // Only a secure page may use the clipboard; elsewhere the link stays selected, ready to be copied by hand.
    if (navigator.clipboard) await navigator.clipboard.writeText(field.current.value).then(() => setCopied(true), () => {});
  };
  return html`<div class="added">
    ${table && html`<p class="seat-told"><${Sign} table=${table} size="96" labelled=${true} /><span>${t("Please sit at table {number}.", { number: table.number })}</span></p>`}
    ${added.covered === false && html`<p class="alert">${t("In plenary there is no interpretation in the languages of this person. Please tell them.")}</p>`}
    <label>${t("Personal page, for a phone that is borrowed or comes later")}
      <input ref=${field} readonly value=${location.origin + added.link} onFocus=${(event) => event.target.select()} /></label>
    <p role="status" class="soft">${copied ? t("Copied.") : t("Only this person should get this link.")}</p>
    <div class="choices">
      <button type="button" onClick=${copy}>${t("Copy the link")}</button>
      <button type="button" onClick=${onMore}>${t("Add another person")}</button>
      <button type="button" class="primary" onClick=${close}>${t("Done")}</button>
    </div>
  </div>`;
}

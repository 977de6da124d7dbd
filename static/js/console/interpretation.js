// Who is interpreted for: in plenary, and at each table. An interpreter can be sent to another table at any moment.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Dialog, close } from "./dialog.js";
import { Headphones, Warning } from "./icons.js";
import { act, closed, open, say, snapshot, tableByNumber } from "./store.js";
import { languageName } from "./words.js";

const PLENARY = 0;

/** What the plenary offers, and how many people it does not reach. Without interpretation there is nothing to say. */
export function InPlenary() {
  const { channels } = snapshot.value.interpretation;
  if (closed.value) return null;
  return html`<div class="in-plenary"><${InterpretationButton} />${channels.length > 0 && html`<${Offered} />`}</div>`;
}

function Offered() {
  const { channels, not_covered, not_covered_by_language } = snapshot.value.interpretation;
  const spoken = Object.entries(not_covered_by_language).map(([code, people]) => `${languageName(code)} ${people}`);
  const said = t("People whose languages are not covered: {people}", { people: not_covered });
  return html`<p>${t("Interpretation in plenary:")} ${channels.map(({ language }) => languageName(language)).join(", ")}
    ${not_covered > 0 && html`<br /><strong><${Warning} /> ${said} (${spoken.join(", ")})</strong>`}</p>`;
}

/** Opens the dialog for a place; everybody sees which table they are about. */
export function InterpretationButton({ table = null }) {
  if (closed.value) return null;
  const where = table === null ? "" : t("Table {number}", { number: table });
  return html`<button type="button" class="quiet" onClick=${() => open("interpretation", { place: table || PLENARY })}>
    <${Headphones} />${t("Interpretation")}${where && html`<span class="visually-hidden"> ${where}</span>`}</button>`;
}

/** The languages interpreted at a table, among its tags. */
export function InterpretedTags({ channels }) {
  return channels.map(({ language }) => html`<span class="tag interpreted" key=${`i-${language}`}><${Headphones} /><span aria-hidden="true">${language}</span>
    <span class="visually-hidden">${t("interpreted here:")} ${languageName(language)}</span></span>`);
}

/** `place`: a table's number, or 0 for the plenary; `add`: a language to tick already. */
export function InterpretationDialog({ place: asked, add = null }) {
  const [place, setPlace] = useState(asked);
  const { meeting, tables } = snapshot.value;
  // In the harvest nobody sits at tables any more.
  const places = meeting.phase === "harvest" ? [] : tables;
  return html`<${Dialog} title=${t("Interpretation")}>
    <div class="field"><label>${t("Where")}
      <select value=${String(place)} onChange=${(event) => setPlace(Number(event.target.value))}>
        <option value=${String(PLENARY)}>${t("In plenary")}</option>
        ${places.map(({ number }) => html`<option key=${number} value=${String(number)}>${t("Table {number}", { number })}</option>`)}
      </select></label>
      <p class="hint">${place ? t("Whoever speaks one of these languages can follow at this table, and the seating counts on it.") : t("For the welcome and the harvest, when everybody is together.")}</p></div>
    <${Form} key=${place} place=${place} add=${place === asked ? add : null} />
  <//>`;
}

function channelsAt(place) {
  const table = place ? tableByNumber(place) : null;
  return table ? table.interpretation : snapshot.value.interpretation.channels;
}

function Form({ place, add }) {
  const [now] = useState(() => Object.fromEntries(channelsAt(place).map(({ language, how }) => [language, how])));
  const save = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const channels = data.getAll("languages").map((language) => ({ language, how: data.get(`how-${language}`).trim() }));
    const answer = await act("interpretation.set", { table: place || null, channels });
    if (!answer.ok) return;
    say(place ? t("The phones at table {number} have been told.", { number: place }) : t("All phones have been told."));
    close();
  };
  return html`<form class="channels" onSubmit=${save}>
    <p class="hint" id="how-hint">${t("A link that begins with https://, or what to set the receiver to. It may stay empty.")}</p>
    ${Object.entries(boot.languages).map(([code, name]) => html`<div class="channel" key=${code}>
      <label class="choice"><input type="checkbox" name="languages" value=${code} defaultChecked=${code in now || code === add} /><span lang=${code}>${name}</span></label>
      <label>${t("Link or channel")}<span class="visually-hidden">: ${name}</span>
        <input name=${`how-${code}`} maxlength="300" autocomplete="off" defaultValue=${now[code] || ""} aria-describedby="how-hint" /></label>
    </div>`)}
    <div class="choices">
      <button type="button" onClick=${close}>${t("Change nothing")}</button>
      <button type="submit" class="primary">${t("Save")}</button>
    </div>
  </form>`;
}

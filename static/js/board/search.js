// Looking for notes: words, and what notes have in common.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { languageName } from "../common/languages.js";
import { t } from "../common/messages.js";
import { found, lookFor, lookForAll, looking, narrowed, wanted } from "./places.js";
import { board, closePlace, opened, openPlace, reading } from "./store.js";
import { commitmentName, KINDS, trackName } from "./words.js";

export function Search() {
  const want = wanted.value;
  const translated = [...board.value.notes.values()].some((note) => note.translation && note.language !== boot.language);
  const search = (values) => {
    lookFor(values);
    if (!looking.value) closePlace("found");
    else if (!opened.value.includes("found")) openPlace("found");
  };
  return html`<search class="board-search">
    <label class="search-field"><span>${t("Search")}</span>
      <input type="search" value=${want.text} onInput=${(event) => search({ text: event.target.value })} /></label>
    <details class="filters">
      <summary>${t("Filter")}${narrowed.value > 0 && html` <strong>(${narrowed.value})</strong>`}</summary>
      <div class="filter-fields"><${Fields} want=${want} search=${search} /></div>
    </details>
    ${translated && html`<label class="translations"><input type="checkbox" checked=${reading.value} onChange=${(event) => (reading.value = event.target.checked)} /><span>${t("Show translations")}</span></label>`}
    ${looking.value && html`<p class="search-found"><span role="status">${t("Notes found: {count}", { count: found.value.length })}</span>
      <button type="button" class="quiet small" onClick=${() => (lookForAll(), closePlace("found"))}>${t("Show everything")}</button></p>`}
  </search>`;
}

function Fields({ want, search }) {
  const notes = [...board.value.notes.values()];
  const all = (name, least = 2) => {
    const values = [...new Set(notes.map((note) => note[name]).filter((value) => value !== null))].sort((one, other) => (one > other ? 1 : -1));
    return values.length >= least ? values : [];
  };
  const ids = (rows, name) => rows.map(({ id }) => [id, name(id)]);
  const { commitments, tracks } = boot.framework;
  return html`
    <${Choice} name="language" label=${t("Language")} rows=${all("language").map((code) => [code, languageName(code) || code])} ...${{ want, search }} />
    <${Choice} name="kind" label=${t("Kind")} rows=${all("kind").map((kind) => [kind, KINDS[kind] || kind])} ...${{ want, search }} />
    <${Choice} name="table" label=${t("Table")} rows=${all("table").map((table) => [table, table])} ...${{ want, search }} />
    <${Choice} name="meeting" label=${t("Meeting")} rows=${all("meeting").map((id) => [id, boot.meetings[id] || id])} ...${{ want, search }} />
    <${Choice} name="commitment" label=${t("Commitment")} rows=${ids(commitments, commitmentName)} ...${{ want, search }} />
    <${Choice} name="track" label=${t("Track")} rows=${ids(tracks, trackName)} ...${{ want, search }} />
    <${Tick} name="open" label=${t("not confirmed yet")} ...${{ want, search }} />
    <${Tick} name="dissent" label=${t("other views only")} ...${{ want, search }} />`;
}

function Choice({ name, label, rows, want, search }) {
  if (!rows.length) return null;
  return html`<label><span>${label}</span><select value=${String(want[name])} onChange=${(event) => search({ [name]: event.target.value })}>
    <option value="">${t("All")}</option>
    ${rows.map(([value, said]) => html`<option key=${value} value=${String(value)}>${said}</option>`)}
  </select></label>`;
}

const Tick = ({ name, label, want, search }) => html`<label class="choice"><input type="checkbox" checked=${want[name]} onChange=${(event) => search({ [name]: event.target.checked })} /><span>${label}</span></label>`;

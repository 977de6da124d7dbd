// Every note as it comes in, newest first. Nobody's name stands here: the console does not show who wrote what.
import { html } from "htm/preact";
import { isTranslated } from "../common/is_translated.js";
import { t } from "../common/messages.js";
import { Sign } from "../common/sign.js";
import { Translated } from "../common/translated.js";
import { Correction } from "./correction.js";
import { Star, Warning } from "./icons.js";
import { NoteLanguage } from "./note_language.js";
import { act, closed, filters, open, snapshot, tableByNumber } from "./store.js";
import { clockTime, kindName, kinds, languageName } from "./words.js";

const UNKNOWN = "unknown";

export function NotesPanel() {
  const { notes, meeting, tables } = snapshot.value;
  const wanted = filters.value;
  const shown = notes.filter((note) => matches(note, wanted));
  const set = (name) => (event) => {
    filters.value = { ...wanted, [name]: event.target.type === "checkbox" ? event.target.checked : event.target.value };
  };
  const unknown = notes.filter(nobodyReads).length;
  const counted = t("Shown: {shown} of {all}", { shown: shown.length, all: notes.length });
  return html`<div class="notes-panel">
    <${Unknown} count=${unknown} />
    <div class="filters" role="group" aria-label=${t("Show only")}>
      <label><span>${t("Table")}</span><select value=${wanted.table} onChange=${set("table")}>
        <option value="">${t("All")}</option>
        ${tables.map((table) => html`<option key=${table.number} value=${String(table.number)}>${table.number}</option>`)}
      </select></label>
      <label><span>${t("Kind")}</span><select value=${wanted.kind} onChange=${set("kind")}>
        <option value="">${t("All")}</option>
        ${Object.entries(kinds()).map(([kind, name]) => html`<option key=${kind} value=${kind}>${name}</option>`)}
      </select></label>
      <label><span>${t("Language")}</span><select value=${wanted.language} onChange=${set("language")}>
        <option value="">${t("All")}</option>
        ${unknown > 0 && html`<option value=${UNKNOWN}>${t("not recognised or not translated")}</option>`}
        ${meeting.languages.map((code) => html`<option key=${code} value=${code}>${languageName(code)}</option>`)}
      </select></label>
    </div>
    <p class="soft counted">
      <span>${counted}</span>
      <label class="plain"><input type="checkbox" checked=${wanted.hidden} onChange=${set("hidden")} />${t("hidden ones only")}</label>
    </p>
    ${shown.length
      ? html`<ol class="notes">${shown.map((note) => html`<${Note} key=${note.id} note=${note} />`)}</ol>`
      : html`<p class="soft empty">${notes.length ? t("No note fits this choice.") : t("The first notes will appear here.")}</p>`}
  </div>`;
}

/** No engine here can translate it, and no person has. */
const nobodyReads = (note) => note.unknown_language && !isTranslated(note) && !note.hidden;

/** Notes that no engine here can translate: somebody has to read them. */
function Unknown({ count }) {
  const only = filters.value.language === UNKNOWN;
  if (!count && !only) return null;
  const sentence = t("Notes in a language that is not recognised or not translated here: {count}", { count });
  const toggle = () => {
    filters.value = { ...filters.value, language: only ? "" : UNKNOWN };
  };
  return html`<div class="unknown-language"><p><${Warning} /><span>${sentence}</span></p>
    <button type="button" aria-pressed=${String(only)} onClick=${toggle}>${t("Show only these")}</button></div>`;
}

function matches(note, wanted) {
  if (wanted.table && String(note.table) !== wanted.table) return false;
  if (wanted.kind && note.kind !== wanted.kind) return false;
  if (wanted.language === UNKNOWN && !nobodyReads(note)) return false;
  if (wanted.language && wanted.language !== UNKNOWN && note.language !== wanted.language) return false;
  return !wanted.hidden || note.hidden;
}

function Note({ note }) {
  const table = tableByNumber(note.table);
  const id = `note-${note.id}`;
  return html`<li class=${`note ${note.hidden ? "hidden-note" : ""}`}>
    <p class="about">
      ${table && html`<${Sign} table=${table} size="26" labelled=${true} />`}
      <span class="kind">${kindName(note.kind)}</span>
      <span>${t("Round {number}", { number: note.round })}</span>
      <span aria-hidden="true">${note.language}</span><span class="visually-hidden">${languageName(note.language)}</span>
      <time>${clockTime(note.at)}</time>
      ${note.main_point && html`<span class="tag strong"><${Star} />${t("main point")}</span>`}
      ${note.by_proxy && html`<span class="tag">${t("for someone else")}</span>`}
    </p>
    <${Translated} note=${note} id=${id} both><${Correction} note=${note} about=${id} /><${NoteLanguage} note=${note} about=${id} /><//>
    ${note.hidden
      ? html`<p class="why"><strong>${t("Hidden:")}</strong> ${note.hidden_reason} ${!closed.value && html`<button type="button" class="quiet" onClick=${() => act("note.show", { note_id: note.id })}>${t("Show again")}</button>`}</p>`
      : !closed.value && html`<button type="button" class="quiet hide" onClick=${() => open("hide", { id: note.id })}>${t("Hide …")}</button>`}
  </li>`;
}

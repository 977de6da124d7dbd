// Everything about a note: its translation, its place in the framework with reasons, tags, and what can be done with it.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { ask } from "./line.js";
import { PlaceForm } from "./place_form.js";
import { ProposedTags } from "./proposed_tags.js";
import { open, reading } from "./store.js";
import { origin } from "./words.js";

export function NoteMore({ note, theme, edit }) {
  return html`<div class="note-more">
    <${Reading} note=${note} />
    ${edit && html`<${PlaceForm} key=${JSON.stringify([note.confirmed, note.commitments, note.track])} note=${note} theme=${theme} />
      <div class="choices">
        <button type="button" class="small" onClick=${() => open("move", { ids: [note.id] })}>${t("Move to …")}</button>
        <button type="button" class="small" aria-pressed=${String(note.dissent)} onClick=${() => ask({ do: "note.mark_dissent", note: note.id, on: !note.dissent })}>≠ ${t("Another view")}</button>
        ${note.set_aside === null
          ? html`<button type="button" class="small" onClick=${() => open("aside", { notes: [note.id] })}>${t("Set aside …")}</button>`
          : html`<button type="button" class="small" onClick=${() => ask({ do: "note.take_back", notes: [note.id] })}>${t("Take back")}</button>`}
      </div>
      <${ProposedTags} note=${note} />
      <${Tags} note=${note} />`}
    ${boot.translating && html`<p class="note-page"><a href=${`${boot.addresses.notes}/${note.id}`}>${t("All translations of this note")}</a></p>`}
  </div>`;
}

function Reading({ note }) {
  if (note.language === boot.language || (reading.value && note.translation)) return null;
  if (!note.translation) return html`<p class="hint">${t("There is no translation.")}</p>`;
  const title = t("Translation: {language}", { language: boot.languages[boot.language] });
  return html`<details class="translation">
    <summary>${title}</summary>
    <p class="note-read" lang=${boot.language}>${note.translation.text}</p>
    <p class="hint">${origin(note.translation)}</p>
  </details>`;
}

function Tags({ note }) {
  const count = Object.values(note.tags).reduce((sum, values) => sum + values.length, 0);
  return html`<details class="note-tags">
    <summary>${t("Tags (optional)")}${count > 0 && html` <strong>${count}</strong>`}</summary>
    ${boot.tags.map((kind) => html`<${kind.several ? Several : Single} key=${kind.id} note=${note} kind=${kind} />`)}
  </details>`;
}

function Several({ note, kind }) {
  const values = note.tags[kind.id] || [];
  const change = (id) => (event) => {
    const next = event.target.checked ? [...values, id] : values.filter((value) => value !== id);
    ask({ do: "note.tag", note: note.id, kind: kind.id, values: kind.values.map((value) => value.id).filter((value) => next.includes(value)) });
  };
  return html`<fieldset>
    <legend>${kind.name}</legend>
    ${kind.hint && html`<p class="hint">${kind.hint}</p>`}
    <div class="tag-choices">${kind.values.map(({ id, name }) => html`<label class="choice" key=${id}><input type="checkbox" checked=${values.includes(id)} onChange=${change(id)} /><span>${name}</span></label>`)}</div>
  </fieldset>`;
}

function Single({ note, kind }) {
  const [value = ""] = note.tags[kind.id] || [];
  const change = (event) => ask({ do: "note.tag", note: note.id, kind: kind.id, values: event.target.value ? [event.target.value] : [] });
  return html`<label class="field"><span>${kind.name}</span>
    <select value=${value} onChange=${change}>
      <option value="">${t("Not said")}</option>
      ${kind.values.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
    </select></label>`;
}

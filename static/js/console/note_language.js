// Which language a note is written in, said by a person: where it was not recognised, or wrongly.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { act, snapshot } from "./store.js";

export function NoteLanguage({ note, about }) {
  const [open, setOpen] = useState(false);
  if (open) return html`<${Choice} note=${note} about=${about} onDone=${() => setOpen(false)} />`;
  return html`<button type="button" class="quiet small" aria-describedby=${about} onClick=${() => setOpen(true)}>${t("Set the language")}</button>`;
}

function Choice({ note, about, onDone }) {
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const save = async (event) => {
    event.preventDefault();
    const answer = await act("note.language", { note_id: note.id, language: field.current.value });
    if (answer.ok) onDone();
  };
  return html`<form class="correction" onSubmit=${save}>
    <label>${t("This note is written in")}
      <select ref=${field} aria-describedby=${about}>
        ${snapshot.value.meeting.languages.map((code) => html`<option key=${code} value=${code} lang=${code} selected=${code === note.language}>${boot.languages[code]}</option>`)}
      </select></label>
    <div class="choices">
      <button type="button" onClick=${onDone}>${t("Cancel")}</button>
      <button type="submit" class="primary">${t("Save")}</button>
    </div>
  </form>`;
}

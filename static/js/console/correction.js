// Making a translation better, or the first one where no engine can: a small form under the note.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { isTranslated } from "../common/is_translated.js";
import { t } from "../common/messages.js";
import { act } from "./store.js";

export function Correction({ note, about }) {
  const [open, setOpen] = useState(false);
  if (open) return html`<${Form} note=${note} about=${about} onDone=${() => setOpen(false)} />`;
  const first = !isTranslated(note);
  return html`<button type="button" class="quiet small" aria-label=${first ? undefined : t("Correct the translation")} aria-describedby=${about} onClick=${() => setOpen(true)}>${first ? t("Translate it") : t("Correct")}</button>`;
}

function Form({ note, about, onDone }) {
  const field = useRef(null);
  const [text, setText] = useState(isTranslated(note) ? note.translation.text : "");
  useEffect(() => field.current.focus(), []);
  const save = async (event) => {
    event.preventDefault();
    // What was refused stays in the field; why, is said where everything is said.
    const answer = await act("note.correct", { note_id: note.id, text: text.normalize("NFC").trim(), language: boot.language });
    if (answer.ok) onDone();
  };
  const heading = t("Your translation: {language}", { language: boot.languages[boot.language] });
  return html`<form class="correction" onSubmit=${save}>
    <label>${heading}
      <textarea ref=${field} required dir="auto" rows="3" lang=${boot.language} value=${text} aria-describedby=${about} onInput=${(event) => setText(event.target.value)}></textarea></label>
    <div class="choices">
      <button type="button" onClick=${onDone}>${t("Cancel")}</button>
      <button type="submit" class="primary">${t("Save")}</button>
    </div>
  </form>`;
}

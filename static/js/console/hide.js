// Taking a note off every screen and out of every report; never without a reason.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Dialog, close } from "./dialog.js";
import { act, snapshot } from "./store.js";
import { hideReasons } from "./words.js";

const LONGEST_REASON = 200;

export function HideNote({ id }) {
  const note = snapshot.value.notes.find((candidate) => candidate.id === id);
  const [reason, setReason] = useState("");
  const [own, setOwn] = useState("");
  if (!note) return html`<${Dialog} title=${t("This note is no longer there.")} />`;
  const other = reason === "other";
  const hide = async (event) => {
    event.preventDefault();
    const words = (other ? own.trim() : [reason, own.trim()].filter(Boolean).join(": ")).slice(0, LONGEST_REASON);
    const answer = await act("note.hide", { note_id: id, reason: words });
    if (answer.ok) close();
  };
  return html`<${Dialog} title=${t("Hide this note")}>
    <blockquote lang=${note.language} dir="auto">${note.text}</blockquote>
    <p>${t("It disappears from every screen and every report. The reason is kept; the note can be shown again.")}</p>
    <form onSubmit=${hide}>
      <div class="field"><label>${t("Reason")}
        <select required value=${reason} onChange=${(event) => setReason(event.target.value)}>
          <option value="">${t("Choose a reason")}</option>
          ${hideReasons().map((words) => html`<option key=${words} value=${words}>${words}</option>`)}
          <option value="other">${t("Another reason")}</option>
        </select></label></div>
      <div class="field"><label>${other ? t("In your own words") : t("In your own words (if you like)")}
        <input value=${own} required=${other} maxlength="120" onInput=${(event) => setOwn(event.target.value)} /></label></div>
      <div class="choices">
        <button type="button" onClick=${close}>${t("Leave it")}</button>
        <button type="submit" class="primary">${t("Hide the note")}</button>
      </div>
    </form>
  <//>`;
}

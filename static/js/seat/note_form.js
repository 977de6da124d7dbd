// Write a note: kind, text, save. What is typed is kept on the phone with every letter.
import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Sign } from "../common/sign.js";
import { Grace } from "./grace.js";
import { clearDraft, draft, editDraft, lengthOf } from "./note_draft.js";
import { post } from "./outbox.js";
import { me, meeting, phase, roundNumber } from "./state.js";
import { kindHint, kindName } from "./words.js";

export function NoteForm() {
  const field = useRef(null);
  const [problem, setProblem] = useState("");
  const { text, kind, round, by_proxy } = draft.value;
  const limit = meeting.value.note_length;
  const left = limit - lengthOf(text);
  const edit = (changes) => {
    setProblem("");
    editDraft(changes, roundNumber.value);
  };
  async function save(event) {
    event.preventDefault();
    if (!text.trim()) return refuse(t("Write something first."));
    if (left < 0) return refuse(t("The note is too long. Shorten it or make two notes of it."));
    const note = { kind, text: text.normalize("NFC").trim(), round: round || roundNumber.value, language: boot.language, by_proxy: by_proxy && me.value.is_host };
    clearDraft();
    field.current.focus();
    await post(note);
  }
  function refuse(sentence) {
    setProblem(sentence);
    field.current.focus();
  }
  const elsewhere = round !== null && round !== roundNumber.value ? t("Begun in round {number}; it will be saved there.", { number: round }) : "";
  const count = left < 0 ? t("Too long by: {count}", { count: -left }) : t("Characters left: {count}", { count: left });
  return html`<form class="paper note-form" onSubmit=${save}>
    <h2><label for="note">${t("Write a note")}</label></h2>
    <${WhereNext} />
    ${elsewhere && html`<p class="hint">${elsewhere}</p>`}
    <${Kinds} chosen=${kind} onChoose=${(chosen) => edit({ kind: chosen })} />
    <p class="hint" id="note-hint">${kindHint(kind)}</p>
    <textarea id="note" ref=${field} dir="auto" rows="4" value=${text} onInput=${(event) => edit({ text: event.currentTarget.value })}
      aria-describedby="note-problem note-hint note-count" aria-invalid=${String(Boolean(problem) || left < 0)}></textarea>
    <p id="note-problem" class="problem" role="alert">${problem}</p>
    ${me.value.is_host && html`<label class="choice"><input type="checkbox" checked=${by_proxy} onChange=${(event) => edit({ by_proxy: event.currentTarget.checked })} />
      <span>${t("I write for someone without a phone")}</span></label>`}
    <div class="row">
      <p id="note-count" class=${left < 0 ? "count too-long" : "count"}>${count}</p>
      <button class="primary">${t("Save")}</button>
    </div>
  </form>`;
}

/** For whoever writes while the others already move. */
function WhereNext() {
  if (phase.value !== "moving") return null;
  const { table, is_host } = me.value;
  const next = table ? t("Your next table: {number}", { number: table.number }) : "";
  return html`<${Grace} />${table && !is_host && html`<p class="next"><${Sign} table=${table} /> <strong>${next}</strong></p>`}`;
}

function Kinds({ chosen, onChoose }) {
  return html`<fieldset class="kinds">
    <legend class="visually-hidden">${t("What kind of note is it?")}</legend>
    ${meeting.value.kinds.map(
      (kind) => html`<label class="chip"><input type="radio" name="kind" value=${kind} checked=${kind === chosen} onChange=${() => onChoose(kind)} />
        <span>${kindName(kind)}</span></label>`,
    )}
  </fieldset>`;
}

// Making a translation better, or the first one where no engine can: a small form under the note, one at a time. What is typed is kept on the phone for each
// note and language, so that neither a reload nor another language takes it away.
import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { isTranslated } from "../common/is_translated.js";
import { t } from "../common/messages.js";
import { Icon } from "../seat/icons.js";
import { recall, remember } from "../seat/keep.js";
import { live, noteTranslated } from "../seat/state.js";

const MOST_DRAFTS = 10;

const keyOf = (note) => `${note.id}.${boot.language}`;
const drafts = signal(recall("corrections") || {});
// The note whose form is open: after a reload, the one that was being corrected in this language.
const opened = signal(Object.keys(drafts.peek()).reverse().find((key) => key.endsWith(`.${boot.language}`)) || null);

/** `onTranslated` gets what is stored now, where the note does not stand in the state of the page. */
export function Correction({ note, about, onTranslated = noteTranslated }) {
  const [saved, setSaved] = useState(false);
  const [tapped, setTapped] = useState(false);
  const start = () => {
    opened.value = keyOf(note);
    setSaved(false);
    setTapped(true);
  };
  if (opened.value === keyOf(note)) return html`<${Form} note=${note} about=${about} tapped=${tapped} onTranslated=${onTranslated} onSaved=${() => setSaved(true)} />`;
  const first = !isTranslated(note);
  return html`<button type="button" class="quiet small" aria-label=${first ? undefined : t("Correct the translation")} aria-describedby=${about} onClick=${start}>${first ? t("Translate it") : t("Correct")}</button>
    <p class="status" role="status">${saved && html`<${Icon} name="saved" /> ${t("Saved")}`}</p>`;
}

function Form({ note, about, tapped, onTranslated, onSaved }) {
  const field = useRef(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const kept = drafts.value[keyOf(note)];
  const known = isTranslated(note) ? note.translation.text : "";
  const text = kept === undefined ? known : kept;
  const id = `correction-${note.id}`;
  const heading = t("Your translation: {language}", { language: boot.languages[boot.language] });
  useEffect(() => {
    if (tapped) field.current.focus();
  }, []);
  function edit(event) {
    setProblem("");
    keep(note, event.currentTarget.value);
  }
  async function save(event) {
    event.preventDefault();
    const better = text.normalize("NFC").trim();
    if (!better) return refuse(t("Write something first."));
    if (busy) return;
    setBusy(true);
    const answer = await live.command("note.correct", { note_id: note.id, text: better });
    setBusy(false);
    if (!answer.ok) return refuse(answer.message);
    leave();
    onSaved();
    onTranslated({ id: note.id, translation: answer.translation });
  }
  function refuse(sentence) {
    setProblem(sentence);
    field.current.focus();
  }
  function leave() {
    keep(note, null);
    opened.value = null;
  }
  return html`<form class="correction" onSubmit=${save}>
    <label for=${id}>${heading}</label>
    <p class="hint" lang=${note.language} dir="auto">${note.text}</p>
    <textarea id=${id} ref=${field} dir="auto" rows="3" lang=${boot.language} value=${text} onInput=${edit}
      aria-describedby=${`${id}-problem ${about}`} aria-invalid=${String(Boolean(problem))}></textarea>
    <p id=${`${id}-problem`} class="problem" role="alert">${problem}</p>
    <div class="row">
      <button type="button" class="quiet small" onClick=${leave}>${t("Cancel")}</button>
      <button class="primary" aria-disabled=${String(busy)}>${t("Save")}</button>
    </div>
  </form>`;
}

/** A draft, or with null none any more; the latest ones are kept. */
function keep(note, text) {
  const { [keyOf(note)]: _, ...others } = drafts.value;
  const all = text === null ? others : { ...others, [keyOf(note)]: text };
  drafts.value = Object.fromEntries(Object.entries(all).slice(-MOST_DRAFTS));
  remember("corrections", drafts.value);
}

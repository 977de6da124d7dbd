// "Can you live with it?": yes or an objection for each point, changed or taken back until the question is closed.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Translated } from "../common/translated.js";
import { Icon } from "../seat/icons.js";
import { lengthOf } from "../seat/note_draft.js";
import { WrittenIn } from "../seat/notes.js";
import { live, snapshot } from "../seat/state.js";

export function Acceptability() {
  const { acceptability, voting } = snapshot.value;
  if (!acceptability || !voting || !voting.points.length) return null;
  const open = acceptability.state === "open";
  return html`<section aria-labelledby="live-with">
    <h2 id="live-with">${t("Can you live with it?")}</h2>
    <p class="hint">${open ? t("Your answers are counted without your name. You can change them until the question is closed.") : t("This question is closed. Thank you.")}</p>
    <ol class="notes">${voting.points.map((point) => html`<${Point} key=${point.id} point=${point} open=${open} limit=${acceptability.objection_length}
      mine=${acceptability.mine.find(({ note_id }) => note_id === point.id)} />`)}</ol>
  </section>`;
}

function Point({ point, open, mine, limit }) {
  const [problem, setProblem] = useState("");
  const id = `live-with-${point.id}`;
  async function give(acceptable, objection = "") {
    const answer = await live.command("stance.give", { note_id: point.id, acceptable, objection });
    setProblem(answer.ok ? "" : answer.message);
    if (answer.ok) live.catchUp();
    return answer.ok;
  }
  const says = (acceptable) => Boolean(mine) && mine.acceptable === acceptable;
  return html`<li class="note">
    <${Translated} note=${point} id=${id} />
    <p class="meta"><${WrittenIn} note=${point} /></p>
    ${point.result && html`<p class="status">${resultOf(point)}</p>`}
    ${open && html`<div class="row stances">
      <button aria-pressed=${String(says(true))} aria-describedby=${id} onClick=${() => give(says(true) ? null : true)}>${says(true) && html`<${Icon} name="saved" />`}${t("I can live with it")}</button>
      <button aria-pressed=${String(says(false))} aria-describedby=${id} onClick=${() => give(says(false) ? null : false)}>${says(false) && html`<${Icon} name="saved" />`}${t("I object")}</button>
    </div>`}
    ${open && says(false) && html`<${Objection} key=${point.id} id=${id} said=${mine.objection} limit=${limit} onSave=${(text) => give(false, text)} />`}
    ${!open && mine && html`<p class="status"><${Icon} name="saved" /> ${mine.acceptable ? t("You can live with it") : t("You objected")}</p>`}
    ${!open && mine && mine.objection && html`<p dir="auto"><q>${mine.objection}</q></p>`}
    ${mine && mine.hidden && html`<p class="problem"><${Icon} name="hidden" /> ${t("Hidden by a facilitator: only you see it.")}</p>`}
    <p class="problem" role="alert">${problem}</p>
  </li>`;
}

function Objection({ id, said, limit, onSave }) {
  const [text, setText] = useState(said);
  const left = t("Characters left: {count}", { count: limit - lengthOf(text) });
  return html`<div class="field">
    <label for=${`${id}-why`}>${t("What stands against it?")}</label>
    <p class="hint" id=${`${id}-hint`}>${t("You may leave it empty. It is shown as you write it, without your name.")}</p>
    <textarea id=${`${id}-why`} dir="auto" rows="3" value=${text} onInput=${(event) => setText(event.currentTarget.value)} aria-describedby=${`${id}-hint ${id}-left`}></textarea>
    <div class="row"><p class="status" id=${`${id}-left`} role="status">${text === said ? said && html`<${Icon} name="saved" /> ${t("Saved")}` : left}</p>
      <button class="small" disabled=${text === said} onClick=${() => onSave(text)}>${t("Save")}</button></div>
  </div>`;
}

function resultOf(point) {
  if (point.result === "all") return t("Acceptable to all who answered");
  if (point.result === "few") return t("Too few answers to tell");
  const groups = point.by.map((name) => (name === null ? t("other groups") : name));
  return groups.length ? t("Objections by: {groups}", { groups: groups.join(", ") }) : t("There are objections");
}

// My notes with their honest state, and what the others at the table wrote.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { isTranslated } from "../common/is_translated.js";
import { t } from "../common/messages.js";
import { Icon } from "./icons.js";
import { Later } from "./later.js";
import { draft, editDraft, hasDraft } from "./note_draft.js";
import { discard, outbox } from "./outbox.js";
import { dropOwn, fresh, live, me, myKeys, phase, roundNumber, snapshot } from "./state.js";
import { Told } from "./told.js";
import { kindName } from "./words.js";

export function OwnNotes() {
  const unsent = outbox.value.filter((item) => !myKeys.value.has(item.client_key));
  const own = snapshot.value ? snapshot.value.own : [];
  if (!unsent.length && !own.length) return null;
  const heading = t("My notes: {count}", { count: unsent.length + own.length });
  return html`<section aria-labelledby="own-notes">
    <h2 id="own-notes">${heading}</h2>
    ${!fresh.value && html`<p class="hint">${t("Notes that are already saved show again with the connection.")}</p>`}
    <ul class="notes">
      ${[...unsent].reverse().map((item) => html`<${Unsent} key=${item.client_key} item=${item} />`)}
      ${[...own].reverse().map((note) => html`<${Own} key=${note.client_key || note.id} note=${note} />`)}
    </ul>
  </section>`;
}

function Unsent({ item }) {
  const refused = item.state === "refused";
  function takeBack() {
    editDraft({ text: hasDraft.value ? `${draft.value.text}\n${item.text}` : item.text, kind: item.kind, round: null }, roundNumber.value);
    discard(item.client_key);
    const field = document.getElementById("note");
    if (field) field.focus();
  }
  return html`<li class=${`note ${item.state}`}>
    <p class="text" dir="auto">${item.text}</p>
    <p class="meta"><span class="tag">${kindName(item.kind)}</span> <${Round} number=${item.round} />
      <span class="status"><${Icon} name=${refused ? "problem" : "waiting"} /> ${refused ? t("Not accepted") : t("Waiting")}</span></p>
    ${refused && html`<p class="problem">${item.message} ${t("Your text is kept here.")}</p>`}
    <div class="row">
      ${refused && phase.value !== "closed" && html`<button class="small" onClick=${takeBack}>${t("Edit the text")}</button>`}
      <${Erase} erase=${() => discard(item.client_key)} text=${item.text} />
    </div>
  </li>`;
}

function Own({ note }) {
  const [problem, setProblem] = useState("");
  async function erase() {
    const answer = await live.command("note.erase", { note_id: note.id });
    if (answer.ok) dropOwn(note.id);
    else setProblem(answer.message);
  }
  return html`<li class="note saved">
    <${Told} note=${note} />
    <p class="meta"><span class="tag">${kindName(note.kind)}</span> <${Round} number=${note.round} /> <${Marks} note=${note} />
      <span class="status"><${Icon} name="saved" /> ${t("Saved")}</span></p>
    ${note.hidden && html`<p class="problem"><${Icon} name="hidden" /> ${t("Hidden by a facilitator: only you see it.")}</p>`}
    <p class="problem" role="alert">${problem}</p>
    <div class="row"><${Erase} erase=${erase} text=${note.text} /></div>
  </li>`;
}

function Erase({ erase, text }) {
  const [sure, setSure] = useState(false);
  if (!sure) return html`<button class="quiet small" aria-label=${`${t("Erase")}: ${text.slice(0, 40)}`} onClick=${() => setSure(true)}>${t("Erase")}</button>`;
  return html`<button class="danger small" onClick=${erase}>${t("Yes, erase")}</button>
    <button class="small" onClick=${() => setSure(false)}>${t("Keep")}</button>`;
}

export function TableNotes() {
  const own = new Set(snapshot.value.own.map((note) => note.id));
  const others = snapshot.value.notes.filter((note) => me.value.is_host || !own.has(note.id));
  const heading = t("Notes of this table: {count}", { count: snapshot.value.notes.length });
  return html`<section aria-labelledby="table-notes">
    <h2 id="table-notes">${heading}</h2>
    <${Later} name="NoteNews" key=${`${roundNumber.value}/${me.value.table.number}`} notes=${snapshot.value.notes} />
    ${others.length === 0 && html`<p class="hint">${t("Nothing from the others yet.")}</p>`}
    <ul class="notes">
      ${[...others].reverse().map((note) => html`<${FromTable} key=${note.id} note=${note} mine=${own.has(note.id)} />`)}
    </ul>
  </section>`;
}

function FromTable({ note, mine }) {
  const id = `told-${note.id}`;
  return html`<li class="note">
    <${Told} note=${note} id=${id}><${Later} name="Correction" note=${note} about=${id} /><//>
    <p class="meta"><span class="tag">${kindName(note.kind)}</span> <${Marks} note=${note} />
      ${mine && html`<span class="tag">${t("Mine")}</span>`}
      <${WrittenIn} note=${note} /></p>
    ${me.value.is_host && html`<${MarkMain} note=${note} />`}
  </li>`;
}

/** The language of a text that stands there as it was written. */
export function WrittenIn({ note }) {
  if (note.language === boot.language || note.unknown_language || isTranslated(note)) return null;
  return html`<span class="tag">${boot.languages[note.language]}</span>`;
}

function MarkMain({ note }) {
  const [problem, setProblem] = useState("");
  async function mark() {
    const answer = await live.command("main_point.mark", { note_id: note.id, on: !note.main_point });
    if (answer.ok) live.catchUp();
    setProblem(answer.ok ? "" : answer.message);
  }
  return html`<div class="row"><button class="small" aria-pressed=${String(note.main_point)} onClick=${mark}>
      <${Icon} name=${note.main_point ? "saved" : "star"} /> ${t("Main point")}</button></div>
    <p class="problem" role="alert">${problem}</p>`;
}

function Marks({ note }) {
  return html`${note.main_point && html`<span class="tag"><${Icon} name="star" /> ${t("Main point")}</span>`}
    ${note.by_proxy && html`<span class="tag">${t("Written for someone")}</span>`}`;
}

function Round({ number }) {
  const name = t("Round {number}", { number });
  return number === roundNumber.value ? null : html`<span class="tag">${name}</span>`;
}

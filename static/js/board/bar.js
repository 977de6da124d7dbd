// Above the themes: the line, who is here, what happened last, undoing, looking for notes.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { live, undo, undoable } from "./line.js";
import { base, board, closed, mayEdit, news, open, outbox, people } from "./store.js";
import { commandInWords, stepInWords } from "./words.js";

export function Bar() {
  return html`<div class="board-bar">
    <div class="board-state">
      <${Line} />
      <${People} />
    </div>
    <div class="board-tools">
      ${mayEdit.value && html`<${Undo} />`}
      <button type="button" class="small" onClick=${() => open("trail")}>${t("Paper trail")}</button>
      <button type="button" class="small" onClick=${() => open("help")}>${t("How it works")}</button>
    </div>
    <p class="board-news" role="status">${news.value}</p>
    ${base.value && !base.value.may_edit && html`<p class="alert">${t("You can read everything here. Changing themes is for coordinators of this consultation.")}</p>`}
    ${closed.value && html`<p class="alert error" role="alert">${t("You no longer work on this consultation. What you see is as it was.")}</p>`}
  </div>`;
}

function Line() {
  const names = {
    online: t("Connected"),
    connecting: t("Connecting …"),
    offline: t("No connection"),
    not_recognised: t("Please reload this page"),
  };
  const state = closed.value ? "offline" : live.state.value;
  const waiting = outbox.value.filter((item) => item.state !== "stored").length;
  const away = (state !== "online" || live.busy.value) && waiting > 0;
  return html`<p class=${`line ${state}`} role="status"><span class="lamp" aria-hidden="true"></span><span>${names[state]}${away && html`<span class="waiting-changes">${t("Changes that will be sent as soon as there is a connection: {count}", { count: waiting })}</span>`}</span></p>`;
}

function People() {
  const me = base.value && base.value.me;
  const others = people.value.filter(({ id }) => id !== me);
  const names = [...new Set(others.map(({ name }) => name))].join(", ");
  const said = names ? t("Also here: {names}", { names }) : t("Nobody else is here right now.");
  return html`<p class="people">${said}</p>`;
}

function Undo() {
  const last = undoable();
  const words = last && (last.waiting ? commandInWords(last.waiting.command, board.value) : stepInWords(last.step));
  const nothing = t("Nothing to undo");
  return html`<button type="button" class="small undo" disabled=${!last} onClick=${undo} aria-keyshortcuts="Control+Z">
    <span aria-hidden="true">↶</span><span>${words ? html`${t("Undo")}: <span class="step">${words}</span>` : nothing}</span>
  </button>`;
}

// Ctrl+Z in a field belongs to the field.
addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!isUndo || event.target.closest("dialog, textarea, select, input:not([type=checkbox], [type=radio])")) return;
  if (!base.value || !mayEdit.value) return;
  event.preventDefault();
  undo();
});

export const Back = () => html`<a href=${boot.addresses.themes}>${t("To the themes")}</a>`;

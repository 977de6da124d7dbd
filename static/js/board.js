// The theme board: several people sort notes into themes at once.
import { html, render } from "htm/preact";
import { keepFocus } from "./common/focus.js";
import { t } from "./common/messages.js";
import { Bar } from "./board/bar.js";
import { Column } from "./board/column.js";
import { AlsoDialog, AsideDialog, MergeDialog, MoveDialog, PlaceDialog } from "./board/dialogs.js";
import { live } from "./board/line.js";
import { sorted } from "./board/places.js";
import { Rail } from "./board/rail.js";
import { Search } from "./board/search.js";
import { Selection } from "./board/selection.js";
import { base, board, dialog, dismiss, dragged, keyOf, narrow, opened, openPlace, order, toasts } from "./board/store.js";
import { SuggestionDialog, WouldChange } from "./board/suggesting.js";
import { HelpDialog, TrailDialog } from "./board/trail.js";

const DIALOGS = { also: AlsoDialog, aside: AsideDialog, help: HelpDialog, merge: MergeDialog, move: MoveDialog, place: PlaceDialog, suggestion: SuggestionDialog, trail: TrailDialog };

function Board() {
  if (!board.value) return html`<${Opening} />`;
  const shown = dialog.value;
  const Shown = shown && DIALOGS[shown.name];
  return html`<${Bar} />
    <${WouldChange} />
    ${board.value.notes.size === 0 ? html`<p class="sheet">${t("Nobody has written a note yet.")}</p>` : html`<${Search} /><${Themes} />`}
    <${Selection} />
    <${Refusals} />
    ${Shown && html`<${Shown} key=${shown.opening} ...${shown} />`}`;
}

function Themes() {
  // On a small screen one at a time: the list, or an open theme.
  const list = !narrow.value || opened.value.length === 0;
  return html`<div class=${`board-themes ${dragged.value ? "dragging" : ""}`}>
    ${list && html`<${Rail} />`}
    <div class="columns">
      ${opened.value.map((place) => html`<${Column} key=${keyOf(place)} place=${place} />`)}
      ${!opened.value.length && !narrow.value && html`<p class="hint none">${t("Open a theme on the list to see its notes.")}</p>`}
    </div>
  </div>`;
}

function Opening() {
  const lost = live.state.value === "not_recognised";
  return html`<p class="waiting" role="status">${lost ? t("This board is no longer valid. Please reload the page and sign in again.") : t("The board is opening …")}</p>`;
}

function Refusals() {
  return html`<div class="toasts" role="alert">${toasts.value.map(({ id, text }) => html`<p class="toast" key=${id}><span>${text}</span>
    <button type="button" class="quiet" onClick=${() => dismiss(id)} aria-label=${t("Dismiss")}>×</button></p>`)}</div>`;
}

// Where to begin: at the theme of the address, else with what has no theme yet, else with the largest theme.
const stop = base.subscribe((state) => {
  if (!state) return;
  queueMicrotask(() => stop());
  if (opened.value.length || followAddress() || narrow.value) return;
  const loose = sorted.value.get("loose").length > 0 ? ["loose"] : [];
  opened.value = [...loose, ...order.value].slice(0, Math.max(1, loose.length + 1));
});

/** Open the theme that the address names ("#theme-12") and go to it; false where there is none. */
function followAddress() {
  const id = Number((location.hash.match(/^#theme-(\d+)$/) || [])[1]);
  if (!base.value || !base.value.themes.has(id)) return false;
  openPlace(id);
  requestAnimationFrame(() => {
    const head = document.getElementById(`place-${keyOf(id)}`);
    if (head) head.focus();
  });
  return true;
}
addEventListener("hashchange", followAddress);

const root = document.getElementById("board");
root.replaceChildren();
render(html`<${Board} />`, root);
keepFocus(root);
live.start();

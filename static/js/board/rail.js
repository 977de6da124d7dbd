// All themes, each with how much is in it: to open them, and to drop notes on.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { dropping } from "./dragging.js";
import { found, hits, looking, placeOf, sorted } from "./places.js";
import { board, chosen, closePlace, keyOf, marks, mayEdit, narrow, opened, openPlace, order } from "./store.js";
import { moveTo } from "./moving.js";
import { placeName, themeName } from "./words.js";

export function Rail() {
  const { themes } = board.value;
  const standing = order.value.filter((id) => themes.has(id)).map((id) => themes.get(id));
  const counted = standing.filter((theme) => theme.set_aside === null);
  const aside = standing.filter((theme) => theme.set_aside !== null);
  const notes = sorted.value;
  const title = t("Themes: {count}", { count: counted.length });
  return html`<nav class="rail" aria-labelledby="rail-title">
    <h2 id="rail-title">${title}</h2>
    <ul class="plain-list">
      ${looking.value && html`<${Place} place="found" name=${t("Everything found")} count=${found.value.length} />`}
      ${notes.get("loose").length > 0 && html`<${Place} place="loose" name=${t("No theme yet")} count=${shown(notes.get("loose"))} />`}
      ${mayEdit.value && html`<${NewTheme} />`}
      ${counted.map((theme) => html`<${Theme} key=${keyOf(theme.id)} theme=${theme} notes=${notes.get(theme.id)} />`)}
    </ul>
    ${(aside.length > 0 || notes.get("aside").length > 0) && html`<h3 id="aside-title">${t("Set aside")}</h3>
      <ul class="plain-list" aria-labelledby="aside-title">
        ${notes.get("aside").length > 0 && html`<${Place} place="aside" name=${t("Single notes")} count=${shown(notes.get("aside"))} />`}
        ${aside.map((theme) => html`<${Theme} key=${keyOf(theme.id)} theme=${theme} notes=${notes.get(theme.id)} />`)}
      </ul>`}
  </nav>`;
}

const shown = (notes) => (hits.value ? t("{found} of {all}", { found: notes.filter(({ id }) => hits.value.has(id)).length, all: notes.length }) : notes.length);

function choose(place) {
  if (opened.value.includes(place) && !narrow.value) {
    closePlace(place);
    return;
  }
  openPlace(place);
  // Where the focus is of use: at the theme that has just been opened.
  requestAnimationFrame(() => {
    const head = document.getElementById(`place-${keyOf(place)}`);
    if (head) head.focus({ preventScroll: !narrow.value });
    if (head && narrow.value) head.scrollIntoView();
  });
}

function Place({ place, name, count, children, drop = {}, className = "" }) {
  const isOpen = opened.value.includes(place);
  const { over, ...hands } = drop;
  return html`<li ...${hands} class=${`rail-item ${className} ${isOpen ? "open" : ""} ${over ? "over" : ""}`}>
    <button type="button" class="quiet" aria-pressed=${narrow.value ? undefined : String(isOpen)} onClick=${() => choose(place)}>
      <span class="rail-name">${name}</span>
      <span class="rail-count"><span class="visually-hidden">${t("Notes:")} </span>${count}</span>
      ${children}
    </button>
  </li>`;
}

function Theme({ theme, notes }) {
  const place = theme.commitment ? placeName([theme.commitment], theme.track, { short: true }) : "";
  const open = notes.filter((note) => !placeOf(note, theme).confirmed).length;
  const dissent = notes.filter((note) => note.dissent).length;
  const by = marks.value.get(`t${theme.id}`);
  const facts = [dissent > 0 && t("other views: {count}", { count: dissent })];
  const drop = dropping(theme.id, () => moveTo(theme.id));
  return html`<${Place} place=${theme.id} name=${themeName(theme)} count=${shown(notes)} drop=${drop} className=${by ? "touched" : ""}>
    <span class="rail-facts">
      ${place && html`<span class="rail-place">${theme.confirmed ? `✓ ${place}` : t("Proposed: {place}", { place })}</span>`}
      ${theme.pinned && html`<span>${t("fixed")}</span>`}
      ${facts.filter(Boolean).map((fact) => html`<span key=${fact}>${fact}</span>`)}
      ${theme.confirmed || open === 0 ? null : html`<span>${t("to confirm: {count}", { count: open })}</span>`}
      ${by && html`<span class="by">${t("just changed by {name}", { name: by })}</span>`}
    </span>
  <//>`;
}

function NewTheme() {
  const count = chosen.value.size;
  const hint = count > 0 ? t("of the selected notes: {count}", { count }) : t("Drop notes here, or select some first.");
  const { over, ...hands } = dropping("new", () => moveTo(null));
  return html`<li ...${hands} class=${`rail-item new-theme ${over ? "over" : ""}`}>
    <button type="button" class="quiet" aria-disabled=${String(count === 0)} onClick=${() => count > 0 && moveTo(null)}>
      <span class="rail-name">＋ ${t("New theme")}</span>
      <span class="rail-facts">${hint}</span>
    </button>
  </li>`;
}

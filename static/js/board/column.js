// An open theme with its notes, or those without a theme, set aside, or found.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Close } from "./close.js";
import { dropping } from "./dragging.js";
import { ThemeHead } from "./head.js";
import { moveTo } from "./moving.js";
import { Note } from "./note.js";
import { found, hits, sorted } from "./places.js";
import { board, chosen, closePlace, keyOf, marks, mayEdit, narrow, reading, unfolded } from "./store.js";

const AT_ONCE = 40; // more are drawn when somebody asks for them

export function Column({ place }) {
  const theme = board.value.themes.get(place);
  const notes = place === "found" ? found.value : (sorted.value.get(place) || []).filter(({ id }) => !hits.value || hits.value.has(id));
  const { over, ...hands } = theme ? dropping(place, () => moveTo(place)) : {};
  const id = `place-${keyOf(place)}`;
  return html`<section class=${`column ${over ? "over" : ""}`} aria-labelledby=${id} ...${hands} onKeyDown=${walk}>
    ${narrow.value && html`<button type="button" class="small to-all" onClick=${() => back(place)}><span aria-hidden="true">←</span> ${t("All themes")}</button>`}
    ${theme ? html`<${ThemeHead} theme=${theme} id=${id} />` : html`<${Head} place=${place} id=${id} />`}
    <${Notes} key=${place === "found" ? "found" : keyOf(place)} notes=${notes} place=${place} />
  </section>`;
}

/** Up and down in the list of notes. */
function walk(event) {
  const away = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!away || !event.target.matches(".pick input")) return;
  const boxes = [...event.currentTarget.querySelectorAll(".pick input")];
  const to = boxes[boxes.indexOf(event.target) + away];
  event.preventDefault();
  if (to) to.focus();
}

function back(place) {
  closePlace(place);
  requestAnimationFrame(() => {
    const from = document.querySelector(".rail h2");
    from.tabIndex = -1;
    from.focus();
  });
}

function Head({ place, id }) {
  const titles = {
    loose: [t("No theme yet"), t("Move these notes into themes, or let the analysis propose some.")],
    aside: [t("Set aside"), t("These notes are kept, but counted nowhere.")],
    found: [t("Everything found"), ""],
  };
  const [title, hint] = titles[place];
  return html`<header class="column-head">
    <div class="column-title"><h2 id=${id} tabindex="-1">${title}</h2><${Close} place=${place} name=${title} /></div>
    ${hint && html`<p class="hint">${hint}${place === "loose" && html` <a href=${boot.addresses.analysis}>${t("To the analysis")}</a>`}</p>`}
  </header>`;
}

function Notes({ notes, place }) {
  const [most, setMost] = useState(AT_ONCE);
  useEffect(() => setMost(AT_ONCE), [place]);
  const drawn = notes.slice(0, most);
  const anywhere = place === "found" || place === "aside";
  const { themes } = board.value;
  const aside = (note) => (note.set_aside === null ? 0 : 1);
  if (!notes.length) return html`<p class="hint none">${hits.value ? t("Nothing of what you look for is here.") : t("There is no note here.")}</p>`;
  return html`<ul class="plain-list notes" data-theme=${place}>
      ${drawn.map((note) => html`<${Note} key=${note.id} note=${note} theme=${themes.get(note.theme)} where=${anywhere}
        chosen=${chosen.value.has(note.id)} open=${unfolded.value.has(note.id)} read=${reading.value} by=${marks.value.get(`n${note.id}`)} edit=${mayEdit.value} aside=${aside(note)} />`)}
    </ul>
    ${notes.length > most && html`<button type="button" class="small more-notes" onClick=${() => setMost(most + AT_ONCE)}>${t("Show more notes: {count}", { count: Math.min(AT_ONCE, notes.length - most) })}</button>`}`;
}

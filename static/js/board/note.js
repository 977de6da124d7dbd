// One note, small: its words, what it is, where it belongs; everything else is one tap away.
import { html } from "htm/preact";
import { Component } from "preact";
import { boot } from "../common/boot.js";
import { languageName } from "../common/languages.js";
import { t } from "../common/messages.js";
import { dragging } from "./dragging.js";
import { ask } from "./line.js";
import { NoteMore } from "./note_more.js";
import { placeOf } from "./places.js";
import { chosen, holding, open as openDialog, toggle, unfolded } from "./store.js";
import { KINDS, origin, placeName, themeName } from "./words.js";

/** Drawn again only when something of it is different: there are hundreds. */
export class Note extends Component {
  shouldComponentUpdate(next) {
    return Object.keys(next).some((name) => next[name] !== this.props[name]);
  }

  render({ note, theme, where, chosen: isChosen, open, by, edit, read }) {
    return html`<${Drawn} ...${{ note, theme, where, isChosen, open, by, edit, read }} />`;
  }
}

function Drawn({ note, theme, where, isChosen, open, by, edit, read }) {
  const id = `n${note.id}`;
  const states = [isChosen && "chosen", by && "touched", open && "open", note.dissent && "dissent", note.main_point && "main-point"];
  return html`<li class=${`note ${states.filter(Boolean).join(" ")}`} data-note=${note.id} ...${dragging(note)}>
    <div class="pick">
      ${edit
        ? html`<input type="checkbox" id=${id} checked=${isChosen} aria-describedby=${`${id}-facts`} onChange=${(event) => toggle(chosen, note.id, event.target.checked)} onClick=${(event) => range(event, note.id)} onKeyDown=${(event) => keys(event, note.id)} />
          <label for=${id} class="note-text" dir="auto" lang=${note.language}>${note.text}</label>`
        : html`<p class="note-text" dir="auto" lang=${note.language}>${note.text}</p>`}
    </div>
    ${read && html`<${Reading} note=${note} />`}
    ${by && html`<p class="by">${t("just changed by {name}", { name: by })}</p>`}
    <${Held} id=${note.id} />
    <${Facts} note=${note} id=${id} theme=${where ? theme : null} where=${where} />
    <div class="note-ways">
      <${Where} note=${note} theme=${theme} edit=${edit} id=${id} />
      <button type="button" class="quiet small disclosing" aria-expanded=${String(open)} aria-describedby=${id} onClick=${() => toggle(unfolded, note.id)}>${open ? t("Less") : t("More")}</button>
    </div>
    ${open && html`<${NoteMore} note=${note} theme=${theme} edit=${edit} />`}
  </li>`;
}

/** In the reader's language, always under the words of the author, and always marked. */
function Reading({ note }) {
  if (note.language === boot.language || !note.translation) return null;
  return html`<p class="note-read" lang=${boot.language}>${note.translation.text}</p>
    <p class="hint">${origin(note.translation)}</p>`;
}

function Held({ id }) {
  const by = holding.value[id];
  const said = t("{name} is moving this note.", { name: by });
  return by ? html`<p class="by held">${said}</p>` : null;
}

function Facts({ note, id, theme, where }) {
  return html`<ul class="facts" id=${`${id}-facts`}>
    <li lang=${note.language}><abbr class="language" title=${languageName(note.language)}>${note.language}</abbr></li>
    <li>${KINDS[note.kind] || note.kind}</li>
    ${note.table !== null && html`<li>${t("Table {number}", { number: note.table })}</li>`}
    ${note.round !== null && html`<li>${t("Round {number}", { number: note.round })}</li>`}
    ${note.by_proxy && html`<li>${t("written for somebody else")}</li>`}
    ${note.main_point && html`<li class="strong">★ ${t("Main point")}</li>`}
    ${note.votes > 0 && html`<li class="strong">${t("Votes: {count}", { count: note.votes })}</li>`}
    ${note.dissent && html`<li class="strong">≠ ${t("Another view")}</li>`}
    ${note.fixed && !where && html`<li>${t("put here by hand")}</li>`}
    ${where && html`<li>${t("Theme: {name}", { name: themeName(theme) })}</li>`}
    ${note.set_aside !== null && html`<li class="strong">${t("Set aside: {reason}", { reason: note.set_aside })}</li>`}
  </ul>`;
}

/** The place of the note in the framework: confirmed, to be confirmed in one tap, or to be chosen. */
function Where({ note, theme, edit, id }) {
  const place = placeOf(note, theme);
  const short = placeName(place.commitments, place.track, { short: true });
  if (place.confirmed) return html`<p class="where confirmed"><span aria-hidden="true">✓</span> <span class="visually-hidden">${t("Confirmed by hand")}: </span>${short}${place.byTheme && html` <span class="soft">(${t("as its theme")})</span>`}</p>`;
  if (!place.commitments.length) return html`<p class="where soft">${t("No proposal yet")}</p>`;
  const perhaps = t("Perhaps: {place}", { place: short });
  if (!edit || !place.sure) return html`<p class="where soft">${perhaps}</p>`;
  // Seen short, and heard and shown on hovering in full: the same name stands on one button after the other.
  const label = t("Confirm: {place}", { place: placeName(place.commitments, place.track, { short: true, brief: true }) });
  const whole = placeName(place.commitments, place.track);
  const command = { do: "place.confirm", note: note.id, commitments: place.commitments, track: place.track };
  return html`<button type="button" class="small where-confirm" aria-describedby=${id} title=${whole} onClick=${() => ask(command)}><span aria-hidden="true">✓</span> <span>${label}<span class="visually-hidden"> (${whole})</span></span></button>`;
}

let last = null; // where a range of notes begins

function range(event, id) {
  if (event.shiftKey && last !== null) {
    const list = [...event.currentTarget.closest("ul").querySelectorAll("[data-note]")].map((item) => Number(item.dataset.note));
    const ends = [list.indexOf(last), list.indexOf(id)].sort((one, other) => one - other);
    if (ends[0] >= 0) chosen.value = new Set([...chosen.value, ...list.slice(ends[0], ends[1] + 1)]);
  }
  last = id;
}

function keys(event, id) {
  if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  openDialog("move", { ids: chosen.value.has(id) ? [...chosen.value] : [id] });
}

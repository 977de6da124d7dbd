// The side of the console: one panel at a time, chosen by tabs.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { AnnouncePanel } from "./announce.js";
import { CoveragePanel } from "./coverage.js";
import { Floor } from "./floor.js";
import { NotesPanel } from "./notes.js";
import { ProjectorPanel } from "./steer.js";
import { narrow, panel, show } from "./store.js";
import { ThemesPanel } from "./themes.js";

function panels() {
  const side = [
    ["notes", t("Notes"), NotesPanel],
    ["projector", t("Projector"), ProjectorPanel],
    ["announce", t("Write"), AnnouncePanel],
    ["coverage", t("Coverage"), CoveragePanel],
    ["themes", t("Themes"), ThemesPanel],
  ];
  return narrow.value ? [["tables", t("Tables"), Floor], ...side] : side;
}

export function Side() {
  const choices = panels();
  const [name, , Panel] = choices.find(([key]) => key === panel.value) || choices[0];
  const onKey = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = choices.findIndex(([key]) => key === name);
    const next = choices[(at + step + choices.length) % choices.length][0];
    show(next);
    event.currentTarget.querySelector(`#tab-${next}`).focus();
  };
  return html`<section class="side" aria-label=${t("Notes, projector, announcements, coverage, themes")}>
    <div class="tabs" role="tablist" aria-label=${t("Panels")} onKeyDown=${onKey}>
      ${choices.map(([key, label]) => html`<button key=${key} type="button" role="tab" id=${`tab-${key}`} aria-selected=${String(key === name)}
        aria-controls="panel" tabindex=${key === name ? 0 : -1} onClick=${() => show(key)}>${label}</button>`)}
    </div>
    <div id="panel" role="tabpanel" aria-labelledby=${`tab-${name}`} tabindex="0"><${Panel} /></div>
  </section>`;
}

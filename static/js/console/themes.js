// Looking for themes: the state of the work, by which engine, and what it found.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { chosenView } from "../common/themes_view.js";
import { act, snapshot } from "./store.js";
import { languageName } from "./words.js";

export function ThemesPanel() {
  const { analysis, themes, totals } = snapshot.value;
  const running = analysis && (analysis.state === "running" || analysis.state === "waiting");
  return html`<div class="themes-panel">
    <p>${t("Notes that belong together are put into themes, across languages. Nothing is written that nobody said.")}</p>
    ${running ? html`<${Running} analysis=${analysis} />` : html`<${Start} analysis=${analysis} notes=${totals.notes} />`}
    ${themes.length > 0 && html`<h3>${t("Themes")}</h3>
      <ol class="themes">${themes.map((theme) => html`<${Theme} key=${theme.id} theme=${theme} />`)}</ol>
      <p><a href=${boot.addresses[chosenView() === "board" ? "board" : "assessment"]}>${t("Read, rename and confirm them in the needs assessment")}</a></p>`}
  </div>`;
}

function Running({ analysis }) {
  const percent = Math.round(analysis.progress * 100);
  return html`<div class="running">
    <p role="status">${t("Reading the notes …")} ${percent} %</p>
    <progress max="100" value=${percent} aria-label=${t("Progress")}></progress>
    ${analysis.engine && html`<${How} engine=${analysis.engine} />`}
    <button type="button" onClick=${() => act("analysis.cancel")}>${t("Stop")}</button>
  </div>`;
}

function Start({ analysis, notes }) {
  const state = {
    done: t("Done."),
    failed: t("It failed. The notes are untouched; please try again."),
    cancelled: t("It was stopped."),
  };
  return html`<div>
    ${analysis && html`<p class=${analysis.state === "failed" ? "alert error" : ""}>${state[analysis.state]} ${analysis.state === "done" && t("Notes: {count}", { count: analysis.notes })}</p>`}
    ${analysis && analysis.engine && html`<${How} engine=${analysis.engine} />`}
    <button type="button" disabled=${notes === 0} onClick=${() => act("analysis.start")}>${analysis ? t("Find themes again") : t("Find themes")}</button>
  </div>`;
}

const How = ({ engine }) => html`<p class="soft how-found"><strong>${t("How the themes are found:")}</strong> ${engine}</p>`;

function Theme({ theme }) {
  const label = typeof theme.label === "string" ? theme.label : theme.label[boot.language] || Object.values(theme.label)[0];
  const counts = t("Notes: {notes} · tables: {tables}", { notes: theme.notes, tables: theme.tables });
  const others = t("Other voices: {count}", { count: theme.dissent });
  const spoken = theme.languages.map(languageName).join(", ");
  return html`<li>
    <strong>${label}</strong>
    <span class="soft">${counts} · ${spoken}</span>
    ${theme.dissent > 0 && html`<span class="soft">${others}</span>`}
  </li>`;
}

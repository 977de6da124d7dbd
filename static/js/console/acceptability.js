// "Can you live with it?": asked about the main points, answered on phones, told without names when it is closed.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Translated } from "../common/translated.js";
import { t } from "../common/messages.js";
import { act, snapshot } from "./store.js";

export function Acceptability() {
  const { meeting, acceptability } = snapshot.value;
  if (meeting.phase === "closed" && meeting.acceptability === "not_yet") return null;
  const few = t("fewer than five");
  const answered = t("People who have answered: {count}", { count: acceptability.answers === null ? few : acceptability.answers });
  return html`<h3>${t("Can you live with it?")}</h3>
    ${meeting.acceptability === "not_yet" && html`<${Open} />`}
    ${meeting.acceptability === "open" && html`<p>${t("Everybody is asked on their phone. Nobody sees answers before it is closed.")}</p>
      <p>${answered}</p>
      <button type="button" class="primary" onClick=${() => act("acceptability.close")}>${t("Close the question")}</button>`}
    ${meeting.acceptability === "closed" && html`<p class="soft">${t("What people objected, in their own words and without names, stands in the needs assessment.")}</p>
      <ol class="result lived-with">${acceptability.points.map((point) => html`<li key=${point.id}><div><${Translated} note=${point} both /><p class=${point.result}>${resultOf(point)}</p></div></li>`)}</ol>`}`;
}

function Open() {
  const { meeting, tables } = snapshot.value;
  const [most, setMost] = useState("");
  const points = tables.reduce((sum, table) => sum + table.points.length, 0);
  return html`<p class="soft">${t("Everybody says which main points they can live with, and what stands against the others.")}</p>
    <div class="field"><label>${t("About which main points?")}<select value=${most} onChange=${(event) => setMost(event.target.value)}>
      <option value="">${t("All, at most 20")}</option>
      ${[3, 5, 10].filter((count) => count < points).map((count) => html`<option key=${count} value=${String(count)}>${meeting.voting === "closed" ? t("The {count} with most votes", { count }) : t("The first {count}", { count })}</option>`)}
    </select></label></div>
    <button type="button" disabled=${!points || meeting.voting === "open"} onClick=${() => act("acceptability.open", { most: most ? Number(most) : null })}>${t("Ask everybody")}</button>`;
}

function resultOf(point) {
  if (point.result === "all") return t("Acceptable to all who answered");
  if (point.result === "few") return t("Too few answers to tell");
  const groups = point.by.map((name) => (name === null ? t("other groups") : name[document.documentElement.lang] || Object.values(name)[0]));
  return groups.length ? t("Objections by: {groups}", { groups: groups.join(", ") }) : t("There are objections");
}

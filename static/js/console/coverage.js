// While people talk: what has come up, what has not, ready questions for table hosts, and which groups have been heard.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { CoverageGrid, Untouched } from "../common/coverage_grid.js";
import { t } from "../common/messages.js";
import { act, closed, say, snapshot } from "./store.js";

const MOST_TABLES = 12;

export function CoveragePanel() {
  const { coverage, voices } = snapshot.value;
  return html`<div class="coverage-panel">
    <p class="soft">${t("What the notes so far speak about, as people confirmed it or as the software proposes it.")}</p>
    <${Untouched} coverage=${coverage} />
    <${CoverageGrid} coverage=${coverage} />
    <p class="soft legend">${t("A larger dot: more notes. With a ring: people have confirmed some of them.")}</p>
    ${!closed.value && coverage.prompts.length > 0 && html`<${Prompts} coverage=${coverage} />`}
    ${voices.length > 0 && html`<${Voices} voices=${voices} />`}
  </div>`;
}

/** The tracks that most need a question first: nobody has spoken about them, and of these those that are harder to agree on. */
function inOrder(tracks) {
  return tracks.map((track, place) => ({ ...track, place })).sort((one, other) => Boolean(one.notes) - Boolean(other.notes) || other.place - one.place);
}

function Prompts({ coverage }) {
  const { meeting, tables } = snapshot.value;
  const [to, setTo] = useState("");
  const open = meeting.phase === "round";
  return html`<h3>${t("Questions for table hosts")}</h3>
    <p class="soft">${open ? t("Each host reads it in their own language, and puts it to the table.") : t("They can be sent while a round is open.")}</p>
    ${open && html`<div class="field"><label>${t("To")}<select value=${to} onChange=${(event) => setTo(event.target.value)}>
      <option value="">${t("All table hosts")}</option>
      ${tables.filter((table) => table.host !== null).map(({ number }) => html`<option key=${number} value=${String(number)}>${hostOf(number)}</option>`)}
    </select></label></div>`}
    ${inOrder(coverage.tracks).map((track) => html`<${Track} key=${track.id} track=${track} coverage=${coverage} to=${to} open=${open} />`)}`;
}

const hostOf = (number) => t("The host of table {number}", { number });

function Track({ track, coverage, to, open }) {
  const prompts = coverage.prompts.filter((prompt) => prompt.track === track.id);
  const without = snapshot.value.tables.filter((table) => table.people.length && !coverage.tables[table.number][track.id]).map((table) => table.number);
  const shown = without.length > MOST_TABLES ? `${without.slice(0, MOST_TABLES).join(", ")} …` : without.join(", ");
  const missing = t("Not yet at these tables in this round: {tables}", { tables: shown });
  return html`<details class="prompts" open=${track.notes === 0}>
    <summary>${track.title} <span class="soft">${track.notes === 0 ? t("not yet") : t("Notes: {count}", { count: track.notes })}</span></summary>
    ${open && without.length > 0 && html`<p class="soft">${missing}</p>`}
    <ul>${prompts.map((prompt) => html`<${Prompt} key=${prompt.key} prompt=${prompt} to=${to} open=${open} />`)}</ul>
  </details>`;
}

function Prompt({ prompt, to, open }) {
  async function send() {
    const answer = await act("prompt.send", { prompt: prompt.key, table: to ? Number(to) : null });
    if (answer.ok) say(to ? t("Sent to the host of table {number}.", { number: to }) : t("Sent to all table hosts."));
  }
  const id = `prompt-${prompt.key}`;
  return html`<li><p id=${id}>${prompt.text}</p>
    ${open && html`<button type="button" aria-describedby=${id} onClick=${send}>${to ? t("Send to table {number}", { number: to }) : t("Send to all hosts")}</button>`}
  </li>`;
}

function Voices({ voices }) {
  return html`<h3>${t("Invited groups")}</h3>
    <table class="voices"><thead><tr><th scope="col">${t("Group")}</th><th scope="col">${t("Invited")}</th><th scope="col">${t("Present")}</th><th scope="col">${t("Heard")}</th></tr></thead>
      <tbody>${voices.map((group) => html`<tr key=${group.key}><th scope="row">${group.name}</th><td>${group.invited || "–"}</td><${YesNo} yes=${group.present} /><${YesNo} yes=${group.heard} /></tr>`)}</tbody>
    </table>
    <p class="soft">${t("Heard: somebody of this group has written a note. Counted for every five people, so that nobody’s group can be told.")}</p>`;
}

const YesNo = ({ yes }) => html`<td class=${yes ? "yes" : "no"}>${yes ? t("yes") : t("not yet")}</td>`;

// The plenary: the table that speaks with its main points, and who comes next.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Sign } from "../common/sign.js";
import { Countdown, InAll } from "./parts.js";
import { snapshot, speakingClock } from "./store.js";
import { Point, Tongue, useTongues } from "./tongues.js";
import { Fitting, PageMarks } from "./turning.js";

const LETTERS_A_PAGE = 420;

export function Harvest() {
  const { harvest, meeting } = snapshot.value;
  const speaking = harvest.speaking && harvest.tables.find((table) => table.number === harvest.speaking.table);
  return html`<section class="view harvest">
    ${speaking ? html`<${Speaking} key=${speaking.number} table=${speaking} />` : html`<${Between} />`}
    ${meeting.phase !== "closed" && html`<ol class="queue" aria-label=${t("Order of the tables")}>
      ${harvest.tables.map((table) => html`<li key=${table.number} class=${table.state === "speaking" ? "speaking-now" : table.state}>
        <${Sign} table=${table} labelled=${true} />
        ${table.state === "heard" && html`<svg class="tick" viewBox="0 0 20 20" role="img" aria-label=${t("heard")} focusable="false"><circle cx="10" cy="10" r="10" /><path d="M5 10.5l3.5 3.5L15 7" /></svg>`}
      </li>`)}
    </ol>`}
  </section>`;
}

function Between() {
  const { harvest, meeting } = snapshot.value;
  const closed = meeting.phase === "closed";
  const next = harvest.tables.find((table) => table.state === "waiting");
  return html`<div class="between">
    <${InAll} name=${closed ? "thanks" : "harvest"} />
    ${next && !closed && html`<${Sign} table=${next} labelled=${true} />`}
  </div>`;
}

function Speaking({ table }) {
  const { points, page, pages, tongue } = useTongues(table.points, LETTERS_A_PAGE, 40);
  return html`<div class="speaking">
    <div class="who">
      <${Sign} table=${table} labelled=${true} />
      <${Countdown} seconds=${speakingClock.seconds.value} soon=${30} last=${10} />
    </div>
    <${Fitting} class="points" depends=${JSON.stringify([page, tongue, table.points])}>
      <div><${Tongue} tongue=${tongue} />
        <ul>${points.map((point) => html`<li key=${point.id}><${Point} point=${point} tongue=${tongue} /></li>`)}</ul></div>
    <//>
    <${PageMarks} page=${page} count=${pages} />
  </div>`;
}

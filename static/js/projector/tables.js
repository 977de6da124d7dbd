// The plan of the hall: every table with its sign and its chairs.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { COLOURS, Sign } from "../common/sign.js";
import { InAll } from "./parts.js";
import { snapshot } from "./store.js";
import { PageMarks, pagesOf, useTurning } from "./turning.js";

const TABLES_A_PAGE = 24;

export function Tables() {
  const { meeting, tables } = snapshot.value;
  const pages = pagesOf(tables, TABLES_A_PAGE);
  const page = useTurning(pages.length);
  const shown = pages[page];
  const columns = shown.length <= 4 ? shown.length : shown.length <= 8 ? 4 : shown.length <= 15 ? 5 : shown.length <= 18 ? 6 : 8;
  const title = meeting.phase === "moving" ? "moving" : meeting.phase === "welcome" ? "welcome" : meeting.phase === "round" ? "round" : "thanks";
  return html`<section class="view tables">
    <header><${InAll} name=${title} values=${{ number: meeting.round_number, total: meeting.rounds_total }} /></header>
    <ol class=${`plan columns-${columns}`}>${shown.map((table) => html`<${Table} key=${table.number} table=${table} />`)}</ol>
    <${PageMarks} page=${page} count=${pages.length} />
  </section>`;
}

function Table({ table }) {
  const chairs = Math.max(table.seats, table.people, 1);
  return html`<li>
    <div class="seen-from-above">
      <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        ${Array.from({ length: chairs }, (_, index) => {
          const angle = (index / chairs) * 2 * Math.PI - Math.PI / 2;
          return html`<circle key=${index} cx=${50 + 43 * Math.cos(angle)} cy=${50 + 43 * Math.sin(angle)} r="6" class=${index < table.people ? "chair" : "chair free"} />`;
        })}
        <circle cx="50" cy="50" r="34" class="top" stroke=${COLOURS[table.colour] || COLOURS.slate} />
      </svg>
      <${Sign} table=${table} labelled=${true} />
    </div>
    <p class="taken"><span class="visually-hidden">${t("People: {people} of {seats} seats", table)}</span><span aria-hidden="true">${table.people} / ${table.seats}</span>${table.mode === "remote" && html` <${Screen} />`}</p>
  </li>`;
}

const Screen = () => html`<svg class="screen" viewBox="0 0 20 20" role="img" aria-label=${t("remote")} focusable="false"><path d="M2 3h16v11H2zM6 17h8M10 14v3" fill="none" stroke="currentColor" stroke-width="2" /></svg>`;

// What is asked now, in all languages side by side, with the time that is left.
import { html } from "htm/preact";
import { Sign } from "../common/sign.js";
import { Countdown, InAll } from "./parts.js";
import { languages, roundClock, snapshot } from "./store.js";
import { Fitting, PageMarks, pagesOf, useTurning } from "./turning.js";

const LETTERS_A_PAGE = 900; // two tables with an ordinary question in four languages

export function Question() {
  const { meeting, questions, table_questions: byTable } = snapshot.value;
  const values = { number: meeting.round_number, total: meeting.rounds_total };
  return html`<section class="view question">
    <header>
      <${InAll} name=${meeting.round_number ? "round" : "soon"} values=${values} />
      <${Countdown} seconds=${roundClock.seconds.value} paused=${meeting.paused} />
    </header>
    ${byTable.length ? html`<${ByTable} rows=${byTable} />` : html`<${SideBySide} questions=${questions} />`}
  </section>`;
}

function SideBySide({ questions }) {
  const shown = questions.filter((question) => question.text);
  return html`<${Fitting} class=${`asked of-${shown.length}`} depends=${JSON.stringify(shown)}>
    ${shown.map((question) => html`<p key=${question.language} lang=${question.language}>${question.text}</p>`)}
  <//>`;
}

function ByTable({ rows }) {
  const { tables } = snapshot.value;
  const pages = pagesOf(rows, LETTERS_A_PAGE, (row) => Math.max(450, Object.values(row.texts).join("").length));
  const page = useTurning(pages.length);
  return html`<${Fitting} class="by-table" depends=${JSON.stringify([page, rows])}>
      ${pages[page].map((row) => html`<article key=${row.table}>
        <${Sign} table=${tables.find((table) => table.number === row.table)} labelled=${true} />
        <div>${languages.value.filter((code) => row.texts[code]).map((code) => html`<p key=${code} lang=${code}>${row.texts[code]}</p>`)}</div>
      </article>`)}
    <//>
    <${PageMarks} page=${page} count=${pages.length} />`;
}


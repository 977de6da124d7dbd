// The vote: first only the choices; numbers when it is closed.
import { html } from "htm/preact";
import { Sign } from "../common/sign.js";
import { InAll } from "./parts.js";
import { snapshot } from "./store.js";
import { Point, Tongue, useTongues } from "./tongues.js";
import { Fitting, PageMarks } from "./turning.js";

// A line of text costs its letters; each entry also costs some room of its own.
const RESULTS = { letters: 1200, each: 100 };
const CHOICES = { letters: 1280, each: 70 };

export function Votes() {
  const { voting } = snapshot.value;
  const closed = voting.state === "closed";
  const ranked = closed ? [...voting.choices].sort((a, b) => (b.votes || 0) - (a.votes || 0)) : voting.choices;
  const room = closed ? RESULTS : CHOICES;
  const { points, page, pages, tongue, first } = useTongues(ranked, room.letters, room.each);
  const most = Math.max(1, ...ranked.map((choice) => choice.votes || 0));
  const title = closed ? "votes" : voting.state === "open" ? "vote_now" : "vote_soon";
  return html`<section class="view votes">
    <header><${InAll} name=${title} /><${Tongue} tongue=${tongue} /></header>
    <${Fitting} class=${closed ? "results" : "choices"} depends=${JSON.stringify([page, tongue, ranked])}>
      <ol start=${first + 1}>
        ${points.map((choice) => html`<${Choice} key=${choice.id} choice=${choice} tongue=${tongue} most=${most} closed=${closed} />`)}
      </ol>
    <//>
    <${PageMarks} page=${page} count=${pages} />
  </section>`;
}

function Choice({ choice, tongue, most, closed }) {
  const table = snapshot.value.tables.find((candidate) => candidate.number === choice.table);
  return html`<li>
    ${table && html`<${Sign} table=${table} labelled=${true} />`}
    <div><${Point} point=${choice} tongue=${tongue} /></div>
    ${closed && html`<strong>${choice.votes || 0}</strong>
      <svg class="vote-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="100" height="4" class="track" /><rect width=${(100 * (choice.votes || 0)) / most} height="4" class="fill" /></svg>`}
  </li>`;
}

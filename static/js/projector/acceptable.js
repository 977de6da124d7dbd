// What people can live with: first only the points; the answers, without numbers and names, when the question is closed.
import { html } from "htm/preact";
import { Sign } from "../common/sign.js";
import { InAll } from "./parts.js";
import { languages, snapshot, words } from "./store.js";
import { Point, Tongue, useTongues } from "./tongues.js";
import { Fitting, PageMarks } from "./turning.js";

const ROOM = { letters: 1100, each: 110 };

export function Acceptable() {
  const { acceptability, tables } = snapshot.value;
  const { points, page, pages, tongue, first } = useTongues(acceptability.points, ROOM.letters, ROOM.each);
  const read = tongue || languages.value[0];
  return html`<section class="view votes acceptable">
    <header><${InAll} name=${acceptability.state === "closed" ? "lived_with" : "live_with"} /><${Tongue} tongue=${tongue} /></header>
    <${Fitting} class="results" depends=${JSON.stringify([page, tongue, acceptability])}>
      <ol start=${first + 1}>${points.map((point) => html`<li key=${point.id}>
        <${Sign} table=${tables.find((table) => table.number === point.table)} labelled=${true} />
        <div><${Point} point=${point} tongue=${tongue} />${point.result && html`<p class=${`came-out ${point.result}`} lang=${read}>${resultOf(point, read)}</p>`}</div>
      </li>`)}</ol>
    <//>
    <${PageMarks} page=${page} count=${pages} />
  </section>`;
}

function resultOf(point, code) {
  if (point.result !== "objections" || !point.by.length) return words(code, point.result);
  const groups = point.by.map((name) => (name === null ? words(code, "other_groups") : name[code] || Object.values(name)[0]));
  return words(code, "objections_by", { groups: groups.join(", ") });
}

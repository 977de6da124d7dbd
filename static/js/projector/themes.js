// What people talked about: themes in the words of the notes, with how many notes, tables and languages.
// Notes come while it is shown: figures change at once, places only now and then, so that nobody loses their line.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Count, InAll, languageName } from "./parts.js";
import { languages, snapshot } from "./store.js";
import { Fitting, PageMarks, pagesOf, useTurning } from "./turning.js";

const THEMES_A_PAGE = 6;
const PLACES_HOLD = 30000;

/** The themes in the order in which they have been shown, new ones last; every half minute the largest go first again. */
function useCalmOrder(themes) {
  const order = useRef([]);
  const [, turn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      order.current = [];
      turn((before) => before + 1);
    }, PLACES_HOLD);
    return () => clearInterval(timer);
  }, []);
  const known = new Map(themes.map((theme) => [theme.id, theme]));
  const kept = order.current.filter((id) => known.has(id));
  order.current = [...kept, ...themes.map(({ id }) => id).filter((id) => !kept.includes(id))];
  return order.current.map((id) => known.get(id));
}

export function Themes() {
  const { meeting, themes, notes, people } = snapshot.value;
  const calm = useCalmOrder(themes);
  const pages = pagesOf(calm, THEMES_A_PAGE);
  const page = useTurning(pages.length);
  const words = { people: t("People: {count}", { count: people }), notes: t("Notes: {count}", { count: notes }) };
  return html`<section class="view themes">
    <header>
      <${InAll} name=${meeting.phase === "closed" ? "thanks" : "themes"} />
      <p class="sums"><${Count} of="people" value=${people} label=${words.people} /><${Count} of="notes" value=${notes} label=${words.notes} /></p>
    </header>
    <${Fitting} class="theme-list" depends=${JSON.stringify([page, calm])}>
      <ol>${pages[page].map((theme) => html`<${Theme} key=${theme.id} theme=${theme} />`)}</ol>
    <//>
    <${PageMarks} page=${page} count=${pages.length} />
  </section>`;
}

function Theme({ theme }) {
  const labels = languages.value.filter((code) => theme.label[code]).map((code) => [code, theme.label[code]]);
  const unique = labels.filter(([, text], index) => labels.findIndex(([, other]) => other === text) === index);
  const words = { notes: t("Notes: {count}", { count: theme.notes }), tables: t("Tables: {count}", { count: theme.tables }) };
  const others = t("Other voices: {count}", { count: theme.dissent });
  return html`<li>
    ${unique.map(([code, text]) => html`<p key=${code} lang=${code} class="label">${text}</p>`)}
    <p class="counts">
      <${Count} of="notes" value=${theme.notes} label=${words.notes} />
      <${Count} of="tables" value=${theme.tables} label=${words.tables} />
      ${theme.dissent > 0 && html`<span class="other-voices">${others}</span>`}
      <span class="spoken"><span aria-hidden="true">${theme.languages.join(" ")}</span><span class="visually-hidden">${theme.languages.map(languageName).join(", ")}</span></span>
    </p>
  </li>`;
}

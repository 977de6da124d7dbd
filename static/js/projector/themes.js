// What people talked about: themes in the words of the notes, with how many notes, tables and languages.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Count, InAll, languageName } from "./parts.js";
import { languages, snapshot } from "./store.js";
import { Fitting, PageMarks, pagesOf, useTurning } from "./turning.js";

const THEMES_A_PAGE = 6;

export function Themes() {
  const { meeting, themes, notes, people } = snapshot.value;
  const pages = pagesOf(themes, THEMES_A_PAGE);
  const page = useTurning(pages.length);
  const words = { people: t("People: {count}", { count: people }), notes: t("Notes: {count}", { count: notes }) };
  return html`<section class="view themes">
    <header>
      <${InAll} name=${meeting.phase === "closed" ? "thanks" : "themes"} />
      <p class="sums"><${Count} of="people" value=${people} label=${words.people} /><${Count} of="notes" value=${notes} label=${words.notes} /></p>
    </header>
    <${Fitting} class="theme-list" depends=${JSON.stringify([page, themes])}>
      <ol>${pages[page].map((theme, index) => html`<${Theme} key=${index} theme=${theme} />`)}</ol>
    <//>
    <${PageMarks} page=${page} count=${pages.length} />
  </section>`;
}

function Theme({ theme }) {
  const labels = languages.value.filter((code) => theme.label[code]).map((code) => [code, theme.label[code]]);
  const unique = labels.filter(([, text], index) => labels.findIndex(([, other]) => other === text) === index);
  const words = { notes: t("Notes: {count}", { count: theme.notes }), tables: t("Tables: {count}", { count: theme.tables }) };
  return html`<li>
    ${unique.map(([code, text]) => html`<p key=${code} lang=${code} class="label">${text}</p>`)}
    <p class="counts">
      <${Count} of="notes" value=${theme.notes} label=${words.notes} />
      <${Count} of="tables" value=${theme.tables} label=${words.tables} />
      <span class="spoken"><span aria-hidden="true">${theme.languages.join(" ")}</span><span class="visually-hidden">${theme.languages.map(languageName).join(", ")}</span></span>
    </p>
  </li>`;
}

// Main points in the languages of the hall, one language after the other: large what can be read in it, under it the
// words of the author and how they came to be in this language. Two languages at once would be too small to read.
import { html } from "htm/preact";
import { languageName } from "./parts.js";
import { languages, words } from "./store.js";
import { pagesOf, useTurning } from "./turning.js";

/** What is shown now: {points, page, pages, tongue, first}; the pages turn, then the language does. */
export function useTongues(points, room, each) {
  const tongues = tonguesOf(points);
  const pages = pagesOf(points, room, (point) => letters(point, tongues) + each);
  const at = useTurning(pages.length * tongues.length);
  const page = at % pages.length;
  const first = pages.slice(0, page).reduce((sum, shown) => sum + shown.length, 0);
  return { points: pages[page], page, pages: pages.length, tongue: tongues[Math.floor(at / pages.length)], first };
}

/** The languages in which any of them can be read; none in particular where nothing is translated. */
function tonguesOf(points) {
  if (!points.some((point) => Object.keys(point.translations).length)) return [null];
  return languages.value.filter((code) => points.some((point) => point.language === code || point.translations[code]));
}

function letters(point, tongues) {
  const original = point.text.length;
  return Math.max(...tongues.map((code) => (point.translations[code] ? point.translations[code].text.length + original / 2 : original)));
}

export function Point({ point, tongue }) {
  const made = tongue !== point.language && point.translations[tongue];
  if (!made) return html`<p class="said" lang=${point.language} dir="auto">${point.text}</p>`;
  const origin = words(tongue, made.by_person ? "by_person" : made.doubtful ? "doubtful" : "automatic");
  return html`<p class="said" lang=${tongue} dir="auto">${made.text}</p>
    <p class="as-written"><span lang=${point.language} dir="auto">${point.text}</span> <span class="origin" lang=${tongue}>${origin}</span></p>`;
}

/** In which language the hall reads now, where it changes. */
export function Tongue({ tongue }) {
  return tongue && html`<p class="tongue" lang=${tongue}>${languageName(tongue)}</p>`;
}

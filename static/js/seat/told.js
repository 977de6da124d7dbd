// What somebody wrote. The second half of the page can show it in the reader's language; without it the original stands.
import { html } from "htm/preact";
import { Later } from "./later.js";

export function Told({ note, id, children }) {
  const original = html`<p class="text" id=${id} dir="auto" lang=${note.language}>${note.text}</p>`;
  return html`<${Later} name="Translated" note=${note} id=${id} waiting=${original}>${children}<//>`;
}

// A section of the side that folds up: open where there is room, one line where the screen is narrow.
import { html } from "htm/preact";
import { narrow } from "../store.js";

export function Fold({ title, name, tag, children }) {
  return html`<details class=${`fold ${name}`} open=${!narrow.value}>
    <summary><h3>${title}</h3>${tag && html` <span class="said">${tag}</span>`}</summary>
    ${children}
  </details>`;
}

// The big sign: where to sit.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Sign, colourName, shapeName } from "../common/sign.js";

export function TablePlace({ table, online = false, stay = false }) {
  return html`<div class="big-sign">
    <${Sign} table=${table} />
    <div>
      <h1 tabindex="-1">${heading(table, online, stay)}</h1>
      <p class="sign-words">${shapeName(table.shape)} · ${colourName(table.colour)}</p>
    </div>
  </div>`;
}

function heading(table, online, stay) {
  if (online) return t("Your online table: {number}", table);
  if (stay) return t("Stay at table {number}", table);
  return t("Table {number}", table);
}

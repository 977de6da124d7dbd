// The buttons for text size and print where a script draws the page; what they do is in reading.js. The server's own:
// templates/_reading.html.
import { html } from "htm/preact";
import { t } from "./messages.js";

export function Reading() {
  return html`<div class="reading" role="group" aria-label=${t("Text size and print")}>
    <button type="button" data-text-size="smaller"><span aria-hidden="true">A−</span><span class="visually-hidden">${t("Make the text smaller")}</span></button>
    <button type="button" data-text-size="larger"><span aria-hidden="true">A+</span><span class="visually-hidden">${t("Make the text larger")}</span></button>
    <button type="button" data-print><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
    </svg><span class="visually-hidden">${t("Print this page")}</span></button>
  </div>`;
}

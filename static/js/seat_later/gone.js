// The seat is no longer valid, or its owner left. Unsent texts stay readable.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Reading } from "../common/reading.js";
import { outbox } from "../seat/outbox.js";

export function Gone() {
  const unsent = outbox.value;
  return html`<div class="column"><${Reading} /><section class="paper">
    <h1 tabindex="-1">${t("This seat is no longer open")}</h1>
    <p>${t("It was erased or taken back. If you are in the room, scan the QR code again to join.")}</p>
    ${unsent.length > 0 && html`<h2>${t("Notes that were not sent")}</h2><ul class="notes">${unsent.map((item) => html`<li class="note"><p class="text" dir="auto">${item.text}</p></li>`)}</ul>`}
    <p class="last"><a class="button" href="/">${t("To the start page")}</a></p>
  </section></div>`;
}

export function Left() {
  return html`<div class="column"><${Reading} /><section class="paper">
    <h1 tabindex="-1">${t("You have left the meeting")}</h1>
    <p>${t("Thank you for having been here. To come back, scan the QR code again.")}</p>
    <p><a href=${`/seat/${boot.token}/notes.txt`} download>${t("Download my notes")}</a></p>
    <p><a href=${`/seat/${boot.token}/erase`}>${t("Erase everything I gave")}</a></p>
    <p class="last"><a class="button" href="/">${t("To the start page")}</a></p>
  </section></div>`;
}

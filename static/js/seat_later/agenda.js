// The organisers' agenda, folded: for those who want to know what comes when.
import { html } from "htm/preact";
import { t } from "../common/messages.js";

export function Agenda({ text, language }) {
  return html`<details><summary>${t("Agenda")}</summary><p class="text" lang=${language}>${text}</p></details>`;
}

// After the meeting: thanks, what happens now, and what is still mine to decide.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Acceptability } from "./acceptability.js";
import { Themes } from "./harvest.js";

export function Closed() {
  return html`<section class="paper">
      <h1 tabindex="-1">${t("Thank you")}</h1>
      <p class="lead">${t("The meeting is over. Your notes are safe.")}</p>
      <h2>${t("What happens now")}</h2>
      <ul class="points">
        <li>${t("The notes of all tables are read and put together into themes.")}</li>
        <li>${t("They become a needs assessment: what people need, in their own words, without names.")}</li>
        <li>${t("The city uses it to plan its measures.")}</li>
      </ul>
      <div class="stack">
        <a class="button primary" href=${`/seat/${boot.token}/notes.txt`} download>${t("Download my notes")}</a>
        <a class="button danger" href=${`/seat/${boot.token}/erase`}>${t("Erase everything I gave")}</a>
      </div>
    </section>
    <${Acceptability} />
    <${Themes} />`;
}

// After the meeting: thanks, what happens now, and what is still mine to decide.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { FixedText } from "./fixed_text.js";
import { Themes } from "./harvest.js";

export function Closed() {
  return html`<section class="paper">
      <h1 tabindex="-1">${t("Thank you")}</h1>
      <${FixedText} name="what-happens-now" />
      <div class="stack">
        <a class="button primary" href=${`/seat/${boot.token}/notes.txt`} download>${t("Download my notes")}</a>
        <a class="button danger" href=${`/seat/${boot.token}/erase`}>${t("Erase everything I gave")}</a>
      </div>
    </section>
    <${Themes} />`;
}

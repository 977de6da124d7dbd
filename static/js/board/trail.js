// The paper trail: who did what, the latest first, and what of it can be taken back; and how the board works.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Dialog } from "./dialog.js";
import { ask } from "./line.js";
import { base, mayEdit } from "./store.js";
import { stepInWords } from "./words.js";

const when = new Intl.DateTimeFormat(boot.language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function TrailDialog() {
  const { steps } = base.value;
  return html`<${Dialog} title=${t("Paper trail")}>
    <p class="hint">${t("Who changed what about the themes, the latest first.")}</p>
    ${!steps.length && html`<p>${t("Nobody has changed anything yet.")}</p>`}
    <ol class="plain-list trail">${steps.map((step) => html`<li key=${step.id} class=${step.undone ? "undone" : ""}>
      <p><time>${when.format(new Date(step.at))}</time> <span id=${`step-${step.id}`}><strong>${step.who || t("The analysis")}</strong> ${stepInWords(step)}</span>${step.undone && html` <span class="tag">${t("taken back")}</span>`}</p>
      ${mayEdit.value && step.can_undo && html`<button type="button" class="small" aria-describedby=${`step-${step.id}`} onClick=${() => ask({ do: "step.undo", change: step.id })}>${t("Undo")}</button>`}
    </li>`)}</ol>
    <p><a href=${boot.addresses.trail}>${t("The whole paper trail")}</a></p>
  <//>`;
}

export function HelpDialog() {
  return html`<${Dialog} title=${t("How it works")}>
    <ul class="how">
      <li>${t("Open themes on the list. Several stand side by side where there is room.")}</li>
      <li>${t("Select notes by tapping them, then choose “Move to …”. Or drag them to a theme, several at once.")}</li>
      <li>${t("With the keyboard: Space selects a note, the arrow keys go to the next one, M moves, Control+Z undoes.")}</li>
      <li>${t("Several people can work here at once. What others do appears by itself, with their name.")}</li>
      <li>${t("What people have named, moved or confirmed stays as it is when themes are found again.")}</li>
      <li>${t("Without a connection you can go on. What you do is kept on this page and sent later.")}</li>
    </ul>
  <//>`;
}

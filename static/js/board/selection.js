// What can be done with the selected notes: always in sight while there are some.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { ask } from "./line.js";
import { board, chosen, mayEdit, open } from "./store.js";

export function Selection() {
  const count = chosen.value.size;
  const ids = [...chosen.value];
  const aside = ids.length > 0 && ids.every((id) => board.value.notes.get(id).set_aside !== null);
  const said = count > 0 ? t("Selected notes: {count}", { count }) : "";
  const clear = () => (chosen.value = new Set());
  return html`<div class=${`selection ${count && mayEdit.value ? "" : "none"}`}>
    <p><span role="status">${said}</span>${count > 0 && mayEdit.value && html` <button type="button" class="quiet small" onClick=${clear}>${t("Select none")}</button>`}</p>
    ${count > 0 && mayEdit.value && html`<div class="choices" role="group" aria-label=${t("What to do with the selected notes")}>
      <button type="button" class="primary small" onClick=${() => open("move", { ids })}>${t("Move to …")}</button>
      ${aside
        ? html`<button type="button" class="small" onClick=${() => (ask({ do: "note.take_back", notes: ids }), clear())}>${t("Take back")}</button>`
        : html`<button type="button" class="small" onClick=${() => open("aside", { notes: ids })}>${t("Set aside …")}</button>`}
    </div>`}
  </div>`;
}

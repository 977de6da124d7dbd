// "The analysis would change …": which notes would go where, before anything happens.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { close, Dialog } from "./dialog.js";
import { board, mayEdit, open } from "./store.js";
import { decide, deciding, suggestion } from "./suggestion.js";
import { themeName } from "./words.js";

export function WouldChange() {
  const found = suggestion.value;
  if (!found) return null;
  const said = t("The analysis would put some notes elsewhere: {count} of {all}. Nothing has been moved.", { count: found.moves.length, all: found.of });
  return html`<section class="would-change" aria-labelledby="would-change">
    <p id="would-change" role="status">${said}</p>
    <button type="button" class="small" onClick=${() => open("suggestion")}>${t("Look at it")}</button>
  </section>`;
}

export function SuggestionDialog() {
  const found = suggestion.value;
  const settle = async (take) => {
    await decide(take);
    close();
  };
  const gone = found && t("Themes that would be empty and go: {names}", { names: found.gone.map(named).join(", ") });
  const label = found && t("Put the notes there: {count}", { count: found.moves.length });
  return html`<${Dialog} title=${t("What the analysis would change")}>
    ${found
      ? html`<p>${t("What people have put somewhere stays. You can take all of this back in one step afterwards.")}</p>
        <ol class="plain-list moves">${found.moves.map(([note, from, to]) => html`<${Move} key=${note} ...${{ note, from, to, found }} />`)}</ol>
        ${found.gone.length > 0 && html`<p>${gone}</p>`}
        ${mayEdit.value && html`<div class="choices">
          <button type="button" class="primary" disabled=${deciding.value} onClick=${() => settle(true)}>${label}</button>
          <button type="button" disabled=${deciding.value} onClick=${() => settle(false)}>${t("Leave everything as it is")}</button>
        </div>`}`
      : html`<p>${t("There is nothing to change any more.")}</p>`}
  <//>`;
}

const named = (id) => themeName(board.value.themes.get(id));

function Move({ note, from, to, found }) {
  const { text, language } = board.value.notes.get(note) || {};
  const fresh = found.new[to] || t("New theme");
  const target = typeof to === "string" ? t("{name} (new)", { name: fresh }) : named(to);
  return html`<li><p lang=${language} dir="auto">${text}</p>
    <p class="soft"><span class="visually-hidden">${t("From:")} </span>${named(from)} <span aria-hidden="true">→</span> <span class="visually-hidden">${t("To:")} </span><strong>${target}</strong></p></li>`;
}

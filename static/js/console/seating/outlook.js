// What could not be satisfied, what would help, and the one question only people can answer.
import { html } from "htm/preact";
import { t } from "../../common/messages.js";
import { Headphones } from "../icons.js";
import { open } from "../store.js";
import { Compare } from "./figures.js";
import { Fold } from "./fold.js";
import { ahead, change, seats } from "./state.js";

export function Outlook() {
  const { outlook } = seats.value;
  if (!outlook || !ahead.value) return null;
  const { facts, suggestions, question } = outlook;
  if (!facts.length && !suggestions.length && !question) return null;
  const tag = question ? t("a question for you") : "";
  return html`<${Fold} name="outlook" title=${t("What could not be satisfied")} tag=${tag}>
    ${facts.length > 0 && html`<ul class="facts-said">${facts.map((fact) => html`<li key=${fact}>${fact}</li>`)}</ul>`}
    ${suggestions.length > 0 && html`<h4>${t("What would help")}</h4>
      <ul class="suggestions">${suggestions.map((one) => html`<li key=${one.sentence}>
        <p>${one.sentence}</p>
        ${one.before && one.after && html`<${Compare} before=${one.before} after=${one.after} />`}
        ${one.interpreter && html`<button type="button" onClick=${() => open("interpretation", { place: one.interpreter.table, add: one.interpreter.language })}><${Headphones} />${t("Send an interpreter there …")}</button>`}
      </li>`)}</ul>`}
    ${question && html`<${Question} question=${question} />`}
  <//>`;
}

function Question({ question }) {
  const { settings } = seats.value;
  const choose = (fresh) => change("seating.settings", { fresh_tables: fresh, mix_groups: settings.mix_groups });
  return html`<div class="asks" role="group" aria-labelledby="asks-title">
    <h4 id="asks-title">${question.sentence}</h4>
    <div class="futures">
      ${question.options.map((option) => html`<${Option} key=${option.fresh_tables} option=${option} now=${option.fresh_tables === settings.fresh_tables} choose=${choose} />`)}
    </div>
  </div>`;
}

function Option({ option, now, choose }) {
  return html`<div class=${now ? "future now" : "future"}>
    <p class="label"><strong>${option.label}</strong></p>
    <ul>
      <li><span>${t("Returns to a table")}</span><strong>${option.table_returns}</strong></li>
      <li><span>${t("Pairs who meet again")}</span><strong>${option.repeat_meetings}</strong></li>
    </ul>
    <button type="button" aria-pressed=${String(now)} onClick=${() => !now && choose(option.fresh_tables)}>${now ? t("Chosen") : t("Choose this")}<span class="visually-hidden">: ${option.label}</span></button>
  </div>`;
}

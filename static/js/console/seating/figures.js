// Why the plan is good: figures of the round and of the whole café, and figures before and after a change.
import { html } from "htm/preact";
import { t } from "../../common/messages.js";
import { Check, Warning } from "../icons.js";
import { ahead, round, seats } from "./state.js";
import { figureNames } from "./words.js";

export function Figures() {
  const { totals } = seats.value;
  const here = round.value;
  if (!here || here.state === "empty") return null;
  const all = (totals.people * (totals.people - 1)) / 2;
  const met = t("{met} of {all}", { met: totals.pairs_met, all });
  return html`<section class="figures" aria-label=${t("How good the seating is")}>
    <dl>
      <${Figure} name="table_returns" title=${t("Returns to a table")} none=${t("nobody sits at a table twice")} />
      <${Figure} name="repeat_meetings" title=${t("Pairs who meet again")} none=${t("nobody meets anybody again")} />
      <${Figure} name="without_language" title=${t("Without a shared language")} none=${t("everybody has somebody to talk to")} />
      <${Figure} name="outside_language" title=${t("Outside the language of their table")} none=${t("everybody speaks the language most people there speak")} />
      <div class="figure">
        <dt>${t("Mixed groups")}</dt>
        <dd><strong>${here.same_group_pairs}</strong> <span>${t("pairs of the same group at one table")}</span>
          <small>${t("In all rounds: {count}", { count: totals.same_group_pairs })}</small></dd>
      </div>
      <div class="figure">
        <dt>${t("Pairs who get to know each other")}</dt>
        <dd><strong>${met}</strong> <small>${t("over all rounds")}</small></dd>
      </div>
    </dl>
  </section>`;
}

/** One figure that should be nought; with the proven minimum where that is known. */
function Figure({ name, title, none }) {
  const { totals, bounds } = seats.value;
  const count = round.value[name];
  const least = bounds && ahead.value ? bounds[name] : null;
  const best = least !== null && least !== undefined && totals[name] > 0 && totals[name] === least;
  const good = !round.value.rotates || count === 0 || best;
  const whole = t("In all rounds: {count}", { count: totals[name] });
  return html`<div class=${good ? "figure good" : "figure poor"}>
    <dt>${good ? html`<${Check} />` : html`<${Warning} />`}${title}</dt>
    <dd><strong>${count}</strong> ${count === 0 && html`<span>${none}</span>`}
      <small>${whole}${least !== null && least !== undefined && ` · ${t("proven minimum: {count}", { count: least })}`}</small>
      ${best && html`<small class="best">${t("It cannot be fewer.")}</small>`}
    </dd>
  </div>`;
}

/** Before and after, only what differs; fewer is better for every figure. */
export function Compare({ before, after }) {
  const names = figureNames();
  const rows = Object.keys(names).filter((name) => name in before && name in after && before[name] !== after[name]);
  if (!rows.length) return html`<p class="same"><${Check} />${t("None of the figures changes.")}</p>`;
  return html`<ul class="compare">
    ${rows.map((name) => html`<${Difference} key=${name} label=${names[name]} before=${before[name]} after=${after[name]} />`)}
  </ul>`;
}

function Difference({ label, before, after }) {
  const better = after < before;
  const change = t("{before} → {after}", { before, after });
  return html`<li class=${better ? "better" : "worse"}>
    <span>${label}</span> <strong>${change}</strong>
    <span class="verdict">${better ? html`<${Check} />${t("better")}` : html`<${Warning} />${t("worse")}`}</span>
  </li>`;
}

// A better plan than the one shown: what it changes for whom, and the decision.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Dialog, close } from "../dialog.js";
import { Star } from "../icons.js";
import { open, say } from "../store.js";
import { Compare } from "./figures.js";
import { change, latest, seats } from "./state.js";
import { wayInWords } from "./words.js";

export function ProposalBanner() {
  const { proposal } = seats.value;
  if (!proposal) return null;
  const count = t("Seats that change: {count}", { count: proposal.count });
  return html`<section class="proposal" aria-label=${t("A better plan is ready")}>
    <p><${Star} /><span><strong>${t("A better plan is ready.")}</strong> ${count}</span></p>
    <button type="button" class="primary" onClick=${() => open("proposal")}>${t("Look at it")}</button>
  </section>`;
}

export function ProposalDialog() {
  // What is decided upon is what was opened: a newer one is offered afterwards.
  const [proposal] = useState(() => latest.peek().proposal);
  if (!proposal) return html`<${Dialog} title=${t("There is no other plan any more.")} />`;
  const decide = (command, done) => async () => {
    const answer = await change(command, { fingerprint: proposal.fingerprint });
    if (!answer.ok) return;
    say(done);
    close();
  };
  const rounds = [...new Set(proposal.changes.map((one) => one.round))].sort((a, b) => a - b);
  const more = proposal.count - proposal.changes.length;
  const count = t("Seats that change: {count}", { count: proposal.count });
  return html`<${Dialog} title=${t("A better plan")} wide=${true}>
    <p>${t("Rounds that were held stay as they were. People whose phones already show a table are told of the change.")}</p>
    <${Compare} before=${proposal.before} after=${proposal.after} />
    <h3>${count}</h3>
    ${rounds.map((number) => html`<${ChangesOf} key=${number} number=${number} changes=${proposal.changes.filter((one) => one.round === number)} />`)}
    ${more > 0 && html`<p class="soft">${t("and more: {count}", { count: more })}</p>`}
    <div class="choices">
      <button type="button" onClick=${decide("seating.dismiss", t("The seats stay as they are."))}>${t("Keep it as it is")}</button>
      <button type="button" class="primary" onClick=${decide("seating.take", t("The better plan is taken."))}>${t("Take it")}</button>
    </div>
  <//>`;
}

function ChangesOf({ number, changes }) {
  return html`<section class="changes">
    <h4>${t("Round {number}", { number })}</h4>
    <ul>${changes.map((one) => html`<li key=${one.id}><strong>${one.name}</strong> <span>${wayInWords(one.from, one.to)}</span></li>`)}</ul>
  </section>`;
}

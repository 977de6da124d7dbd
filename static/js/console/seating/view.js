// The seating: every round, who sits where, why that is good, and everything to steer it.
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Plus, Swap, Undo } from "../icons.js";
import { keepHeightKnown } from "../steps.js";
import { closed, open } from "../store.js";
import { Figures } from "./figures.js";
import { Outlook } from "./outlook.js";
import { ProposalBanner } from "./proposal.js";
import { Settings } from "./settings.js";
import { ahead, changeable, chooseRound, look, problem, round, seats, swapping, undo } from "./state.js";
import { SwapGuide } from "./swap.js";
import { Tables } from "./tables.js";
import { Wishes } from "./wishes.js";
import { roundState } from "./words.js";

export function Seating() {
  const heading = useRef(null);
  useEffect(() => {
    look();
    if (document.activeElement !== document.body) heading.current.focus();
  }, []);
  const known = seats.value;
  return html`<section class="seating" aria-labelledby="seating-title">
    <header>
      <h2 id="seating-title" ref=${heading} tabindex="-1">${t("Seating")}</h2>
      ${known && html`<p class="planning" role="status">${known.planning === "working" && html`<span class="turning" aria-hidden="true"></span>${t("Planning …")}`}</p>`}
      ${!closed.value && html`<button type="button" onClick=${() => open("add")}><${Plus} />${t("Add a person")}</button>`}
      <a class="button" href="#tables">${t("Back to the tables")}</a>
    </header>
    ${problem.value && html`<p class="alert error" role="alert">${problem.value} <button type="button" onClick=${look}>${t("Try again")}</button></p>`}
    ${known ? html`<${Known} />` : !problem.value && html`<p class="waiting" role="status">${t("The seats are coming …")}</p>`}
  </section>`;
}

function Known() {
  return html`<${Rounds} />
    <${Tools} />
    <${ProposalBanner} />
    <div class="rows">
      <div class="why">
        <${Told} />
        <${Figures} />
      </div>
      <div class="aims">
        <${Outlook} />
        <${Wishes} />
        <${Settings} />
      </div>
      <${Tables} />
    </div>`;
}

function Rounds() {
  const { rounds, round: here } = seats.value;
  return html`<nav aria-label=${t("Rounds")}>
    <ol class="rounds">
      ${rounds.map((one) => html`<li key=${one.number}>
        <button type="button" aria-current=${one.number === here ? "true" : undefined} onClick=${() => chooseRound(one.number)}>
          <strong>${t("Round {number}", { number: one.number })}</strong>
          <span class=${`state ${one.state}-round`}>${roundState(one.state, ahead.value)}</span>
        </button>
      </li>`)}
    </ol>
  </nav>`;
}

/** Stays in sight: undo, which says what it takes back, and changing places. */
function Tools() {
  const { undo: step } = seats.value;
  const words = step ? t("Undo") : t("Nothing to undo");
  const row = useRef(null);
  useEffect(() => keepHeightKnown(row.current, "--tools"), []);
  const swap = () => (swapping.value = swapping.value ? null : { first: null });
  return html`<div class="tools" ref=${row}>
    <div class="choices-here">
      <button type="button" class="undo" aria-disabled=${step ? undefined : "true"} onClick=${undo}>
        <${Undo} /><span>${words}${step && html`: <span class="step">${step.sentence}</span>`}</span>
      </button>
      ${changeable.value && html`<button type="button" id="change-places" aria-pressed=${String(Boolean(swapping.value))} onClick=${swap}><${Swap} />${t("Change places")}</button>`}
    </div>
    <${SwapGuide} />
  </div>`;
}

/** What a change of this round means for people. */
function Told() {
  const here = round.value;
  if (!here) return null;
  const words = {
    held: t("This round is over. Its seats stay as they were."),
    open: t("This round is going on. Whoever gets another seat is told on the phone at once."),
    shown: t("Phones already show this round. Whoever gets another seat is told on the phone at once."),
    planned: t("Nobody has been shown these seats yet. They can still change."),
    empty: t("The seats of this round are planned as soon as people are there."),
  };
  const never = here.state === "empty" && !ahead.value;
  return html`<p class="told">${never ? t("This round was not held.") : words[here.state]}${!here.rotates && ` ${t("Everybody keeps the table of the round before.")}`}</p>`;
}

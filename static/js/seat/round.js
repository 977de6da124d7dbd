// A round: where I sit, how long, what we are asked, what the group before us said.
import { html } from "htm/preact";
import { minutesAndSeconds } from "../common/clock.js";
import { t } from "../common/messages.js";
import { boot } from "../common/boot.js";
import { Sign, signName } from "../common/sign.js";
import { isTranslated } from "../common/is_translated.js";
import { Later } from "./later.js";
import { live, me, meeting, roundNumber, snapshot, timeLeft } from "./state.js";
import { Told } from "./told.js";

export function Loading() {
  const offline = live.state.value === "offline";
  return html`<section class="paper"><h1 tabindex="-1">${offline ? t("No connection") : t("One moment …")}</h1>
    ${offline && html`<p>${t("The page will continue by itself as soon as the connection is back.")}</p>`}</section>`;
}

export function RoundHead() {
  const { rounds_total, paused } = meeting.value;
  const { table, people_at_table } = me.value;
  const seconds = timeLeft.seconds.value;
  const people = t("People here: {count}", { count: people_at_table });
  return html`<div class="round-head">
    <${Sign} table=${table} />
    <div class="where">
      <h1 tabindex="-1">${t("Table {number}", table)}</h1>
      <p><span class="visually-hidden">${signName(table)}. </span>${roundOf(rounds_total)} · ${people}</p>
    </div>
    <div class="clock">
      <p class="time" role="timer" aria-label=${t("Time left")}>${seconds === null ? "–" : minutesAndSeconds(seconds)}</p>
      ${paused && html`<p class="paused">${t("Paused")}</p>`}
    </div>
    ${seconds === 0 && !paused && html`<p class="over-time">${t("Time is up. Finish your sentence; the facilitator closes the round.")}</p>`}
  </div>`;
}

function roundOf(total) {
  return t("Round {number} of {total}", { number: roundNumber.value, total });
}

export function QuestionCard() {
  const { question, hand_over } = snapshot.value;
  const foreign = hand_over && hand_over.language !== boot.language && !hand_over.unknown_language && !isTranslated(hand_over);
  const writtenIn = foreign && t("Written in: {language}", { language: boot.languages[hand_over.language] });
  return html`
    ${question && html`<section class="question" aria-labelledby="question">
      <h2 id="question" class="over">${t("The question")}</h2>
      <p class="ask" lang=${question.language}>${question.text}</p>
    </section>`}
    ${hand_over && html`<details class="hand-over" open>
      <summary>${t("From the group before you")}</summary>
      <${Told} note=${hand_over} />
      ${writtenIn && html`<p class="hint">${writtenIn}</p>`}
    </details>`}
  `;
}

/** In a round, but not at a table. */
export function RoundState() {
  const seconds = timeLeft.seconds.value;
  return html`<section class="paper place">
    <p class="over">${roundOf(meeting.value.rounds_total)}${seconds !== null && ` · ${minutesAndSeconds(seconds)}`}</p>
    ${me.value.sits_out
      ? html`<h1 tabindex="-1">${t("You sit this round out")}</h1><p>${t("Take a break. You can come back at any time.")}</p><${Later} name="SitOut" />`
      : html`<h1 tabindex="-1">${t("You have no seat yet")}</h1><p>${t("Please wait a moment, or ask the facilitator.")}</p>`}
  </section>`;
}

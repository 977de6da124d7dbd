// More time: first what it does to the rounds and to the promised end, then the decision.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Dialog, close } from "./dialog.js";
import { act, live, say, snapshot } from "./store.js";
import { clockTime } from "./words.js";

export function Extend({ minutes: first }) {
  const [minutes, setMinutes] = useState(first);
  const [choices, setChoices] = useState(null);
  useEffect(() => {
    let current = true;
    setChoices(null);
    live.command("clock.preview", { minutes }).then((answer) => {
      if (!current) return;
      if (answer.ok) setChoices(answer.choices);
      else say(answer.message, "refused");
    });
    return () => {
      current = false;
    };
  }, [minutes]);
  return html`<${Dialog} title=${t("Give this round more time")} wide=${true}>
    <div class="segments" role="group" aria-label=${t("How much more")}>
      ${[1, 2, 5].map((amount) => html`<button type="button" key=${amount} aria-pressed=${String(amount === minutes)} onClick=${() => setMinutes(amount)}>${t("+{minutes} min", { minutes: amount })}</button>`)}
    </div>
    <div class="futures" aria-live="polite">
      ${choices ? worthShowing(choices).map((choice) => html`<${Future} key=${choice.keep_end} choice=${choice} minutes=${minutes} />`) : html`<p>${t("Calculating …")}</p>`}
    </div>
  <//>`;
}

/** With time in hand there is nothing to decide: the promise is kept and no round has to shrink. */
function worthShowing(choices) {
  const enough = choices.find((choice) => !choice.keep_end && !choice.late_by);
  return enough ? [enough] : choices;
}

function Future({ choice, minutes }) {
  const extend = async () => {
    const answer = await act("round.extend", { minutes, keep_end: choice.keep_end });
    if (answer.ok) close();
  };
  const end = clockTime(choice.keep_end ? choice.promised_end || choice.ends_at : choice.ends_at);
  const endWords = t("End at {time}", { time: end });
  const late = Math.round((choice.late_by || 0) / 60);
  return html`<section class=${choice.possible ? "future" : "future impossible"}>
    <h3>${heading(choice)}</h3>
    <ul><${Current} minutes=${minutes} choice=${choice} />${choice.rounds.map((round) => html`<${Length} key=${round.number} round=${round} />`)}</ul>
    <p class="end">${endWords}</p>
    <p>${late > 0 ? html`<span class="tag late">${t("late by {minutes} min", { minutes: late })}</span>` : html`<span class="tag">${t("The promise is kept")}</span>`}</p>
    ${choice.possible
      ? html`<button type="button" class="primary" onClick=${extend}>${decision(choice, minutes, end)}</button>`
      : html`<p class="alert">${t("Not possible: the rounds that are left would become too short.")}</p>`}
  </section>`;
}

function heading(choice) {
  if (choice.keep_end) return t("Keep the end");
  return choice.late_by ? t("Move the end") : t("There is time for it");
}

function decision(choice, minutes, time) {
  if (choice.keep_end) return t("Keep the end at {time}", { time });
  return choice.late_by ? t("Move the end to {time}", { time }) : t("Give {minutes} min more", { minutes });
}

/** The open round, where the answer names only the later ones. */
function Current({ minutes, choice }) {
  const { round_number: number } = snapshot.value.meeting;
  if (choice.rounds.some((round) => round.number === number)) return null;
  return html`<li><span>${t("Round {number}", { number })}</span><strong>${t("+{minutes} min", { minutes })}</strong></li>`;
}

function Length({ round }) {
  const before = snapshot.value.meeting.rounds.find((candidate) => candidate.number === round.number);
  const same = !before || before.minutes === round.minutes;
  return html`<li>
    <span>${t("Round {number}", { number: round.number })}</span>
    ${same
      ? html`<span>${t("{minutes} min", { minutes: round.minutes })}</span>`
      : html`<strong>${t("{before} → {after} min", { before: before.minutes, after: round.minutes })}</strong>`}
  </li>`;
}

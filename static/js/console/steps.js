// The next step of the meeting: one big button, and beside it what the clock allows.
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Clock } from "./clock.js";
import { act, busy, open, roundClock, snapshot, speakingTime } from "./store.js";
import { clockTime } from "./words.js";

export function Steps() {
  const state = snapshot.value;
  const { meeting } = state;
  const step = nextStep(state);
  const row = useRef(null);
  useEffect(() => keepHeightKnown(row.current), []);
  return html`<section ref=${row} class="steps" aria-label=${t("Next step")}>
    <${Journey} meeting=${meeting} />
    <${Clock} meeting=${meeting} />
    <div class="next">
      <${Primary} step=${step} />
      <div class="beside">
        ${meeting.phase === "round" && html`<${ClockButtons} meeting=${meeting} />`}
        ${asides(meeting).filter((aside) => aside.label !== step.label).map((step) => html`<button key=${step.label} type="button" class="quiet" onClick=${step.go}>${step.label}</button>`)}
      </div>
    </div>
  </section>`;
}

/** What follows stays below a row that stays in sight, whatever its height in the language of the page. */
export function keepHeightKnown(row, name = "--steps") {
  const observer = new ResizeObserver(() => document.documentElement.style.setProperty(name, `${row.offsetHeight}px`));
  observer.observe(row);
  return () => observer.disconnect();
}

function Journey({ meeting }) {
  const at = { welcome: 0, round: meeting.round_number, moving: meeting.round_number, harvest: meeting.rounds.length + 1, closed: meeting.rounds.length + 2 }[meeting.phase];
  const stops = [
    t("Arrival"),
    ...meeting.rounds.map((round) => t("Round {number}", { number: round.number })),
    t("Harvest"),
    t("End"),
  ];
  return html`<ol class="journey">
    ${stops.map((name, index) => {
      const round = meeting.rounds[index - 1];
      const here = index === at && meeting.phase !== "moving";
      const done = index < at || (meeting.phase === "moving" && index === at);
      return html`<li key=${index} class=${here ? "here" : done ? "done" : ""} aria-current=${here ? "step" : undefined}>
        <span class="stop" aria-hidden="true"></span>
        <span>${name}${round && html` <small>${t("{minutes} min", { minutes: round.minutes })}</small>`}</span>
      </li>`;
    })}
  </ol>`;
}

function Primary({ step }) {
  if (step.href) {
    return html`<div class="main-step"><a class="button primary" href=${step.href}>${step.label}</a><p>${step.why}</p></div>`;
  }
  return html`<div class="main-step">
    <button type="button" class="primary" aria-disabled=${busy.value ? "true" : undefined} onClick=${() => !busy.value && step.go()}>${step.label}</button>
    <p>${step.why}</p>
  </div>`;
}

function ClockButtons({ meeting }) {
  return html`<div class="time-buttons" role="group" aria-label=${t("Clock")}>
    ${meeting.paused
      ? html`<button type="button" onClick=${() => act("round.resume")}>${t("Resume")}</button>`
      : html`<button type="button" onClick=${() => act("round.pause")}>${t("Pause")}</button>`}
    ${[1, 2, 5].map((minutes) => html`<button type="button" key=${minutes} onClick=${() => open("extend", { minutes })}>
      ${t("+{minutes} min", { minutes })}<span class="visually-hidden"> ${t("(shows first what changes)")}</span>
    </button>`)}
  </div>`;
}

/** {label, why, go | href}: what a facilitator most likely wants now. */
export function nextStep(state) {
  const { meeting } = state;
  const next = meeting.round_number + 1;
  if (meeting.phase === "welcome" || (meeting.phase === "moving" && next <= meeting.rounds.length)) {
    return { label: t("Open round {number}", { number: next }), why: seatedWords(state), go: () => act("round.open") };
  }
  if (meeting.phase === "round") return closeRound(meeting);
  if (meeting.phase === "moving") return { label: t("Begin the harvest"), why: "", go: () => act("harvest.begin") };
  if (meeting.phase === "harvest") return harvestStep(state);
  return { label: t("Go to the needs assessment"), why: t("The notes are safe. Thank you."), href: boot.addresses.assessment };
}

function seatedWords(state) {
  const words = t("Seated: {seated} of {people}", { seated: state.totals.seated, people: state.totals.people });
  const open = state.tables.filter((table) => table.people.length && !table.host).length;
  if (!open) return words;
  return [words, t("Tables without a host: {count}", { count: open })].join(" · ");
}

function closeRound(meeting) {
  const last = meeting.round_number === meeting.rounds.length;
  const left = roundClock.seconds.value;
  const label = t("Close round {number}", { number: meeting.round_number });
  const why = meeting.paused
    ? t("The clock stands still.")
    : left === 0
      ? t("The time is over. Notes can still be finished for a moment.")
      : t("Ends at {time}", { time: clockTime(meeting.ends_at) });
  const sure = {
    title: t("Close round {number} before its time?", { number: meeting.round_number }),
    text: last ? t("The harvest begins. Nobody is moved any more.") : t("Everybody is asked to move to their next table now."),
    doing: label,
    command: "round.close",
  };
  return { label, why, go: () => (left ? open("confirm", sure) : act("round.close")) };
}

function harvestStep(state) {
  const { meeting } = state;
  const waiting = state.tables.find((table) => table.number !== meeting.speaking_table && !meeting.tables_heard.includes(table.number) && (table.points.length || table.people.length));
  if (waiting && meeting.voting === "not_yet") {
    return {
      label: t("Give the floor to table {number}", { number: waiting.number }),
      why: t("Heard so far: {heard} of {tables}", { heard: meeting.tables_heard.length, tables: state.tables.length }),
      go: () => act("speaker.choose", { table: waiting.number, seconds: speakingTime.value }),
    };
  }
  const points = state.tables.some((table) => table.points.length);
  if (meeting.voting === "not_yet" && points) {
    return { label: t("Open the voting"), why: t("Three votes each, on the main points."), go: () => act("voting.open") };
  }
  if (meeting.voting === "open") {
    return { label: t("Close the voting"), why: t("Then the projector shows the result."), go: () => act("voting.close") };
  }
  return { label: t("Close the meeting"), why: t("After that nobody can write any more."), go: confirmEnd };
}

function asides(meeting) {
  if (meeting.phase === "moving" && meeting.round_number < meeting.rounds.length) {
    return [{ label: t("Skip to the harvest"), go: confirmHarvest }];
  }
  if (meeting.phase === "harvest") {
    return [{ label: t("Close the meeting"), go: confirmEnd }];
  }
  return [];
}

function confirmHarvest() {
  open("confirm", {
    title: t("Skip the rounds that are left?"),
    text: t("The harvest begins at once. The rounds that are left will not take place."),
    doing: t("Begin the harvest"),
    command: "harvest.begin",
  });
}

function confirmEnd() {
  open("confirm", {
    title: t("Close the meeting?"),
    text: t("Nobody can join, write or vote any more. Notes that are still on their way are refused. This cannot be undone."),
    doing: t("Close the meeting"),
    command: "meeting.close",
  });
}

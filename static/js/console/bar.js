// The top of the console: where we are, the clock, the line, the ways out.
import { html } from "htm/preact";
import { boot } from "../shared/boot.js";
import { minutesAndSeconds } from "../shared/clock.js";
import { t } from "../shared/messages.js";
import { live, roundClock, snapshot } from "./store.js";
import { clockTime, phaseInWords, punctuality } from "./words.js";

export function Bar() {
  const { meeting } = snapshot.value;
  return html`<header class="bar">
    <div class="name">
      <a class="up" href=${boot.addresses.consultation}>${meeting.consultation_title}</a>
      <h1>${meeting.title}</h1>
    </div>
    <${Clock} meeting=${meeting} />
    <div class="door">
      <p class="joincode"><span>${t("Join code")}</span> <strong>${meeting.join_code}</strong></p>
      <${Line} />
    </div>
    <nav class="ways" aria-label=${t("Pages of this meeting")}>
      <a href=${boot.addresses.projector} target="_blank" rel="noopener">${t("Projector")} <span class="visually-hidden">${t("(opens a new window)")}</span><span aria-hidden="true">↗</span></a>
      <a href=${boot.addresses.print}>${t("Sheets to print")}</a>
      <a href=${boot.addresses.assessment}>${t("Needs assessment")}</a>
      <${Languages} />
    </nav>
  </header>`;
}

function Clock({ meeting }) {
  const left = roundClock.seconds.value;
  const running = meeting.phase === "round" && left !== null;
  const { text, late } = punctuality(meeting);
  const tone = !running ? "" : left === 0 ? "over" : left <= 60 ? "last" : left <= 300 ? "soon" : "";
  return html`<div class="clock ${tone}">
    <p class="phase">${phaseInWords(meeting)}${meeting.paused && html` · <strong>${t("paused")}</strong>`}</p>
    ${running && html`<p class="time" role="timer" aria-live="off" aria-label=${t("{time} left", { time: minutesAndSeconds(left) })}>${minutesAndSeconds(left)}</p>`}
    ${meeting.promised_end && meeting.phase !== "closed" && html`<p class="ends">
      ${t("Promised end {time}", { time: clockTime(meeting.promised_end) })}
      ${" · "}${t("expected {time}", { time: clockTime(meeting.expected_end) })}
      ${text && html` <span class=${late ? "tag late" : "tag"}>${text}</span>`}
    </p>`}
  </div>`;
}

function Line() {
  const names = {
    online: t("Connected"),
    connecting: t("Connecting …"),
    offline: t("No connection"),
    not_recognised: t("Please reload this page"),
  };
  const state = live.state.value;
  return html`<p class=${`line ${state}`} role="status"><span class="lamp" aria-hidden="true"></span>${names[state]}</p>`;
}

function Languages() {
  const choose = (event) => {
    const address = new URL(location.href);
    address.searchParams.set("lang", event.target.value);
    location.assign(address);
  };
  return html`<label class="languages"><span class="visually-hidden">${t("Language of this page")}</span>
    <select value=${boot.language} onChange=${choose}>
      ${Object.entries(boot.languages).map(([code, name]) => html`<option key=${code} value=${code} lang=${code}>${name}</option>`)}
    </select>
  </label>`;
}

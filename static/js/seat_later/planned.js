// When the meeting is planned, on the clocks of its zones and on this phone's own.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { ownClock } from "../common/own_clock.js";

export function PlannedTime({ planned }) {
  const { date, clocks } = planned;
  const own = ownClock(clocks.map(({ begins, ends }) => ({ begins: begins[0], ends: ends && ends[0] })));
  return html`<p class="planned">
    <strong><time datetime=${clocks[0].begins[0].slice(0, 10)}>${date}</time></strong><br />
    <span>${clocks.map((clock, at) => html`${at > 0 && " / "}<${Clock} ...${clock} />`)}</span>
    ${own && html`<br /><span class="hint">${t("In your time zone: {times}", { times: own })}</span>`}
  </p>`;
}

function Clock({ begins, ends, dash, name, offset }) {
  return html`<span class=${begins[1].length < 6 && dash.length < 2 && "whole"}><${Moment} told=${begins} />${ends && html`${dash}<${Moment} told=${ends} />`}</span> ${name}${offset && html` <span class="whole">(${offset})</span>`}`;
}

function Moment({ told: [at, told] }) {
  return html`<time datetime=${at}>${told}</time>`;
}

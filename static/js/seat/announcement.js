// What the facilitator says, and what a screen reader is told when the phase changes.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { milestone } from "../common/clock.js";
import { t } from "../common/messages.js";
import { Icon } from "./icons.js";
import { recall, remember } from "./keep.js";
import { announcement, me, meeting, phase, roundNumber, timeLeft } from "./state.js";

const dismissed = signal(recall("dismissed") || 0);

export function AnnouncementBanner() {
  const made = announcement.value;
  const visible = made && made.at > dismissed.value;
  function close() {
    dismissed.value = made.at;
    remember("dismissed", made.at);
  }
  return html`<div class="announcements" aria-live="polite">
    ${visible && html`<div class="announcement">
      <${Icon} name="bell" />
      <p dir="auto" tabindex="0">${made.text}</p>
      <button class="quiet" onClick=${close}>${t("Close")}</button>
    </div>`}
  </div>`;
}

/** One polite region for everything else: phases, and the last five, two and one minutes. Never every second. */
export function PhaseNews() {
  const [news, setNews] = useState("");
  const seconds = timeLeft.seconds.value;
  const mark = seconds === null ? null : milestone(seconds);
  const now = phase.value;
  const paused = Boolean(meeting.value && meeting.value.paused);
  useEffect(() => setNews(now ? sentence(now, paused) : ""), [now, roundNumber.value, paused]);
  useEffect(() => {
    if (mark) setNews(mark === 1 ? t("One minute left") : t("Minutes left: {minutes}", { minutes: mark }));
  }, [mark]);
  return html`<p class="visually-hidden" role="status">${news}</p>`;
}

function sentence(now, paused) {
  if (paused) return t("The round is paused.");
  if (now === "round") return t("Round {number} has begun.", { number: roundNumber.value });
  if (now === "harvest") return t("The harvest has begun.");
  if (now === "closed") return t("The meeting is closed.");
  if (now !== "moving") return "";
  const table = me.value.table;
  return table ? t("The round is over. Your next table: {number}", { number: table.number }) : t("The round is over.");
}

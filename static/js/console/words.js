// The words of the closed lists, and how this screen writes times.
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";

const hoursAndMinutes = new Intl.DateTimeFormat(boot.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "17:10", from Unix ms; nothing for null. */
export const clockTime = (instant) => (instant ? hoursAndMinutes.format(new Date(instant)) : "");

export const languageName = (code) => boot.languages[code] || code;

export function kinds() {
  return {
    need: t("Need"),
    experience: t("Experience"),
    initiative: t("Existing initiative"),
    practice: t("Good practice"),
    proposal: t("Proposal"),
    cooperation: t("Cooperation offer"),
  };
}

export const kindName = (kind) => kinds()[kind] || kind;

export function views() {
  return {
    auto: t("Automatic"),
    join: t("How to join"),
    question: t("Question and clock"),
    tables: t("Tables"),
    harvest: t("Harvest"),
    votes: t("Votes"),
    acceptable: t("Can you live with it?"),
    themes: t("Themes"),
  };
}

export function stateName(state) {
  const names = { connected: t("connected"), away: t("away"), offline: t("offline") };
  return names[state] || state;
}

export function phaseInWords(meeting) {
  const words = {
    welcome: t("Arrival"),
    round: t("Round {number} of {total}", { number: meeting.round_number, total: meeting.rounds.length }),
    moving: t("People are moving to round {number}", { number: meeting.round_number + 1 }),
    harvest: t("Harvest"),
    closed: t("Meeting closed"),
  };
  return words[meeting.phase];
}

/** How the expected end stands to the promised one. */
export function punctuality(meeting) {
  if (!meeting.promised_end || !meeting.expected_end) return { text: "", late: false };
  const minutes = Math.round((meeting.expected_end - meeting.promised_end) / 60000);
  if (minutes > 0) return { text: t("late by {minutes} min", { minutes }), late: true };
  if (minutes < 0) return { text: t("{minutes} min in hand", { minutes: -minutes }), late: false };
  return { text: t("on time"), late: false };
}

export function hideReasons() {
  return [
    t("It names or identifies a person"),
    t("It insults or discriminates"),
    t("It was sent twice or by mistake"),
    t("It is not about the question"),
  ];
}

// A planned meeting on the reader's own clock, written as the server writes the others (services/preparation/planned.py).
import { boot } from "./boot.js";

/**
 * "19:30-22:30 (UTC+5:30)", or null where one of the clocks shown says the same.
 * `clocks`: [{ begins: "2023-11-14T15:00+01:00", ends: the same or null }, …]
 */
export function ownClock(clocks, language = boot.language) {
  const begins = new Date(clocks[0].begins);
  const ends = clocks[0].ends && new Date(clocks[0].ends);
  if (clocks.some((clock) => shows(clock.begins, begins) && (!ends || shows(clock.ends, ends)))) return null;
  const ahead = offset(begins);
  let first = time(begins, language);
  if (day(begins) !== clocks[0].begins.slice(0, 10)) first = `${dayName(begins, language)}, ${first}`;
  if (!ends) return whole(`${first} (${ahead})`);
  let dash = language === "en" ? "-" : "–";
  let last = time(ends, language);
  const changed = offset(ends) !== ahead;
  const later = day(ends) !== day(begins);
  if (changed) [first, last] = [`${first} (${ahead})`, `${last} (${offset(ends)})`];
  if (later) last = `${dayName(ends, language)}, ${last}`;
  if (changed || later) dash = ` ${dash} `;
  return whole(first + dash + last + (changed ? "" : ` (${ahead})`));
}

/** With a word joiner after each dash and sign: no line ends there. */
const whole = (told) => told.replace(/([-–])(?=\d)/g, "$1\u2060");
const two = (number) => String(number).padStart(2, "0");
const day = (when) => `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
const shows = (told, when) => told.slice(0, 16) === `${day(when)}T${two(when.getHours())}:${two(when.getMinutes())}`;

function time(when, language) {
  const hours = when.getHours();
  return `${language === "fr" || language === "pt" ? two(hours) : hours}:${two(when.getMinutes())}`;
}

function dayName(when, language) {
  const name = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(when);
  return language === "fr" ? name.replace(/^1 /, "1er ") : name;
}

function offset(when) {
  const minutes = -when.getTimezoneOffset();
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "-" : "+"}${Math.trunc(Math.abs(minutes) / 60)}${rest ? `:${two(rest)}` : ""}`;
}

// Where people have asked for slower speech: one sign for each table, which counts and fades. Never who, never a pop-up.
import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Slowly } from "./icons.js";
import { goTo } from "./silence.js";
import { live, snapshot } from "./store.js";

const FADES_AFTER = 120000;
const LOOK_EVERY = 2000;
const SHOWN = 8;

const instant = signal(0);
setInterval(() => {
  instant.value = live.clock.now();
}, LOOK_EVERY);

// As text, so that whoever shows it is drawn again only when a sign has faded.
const fresh = computed(() => {
  const asked = snapshot.value ? snapshot.value.slower : [];
  const now = Math.max(instant.value, live.clock.now());
  return asked.filter(({ at }) => now - at < FADES_AFTER).map(({ table }) => table).join();
});

/** The latest signs, newest first, as a row of its own. Only a change of their number is read aloud. */
export function SlowerSigns() {
  const tables = fresh.value ? fresh.value.split(",").map(Number) : [];
  const shown = snapshot.value.slower.filter(({ table }) => tables.includes(table));
  const title = shown.length ? heading(shown) : "";
  const more = shown.length > SHOWN ? t("and {count} more", { count: shown.length - SHOWN }) : "";
  return html`<section class=${shown.length ? "slower" : "slower none"} aria-label=${t("Wishes for slower speech")}>
    <p role="status"><strong>${title}</strong></p>
    ${shown.length > 0 && html`<ul>
      ${shown.slice(0, SHOWN).map((asked) => html`<${Sign} key=${asked.table} asked=${asked} />`)}
      ${more && html`<li>${more}</li>`}
    </ul>`}
  </section>`;
}

function heading(shown) {
  return shown.some(({ table }) => !table) ? t("The hall asks for slower speech") : t("Tables that ask for slower speech: {count}", { count: shown.length });
}

function Sign({ asked }) {
  const { table } = asked;
  const inside = html`<${Slowly} />${placeOf(table)}${asked.count && html`<span class="times">${times(asked)}</span>`}`;
  return html`<li>${table ? html`<button type="button" onClick=${() => goTo(table)}>${inside}</button>` : html`<span class="sign-of-all">${inside}</span>`}</li>`;
}

/** "asked for slower speech: 3", or nothing: for the table itself, all the round long. */
export function slowerAt(number) {
  const asked = snapshot.value.slower.find(({ table }) => table === number);
  if (!asked) return "";
  return asked.count ? t("asked for slower speech: {times}", { times: times(asked) }) : t("asked for slower speech");
}

const placeOf = (table) => (table ? t("Table {number}", { number: table }) : t("Plenary"));

function times({ count, people }) {
  return t("{count} × (people: {people})", { count, people });
}

// Tables where nobody has written for a while. The minutes go on without asking the server.
import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Speech } from "./icons.js";
import { live, narrow, show, snapshot } from "./store.js";

const LOOK_EVERY = 2000;
const SHOWN = 8;

const instant = signal(0);
setInterval(() => {
  instant.value = live.clock.now();
}, LOOK_EVERY);

// As text, so that whoever shows it is drawn again only when a minute has passed.
const written = computed(() => {
  const state = snapshot.value;
  if (!state || !state.meeting.silent_after) return "";
  return state.tables
    .map((table) => [table.number, silentMinutes(table, state.meeting.silent_after)])
    .filter(([, minutes]) => minutes > 0)
    .sort((one, other) => other[1] - one[1] || one[0] - other[0])
    .join(";");
});

/** [[table, minutes]], the longest silence first. */
export const silent = computed(() => (written.value ? written.value.split(";").map((pair) => pair.split(",").map(Number)) : []));

function silentMinutes(table, after) {
  const seconds = table.quiet_since === null ? 0 : (Math.max(instant.value, live.clock.now()) - table.quiet_since) / 1000;
  return seconds < after ? 0 : Math.max(1, Math.floor(seconds / 60));
}

/** "silent for 6 min", or nothing. */
export function silenceOf(number) {
  const found = silent.value.find(([table]) => table === number);
  return found ? t("silent for {minutes} min", { minutes: found[1] }) : "";
}

/** The silent tables, to go to. Only a change of their number is read aloud, not every minute. */
export function SilentTables() {
  const all = silent.value;
  const title = all.length ? t("Silent tables: {count}", { count: all.length }) : "";
  const more = all.length > SHOWN ? t("and {count} more", { count: all.length - SHOWN }) : "";
  return html`<section class=${all.length ? "silent" : "silent none"} aria-label=${t("Silent tables")}>
    <p role="status"><strong>${title}</strong></p>
    ${all.length > 0 && html`<ul>
      ${all.slice(0, SHOWN).map(([number, minutes]) => html`<${SilentTable} key=${number} number=${number} minutes=${minutes} />`)}
      ${more && html`<li>${more}</li>`}
    </ul>`}
  </section>`;
}

function SilentTable({ number, minutes }) {
  const table = t("Table {number}", { number });
  const since = t("silent for {minutes} min", { minutes });
  return html`<li><button type="button" onClick=${() => goTo(number)}><${Speech} />${table}<span class="for">${since}</span></button></li>`;
}

/** Bring a table into sight, where the tables are hidden too. */
export function goTo(number) {
  if (narrow.value) show("tables");
  requestAnimationFrame(() => {
    const heading = document.getElementById(`table-${number}`);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "center" });
  });
}

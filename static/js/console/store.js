// What the console knows, and the one way to ask for something: `act(command, payload)`.
import { computed, effect, signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { countdown } from "../common/clock.js";
import { createLive } from "../common/live.js";
import { t } from "../common/messages.js";

export const snapshot = signal(null);
// Once the meeting is closed everything can be read and nothing done.
export const closed = computed(() => snapshot.value !== null && snapshot.value.meeting.phase === "closed");
export const dialog = signal(null); // {name, …props} of the open dialog
export const panel = signal("notes");
export const filters = signal({ table: "", kind: "", language: "", hidden: false });
export const announceTo = signal("");
export const announcements = signal([]);
export const toasts = signal([]);
export const busy = signal("");
export const speakingTime = signal(90); // seconds each table has in the harvest
export const lag = signal({ phones: 0 }); // how far behind phones are, in seconds

// Two views of the meeting, each with an address of its own, so that the browser's way back works too.
const viewAsked = () => (location.hash === "#seating" ? "seating" : "tables");
export const view = signal(viewAsked());
addEventListener("hashchange", () => {
  if (location.hash !== "#main") view.value = viewAsked();
});

const NARROW = matchMedia("screen and (max-width: 68rem)");
export const narrow = signal(NARROW.matches);
NARROW.addEventListener("change", () => {
  narrow.value = NARROW.matches;
  panel.value = NARROW.matches ? "tables" : "notes";
});
if (NARROW.matches) panel.value = "tables";

const SHOWN_WITHIN = 2000;
const LOOK_FOR_AWAY_EVERY = 20000;
const LAG_HOLDS = 10000;
// The state of a large hall is large: what the facilitator does shows at once, what the others do a moment later.
const MANY_PEOPLE = 150;
const CALMLY = 4000;
// Another facilitator may have acted in between: these carry the version this console saw.
const PHASE_COMMANDS = /^(round|harvest|meeting|voting)\./;

export const live = createLive({
  auth: { ticket: boot.ticket },
  onSnapshot(fresh) {
    snapshot.value = fresh;
  },
  events: {
    "lag.measured": heardOfLag,
    "announcement.made": (made) => {
      announcements.value = [made, ...announcements.value].slice(0, 20);
    },
    "slower.asked": (asked) => {
      const state = snapshot.value;
      if (state) snapshot.value = { ...state, slower: [asked, ...state.slower.filter(({ table }) => table !== asked.table)] };
    },
    "help.called": ({ table }) => {
      say(t("Table {number} asks for help.", { number: table }), "call");
      live.catchUp();
    },
  },
  refreshOn: {
    get "meeting.touched"() {
      return snapshot.value && snapshot.value.totals.people > MANY_PEOPLE ? CALMLY : 200;
    },
  },
});

// Whoever is away counts as offline after a while, without anything having happened.
setInterval(() => {
  if (snapshot.value && snapshot.value.totals.away) live.catchUp();
}, LOOK_FOR_AWAY_EVERY);

const told = new Map(); // by process: each knows its own phones

function heardOfLag(summary) {
  told.set(summary.process, { ...summary, at: performance.now() });
  for (const [process, { at }] of told) if (performance.now() - at > LAG_HOLDS) told.delete(process);
  const all = [...told.values()].filter((one) => one.phones);
  const sum = (field) => all.reduce((total, one) => total + one[field], 0);
  const slowest = all.reduce((one, other) => (one && one.worst >= other.worst ? one : other), null);
  lag.value = slowest ? { ...slowest, phones: sum("phones"), behind: sum("behind"), median: Math.max(...all.map((one) => one.median)) } : { phones: 0 };
}

export const roundClock = countdown(live.clock);
export const speakingClock = countdown(live.clock);
effect(() => {
  const meeting = snapshot.value && snapshot.value.meeting;
  if (!meeting) return;
  roundClock.follow(meeting);
  speakingClock.follow({ ends_at: meeting.speaking_ends_at });
});

/** Ask the server for something; a refusal is shown, and returned like any other answer. */
export async function act(command, payload = {}) {
  const version = PHASE_COMMANDS.test(command) && snapshot.value ? { version: snapshot.value.version } : {};
  busy.value = command;
  const answer = await live.command(command, { ...payload, ...version });
  const over = command === "help.answer" ? ["refused", "call"] : ["refused"];
  if (answer.ok) toasts.value = toasts.value.filter((toast) => !over.includes(toast.tone));
  else say(answer.message, "refused");
  live.catchUp();
  if (answer.ok) await shown(answer.version);
  busy.value = "";
  return answer;
}

/** Until this screen shows what the command did: a second press must not be decided upon the old state. */
function shown(version) {
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, SHOWN_WITHIN);
    const stop = snapshot.subscribe((state) => {
      if (!state || state.version < version) return;
      clearTimeout(giveUp);
      resolve();
    });
    setTimeout(stop, SHOWN_WITHIN);
  });
}

let lastToast = 0;

/** Tell the facilitator something: tone is "done", "call" or "refused". */
export function say(text, tone = "done") {
  lastToast += 1;
  const id = lastToast;
  toasts.value = [...toasts.value.filter((toast) => toast.text !== text), { id, text, tone }].slice(-4);
  setTimeout(() => dismiss(id), tone === "done" ? 6000 : 20000);
}

export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

let openings = 0;

// Numbered, so that a dialog opened again is another one: the farewell of the first may still be on its way.
export const open = (name, props = {}) => {
  openings += 1;
  dialog.value = { name, opening: openings, ...props };
};

/** Show a panel of the side; where the screen is narrow it takes the place of the tables. */
export function show(name) {
  panel.value = name;
}

export function tableByNumber(number) {
  return snapshot.value.tables.find((table) => table.number === number);
}

/** {person, table} of a participant id, or null when they are gone. */
export function findPerson(id) {
  for (const table of snapshot.value.tables) {
    const person = table.people.find((candidate) => candidate.id === id);
    if (person) return { person, table };
  }
  const person = snapshot.value.unseated.find((candidate) => candidate.id === id);
  return person ? { person, table: null } : null;
}

// The line to the board: what is told is followed, what is asked waits in the outbox until it is stored.
import { batch, effect } from "@preact/signals";
import { boot } from "../common/boot.js";
import { createLive } from "../common/live.js";
import { t } from "../common/messages.js";
import { follow, followNotes } from "./apply.js";
import { base, board, chosen, closed, complain, holding, keepOrder, mark, news, openPlace, opened, outbox, people, rename } from "./store.js";
import { lookForSuggestion } from "./suggestion.js";
import { stepInWords } from "./words.js";

const AGAIN_AFTER = 4000;
const HEARD_WITHIN = 3000;
// What the board no longer is as this screen shows it.
const OUTDATED = ["theme_gone", "no_such_note", "board_moved_on", "step_not_there", "step_overtaken"];

const mine = new Set(); // keys of what this screen has asked

export const live = createLive({
  auth: { board: boot.ticket },
  opening: "board.open",
  onSnapshot(fresh) {
    const { themes, notes, ...rest } = fresh;
    batch(() => {
      base.value = { ...rest, themes: byId(themes), notes: byId(notes) };
      people.value = fresh.people;
      holding.value = fresh.holding || {};
      settle();
    });
    lookForSuggestion();
    send();
  },
  events: {
    "board.changed": heard,
    "board.notes": (told) => {
      if (base.value) base.value = followNotes(base.value, told);
    },
    "board.version": ({ version }) => {
      if (base.value && version > base.value.version) live.catchUp();
    },
    "board.people": (told) => {
      people.value = told.people;
      holding.value = told.holding || {};
    },
    "board.closed": () => {
      closed.value = true;
      outbox.value = [];
      live.stop();
    },
  },
  refreshOn: { "board.stale": 300 },
});

const byId = (rows) => new Map(rows.map((row) => [row.id, row]));

function heard(told) {
  const state = base.value;
  if (!state || told.version <= state.version) return;
  if (told.version !== state.version + 1) {
    live.catchUp();
    return;
  }
  batch(() => {
    const item = told.key && outbox.value.find(({ key }) => key === told.key);
    if (item && item.made) {
      const made = told.themes.find(({ id }) => !state.themes.has(id));
      if (made) rename(item.made, made.id);
    }
    base.value = follow(state, told);
    outbox.value = outbox.value.filter(({ key }) => !told.key || key !== told.key);
    settle();
    if (told.step) tell(told);
    if (!told.step || told.step.what === "regrouped" || told.step.what === "undone") lookForSuggestion();
  });
}

/** What this screen shows follows what is there. */
function settle() {
  outbox.value = outbox.value.filter((item) => item.state !== "stored" || item.version > base.value.version);
  const { themes, notes } = board.value;
  opened.value = opened.value.filter((place) => typeof place === "string" || themes.has(place));
  const kept = [...chosen.value].filter((id) => notes.has(id));
  if (kept.length < chosen.value.size) chosen.value = new Set(kept);
  keepOrder();
}

function tell({ key, step, themes, notes }) {
  const own = mine.has(key);
  const who = step.who || t("The analysis");
  news.value = t("{name} {step}", { name: who, step: stepInWords(step) });
  if (own) return;
  const few = notes.length <= 60 ? notes.map(({ id }) => `n${id}`) : [];
  mark([...few, ...themes.map(({ id }) => `t${id}`)], who);
}

// ── Asking ───────────────────────────────────────────────────────────────────

/** Ask for something. It is shown at once, sent as soon as there is a line, and taken back where it is refused. */
export function ask(command) {
  if (closed.value || !base.value.may_edit) return null;
  const key = newKey();
  const makes = command.do === "theme.split" || (command.do === "note.move" && command.theme === null);
  const item = { key, command, made: makes ? `new-${key}` : null, state: "waiting" };
  mine.add(key);
  batch(() => {
    outbox.value = [...outbox.value, item];
    keepOrder();
    opened.value = opened.value.filter((place) => isThere(place));
    if (makes) openPlace(item.made);
  });
  send();
  return item;
}

const isThere = (place) => ["loose", "aside", "found"].includes(place) || board.value.themes.has(place);

/** Take back what has not been sent yet, and what was built upon it. */
export function forget(key) {
  const item = outbox.value.find((one) => one.key === key);
  if (!item) return;
  batch(() => {
    outbox.value = without(item);
    opened.value = opened.value.filter((place) => isThere(place));
  });
}

function without(item) {
  const gone = item.made && String(item.made).startsWith("new-") ? item.made : null;
  const rests = ({ command }) => gone && (command.theme === gone || command.into === gone || (command.themes || []).includes(gone));
  return outbox.value.filter((one) => one.key !== item.key && !rests(one));
}

let sending = false;
let again = 0;

/** One after the other, in the order in which they were asked: a later one may rest on an earlier one. */
async function send() {
  clearTimeout(again);
  if (sending) return;
  sending = true;
  try {
    for (let item = next(); item; item = next()) {
      state(item.key, { state: "sent" });
      const answer = await live.command("board.do", { key: item.key, command: item.command });
      if (!answered(item.key, answer)) break;
    }
  } finally {
    sending = false;
  }
}

const next = () => (live.state.value === "online" || base.value ? outbox.value.find((item) => item.state === "waiting") : null);

/** Whether the next one can be sent. */
function answered(key, answer) {
  const item = outbox.value.find((one) => one.key === key);
  if (!answer.ok && answer.retry) {
    // Perhaps it is stored and only the answer was lost: the same key again is harmless.
    state(key, { state: "waiting", tried: answer.code !== "no_line" || Boolean(item && item.tried) });
    again = setTimeout(send, AGAIN_AFTER);
    return false;
  }
  if (!item) return true;
  if (!answer.ok) {
    forget(key);
    complain(answer.message);
    if (OUTDATED.includes(answer.code)) live.catchUp();
    return true;
  }
  batch(() => {
    rename(item.made, answer.theme);
    state(key, { state: "stored", version: answer.change === null ? 0 : answer.version });
    settle();
  });
  setTimeout(() => {
    if (outbox.value.some((one) => one.key === key)) live.catchUp();
  }, HEARD_WITHIN);
  return true;
}

function state(key, values) {
  outbox.value = outbox.value.map((item) => (item.key === key ? { ...item, ...values } : item));
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tell the others what is in my hand. */
export function hold(note) {
  if (live.state.value === "online") live.command("board.hold", { note });
}

// As soon as the line is there again.
effect(() => {
  if (live.state.value === "online") send();
});

/** What nobody has stored yet, and would be lost with this page. */
export const unsent = () => outbox.value.filter((item) => item.state !== "stored").length;

addEventListener("beforeunload", (event) => {
  if (!unsent()) return;
  event.preventDefault();
  event.returnValue = "";
});

// ── Undoing ──────────────────────────────────────────────────────────────────

/** What Ctrl+Z would take back: {key} of what was not sent yet, or {step} of mine that can be undone; else null. */
export function undoable() {
  // What has left this screen once may be stored.
  const waiting = outbox.value.filter((item) => item.state === "waiting" && !item.tried).pop();
  if (waiting) return { waiting };
  const state = base.value;
  const step = state.steps.find((one) => one.can_undo && one.what !== "undone" && isMine(one));
  return step ? { step } : null;
}

const isMine = (step) => step.by === base.value.me;

export function undo() {
  const last = undoable();
  if (!last) return;
  if (last.waiting) forget(last.waiting.key);
  else ask({ do: "step.undo", change: last.step.id });
}

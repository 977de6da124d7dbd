// Notes on their way: stored first, then sent, and deleted only when the server says they are on disk.
// An item: {client_key, kind, text, round, language, by_proxy, at, state: "waiting" | "refused", message}
import { effect, signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { live, keepOwn } from "./state.js";
import { memoryStore, openStore } from "./stores.js";

const AGAIN_AFTER = 3000;
const MOST_DOUBLINGS = 3;

export const outbox = signal([]);
export const lasting = signal(true);
const erased = new Set();
let store = memoryStore();
let sending = false;
let timer = 0;
let inVain = 0;

export async function openOutbox() {
  store = await openStore(boot.token);
  lasting.value = store.lasting;
  await reload();
  effect(() => {
    if (live.state.value !== "online") return;
    inVain = 0;
    send();
  });
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    await reload();
    send();
  });
}

/** Keep a note on the phone and start sending. It shows once it is kept: whoever sees it may close the page. */
export async function post(note) {
  const item = await keep({ ...note, client_key: newKey(), at: Date.now(), state: "waiting" });
  outbox.value = [...outbox.value.filter((other) => other.client_key !== item.client_key), item];
  send();
}

/** Take a note back before it was sent, or drop a refused one. */
export async function discard(key) {
  erased.add(key);
  outbox.value = outbox.value.filter((item) => item.client_key !== key);
  await store.remove(key).catch(() => {});
}

async function reload() {
  const kept = await store.all().catch(() => []);
  // What could only be held in memory must not vanish because the store is empty.
  const others = outbox.value.filter((item) => item.unkept);
  outbox.value = [...kept, ...others].sort((one, other) => one.at - other.at);
}

async function keep(item) {
  try {
    await store.put(item);
    return item;
  } catch (_) {
    lasting.value = false;
    return { ...item, unkept: true };
  }
}

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let next = firstWaiting(); next && live.state.value === "online"; next = firstWaiting()) {
      if (!(await sendOne(next))) {
        // Later and later, and not everybody at the same moment.
        timer = setTimeout(send, AGAIN_AFTER * 2 ** inVain * (0.5 + Math.random()));
        if (inVain < MOST_DOUBLINGS) inVain += 1;
        return;
      }
      inVain = 0;
    }
  } finally {
    sending = false;
  }
}

function firstWaiting() {
  return outbox.value.find((item) => item.state === "waiting");
}

/** False when it makes sense to wait before the next try. */
async function sendOne(item) {
  const { client_key, kind, text, round, language, by_proxy } = item;
  const answer = await live.command("note.write", { client_key, kind, text, round, language, by_proxy });
  if (answer.ok) {
    await settle(item, answer.note);
    return true;
  }
  if (answer.retry) return false;
  if (erased.has(client_key)) return true;
  const refused = await keep({ ...item, state: "refused", message: answer.message });
  outbox.value = outbox.value.map((other) => (other.client_key === client_key ? refused : other));
  return true;
}

async function settle(item, note) {
  await store.remove(item.client_key).catch(() => {});
  // One update for both lists, so that the note never shows twice or not at all.
  if (erased.has(item.client_key)) live.command("note.erase", { note_id: note.id });
  else keepOwn({ ...note, client_key: item.client_key });
  outbox.value = outbox.value.filter((other) => other.client_key !== item.client_key);
}

/** 128 random bits. `crypto.randomUUID` does not exist on plain HTTP. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

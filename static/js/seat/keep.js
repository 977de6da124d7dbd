// Small things this phone keeps for a seat: half-written texts, what was dismissed. Never the only copy of a saved note.
import { boot } from "../common/boot.js";
import { deviceStore } from "./stores.js";

const prefix = (token) => `consult.${token}.`;

export function remember(name, value) {
  try {
    const key = prefix(boot.token) + name;
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch (_) {
    return false; // private mode, or full
  }
}

export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix(boot.token) + name));
  } catch (_) {
    return null;
  }
}

/** After "erase everything": nothing of this seat stays on the phone. */
export async function forget(token) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix(token))) localStorage.removeItem(key);
  } catch (_) {
    // No storage, nothing to forget.
  }
  try {
    const store = await deviceStore(token);
    for (const item of await store.all()) await store.remove(item.client_key);
  } catch (_) {
    // No database either.
  }
}

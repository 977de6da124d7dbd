// Where unsent notes lie on this phone: IndexedDB, else localStorage, else only this page's memory.
// Each store offers all() → items, put(item), remove(client_key); all are asynchronous and may reject.
import { openDB } from "idb";

const ANSWERS_WITHIN = 3000;

export async function deviceStore(token) {
  const opening = openDB("consult-outbox", 1, {
    upgrade(database) {
      database.createObjectStore("notes", { keyPath: "client_key" }).createIndex("seat", "seat");
    },
  });
  // Some browsers never answer in private mode.
  const database = await Promise.race([opening, rejectAfter(ANSWERS_WITHIN)]);
  await database.getAllFromIndex("notes", "seat", token);
  return {
    lasting: true,
    all: () => database.getAllFromIndex("notes", "seat", token),
    put: (item) => Promise.race([database.put("notes", { ...item, seat: token }), rejectAfter(ANSWERS_WITHIN)]),
    remove: (key) => database.delete("notes", key),
  };
}

export function simpleStore(token) {
  const name = `consult.${token}.outbox`;
  const read = () => JSON.parse(localStorage.getItem(name)) || [];
  const write = (items) => localStorage.setItem(name, JSON.stringify(items));
  write(read());
  return {
    lasting: true,
    all: async () => read(),
    put: async (item) => write([...read().filter((other) => other.client_key !== item.client_key), item]),
    remove: async (key) => write(read().filter((other) => other.client_key !== key)),
  };
}

export function memoryStore() {
  const items = new Map();
  return {
    lasting: false,
    all: async () => [...items.values()],
    put: async (item) => void items.set(item.client_key, item),
    remove: async (key) => void items.delete(key),
  };
}

/** The best store this browser lets us use. */
export async function openStore(token) {
  try {
    return await deviceStore(token);
  } catch (_) {
    try {
      return simpleStore(token);
    } catch (__) {
      return memoryStore();
    }
  }
}

function rejectAfter(milliseconds) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), milliseconds));
}

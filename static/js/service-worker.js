// Keeps the shell of a seat page and its built files. Never answers with private data except that shell, which holds
// the page's own address and sentences; state and notes only ever come over the socket.
const STORE = "consult-seat-1";
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOtherStores().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.keep) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && isSeat(url)) event.respondWith(freshElseKept(event.request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(keptElseFresh(event.request));
});

/** `/seat/<token>` itself: not the notes, not the page that erases. */
function isSeat(url) {
  return /^\/seat\/[^/]+$/.test(url.pathname);
}

async function freshElseKept(request, path) {
  const store = await caches.open(STORE);
  try {
    const answer = await within(PATIENCE, fetch(request));
    if (answer.ok) await store.put(path, answer.clone());
    else if (answer.status === 404) await store.delete(path);
    // A proxy without its server is as good as no network.
    if (answer.status < 500) return answer;
    return (await store.match(path)) || answer;
  } catch (error) {
    const kept = await store.match(path);
    if (kept) return kept;
    return fetch(request);
  }
}

async function keptElseFresh(request) {
  const store = await caches.open(STORE);
  // The second half of the page is asked for again with a number behind its address.
  return (await store.match(request, { ignoreSearch: true })) || fetch(request);
}

async function keepAll(addresses) {
  const store = await caches.open(STORE);
  await Promise.all(
    addresses.map(async (address) => {
      if (address.includes("/static/") && (await store.match(address))) return;
      const answer = await fetch(address);
      if (answer.ok) await store.put(address, answer);
    }),
  );
  await forgetOldFiles(store, addresses);
}

/** After an update the old bundles are dead weight. */
async function forgetOldFiles(store, addresses) {
  const wanted = new Set(addresses.map((address) => new URL(address, location.origin).pathname));
  for (const request of await store.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/static/") && !wanted.has(pathname)) await store.delete(request);
  }
}

async function forgetOtherStores() {
  for (const name of await caches.keys()) if (name.startsWith("consult-seat-") && name !== STORE) await caches.delete(name);
}

function within(milliseconds, promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), milliseconds))]);
}

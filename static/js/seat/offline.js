// On secure addresses a service worker keeps the page's shell, so that a reload without a server still opens the outbox.
import { boot } from "../common/boot.js";
import { addresses } from "./later.js";

export async function keepPageOffline() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  const controlled = Boolean(navigator.serviceWorker.controller);
  try {
    await navigator.serviceWorker.register("/service-worker.js", { scope: "/seat/" });
    const registration = await navigator.serviceWorker.ready;
    // The first visit is not under the worker's control: tell it what this page is made of.
    const assets = Array.from(document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]"), (element) => element.src || element.href);
    assets.push(...addresses());
    // Later visits go through the worker, which keeps the page as it passes, unless the network was too slow for that.
    const page = controlled && (await caches.match(location.pathname)) ? [] : [location.pathname];
    registration.active.postMessage({ keep: [...page, ...assets] });
  } catch (_) {
    // The page works without it.
  }
}

export async function dropPageOffline(token = boot.token) {
  if (!("caches" in window)) return;
  try {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(`/seat/${token}`);
  } catch (_) {
    // Nothing kept.
  }
}

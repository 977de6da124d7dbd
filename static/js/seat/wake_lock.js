// Keep the screen on during a round, where the browser can. It is lost whenever the page is hidden, so ask again.
let wanted = false;
let lock = null;

export function keepAwake(on) {
  wanted = on;
  if (on) ask();
  else release();
}

async function ask() {
  if (!wanted || lock || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => {
      lock = null;
    });
  } catch (_) {
    // Low battery, or not allowed: the round works without it.
  }
}

function release() {
  if (lock) lock.release().catch(() => {});
  lock = null;
}

document.addEventListener("visibilitychange", ask);

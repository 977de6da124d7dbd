// The meeting's clock on this screen. Phones' own clocks are often wrong, so time comes from the server:
// an offset to `performance.now()`, taken from the quickest of five probes.
//
//   const clock = createClock(probe)         probe() → Promise of the server's time in ms; may reject
//   clock.now()                              server time now, Unix ms
//   clock.guess(serverTime)                  a first rough setting, from a snapshot's `server_time`
//   await clock.sync()                       five probes, keeps the best (call it after each connect)
//   const left = countdown(clock)
//   left.follow({ ends_at, remaining, paused })   the `meeting` of a snapshot; also { ends_at: speaking.ends_at }
//   left.seconds                             signal: whole seconds left (0 when over), or null when nothing runs
//   left.stop()                              stops its timer
//   minutesAndSeconds(75) → "1:15"
//   milestone(seconds) → 5 | 2 | 1 | null    the minute mark just crossed, for a polite live region
import { signal } from "@preact/signals";

const PROBES = 5;

export function createClock(probe) {
  // Until the first word of the server the phone's own clock has to do.
  let offset = Date.now() - performance.now();
  let synced = false;

  async function sync() {
    let best = Infinity;
    for (let count = 0; count < PROBES; count += 1) {
      const sent = performance.now();
      let serverTime;
      try {
        serverTime = await probe();
      } catch (_) {
        return;
      }
      const received = performance.now();
      // A server with too much to do answers without a time.
      if (serverTime && received - sent < best) {
        best = received - sent;
        offset = serverTime - (sent + received) / 2;
        synced = true;
      }
    }
  }

  return {
    now: () => performance.now() + offset,
    guess(serverTime) {
      if (!synced && serverTime) offset = serverTime - performance.now();
    },
    // Some phones stop performance.now() while they sleep: take the next snapshot's word for it.
    distrust() {
      synced = false;
    },
    sync,
  };
}

export function countdown(clock) {
  const seconds = signal(null);
  let followed = null;

  function update() {
    if (!followed) seconds.value = null;
    else if (followed.remaining !== null) seconds.value = Math.max(0, Math.ceil(followed.remaining));
    else seconds.value = Math.max(0, Math.ceil((followed.ends_at - clock.now()) / 1000));
  }

  const timer = setInterval(update, 250);
  return {
    seconds,
    follow({ ends_at = null, remaining = null }) {
      followed = ends_at === null && remaining === null ? null : { ends_at, remaining };
      update();
    },
    stop: () => clearInterval(timer),
  };
}

export function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function milestone(seconds) {
  return [5, 2, 1].find((minutes) => seconds === minutes * 60) || null;
}

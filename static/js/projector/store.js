// What the hall sees: the last state, the clocks, and in which languages.
import { computed, effect, signal } from "@preact/signals";
import { boot } from "../common/boot.js";
import { countdown } from "../common/clock.js";
import { createLive } from "../common/live.js";

export const snapshot = signal(null);

export const live = createLive({
  auth: { projector: boot.projector },
  onSnapshot(fresh) {
    snapshot.value = fresh;
  },
  refreshOn: { "meeting.touched": 200 },
});

export const roundClock = countdown(live.clock);
export const speakingClock = countdown(live.clock);
effect(() => {
  if (!snapshot.value) return;
  const { meeting, harvest } = snapshot.value;
  roundClock.follow(meeting);
  speakingClock.follow({ ends_at: harvest.speaking ? harvest.speaking.ends_at : null });
});

/** The languages of the meeting, in its own order. */
export const languages = computed(() => {
  const offered = snapshot.value ? snapshot.value.meeting.languages : [];
  return offered.filter((code) => boot.words[code]);
});

/** One sentence of the hall in one language, with its values. */
export function words(code, name, values = {}) {
  return boot.words[code][name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

export const steps = (code) => boot.words[code].steps;

// Somebody cannot follow: said to the whole hall, in large letters, for a few seconds. Nobody is named.
import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { InAll } from "./parts.js";
import { live, snapshot } from "./store.js";

const SHOWN = 12000;
const LOOK_EVERY = 500;

const instant = signal(0);
setInterval(() => {
  instant.value = live.clock.now();
}, LOOK_EVERY);

const shown = computed(() => {
  const asked = snapshot.value && snapshot.value.slower;
  return Boolean(asked) && Math.max(instant.value, live.clock.now()) - asked.at < SHOWN;
});

export function PleaseSlower() {
  const joining = snapshot.value.view === "join";
  return html`<div class=${joining ? "please-slower beside-code" : "please-slower"} role="status">
    ${shown.value && html`<div>
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4 5h16v11h-8l-4 4v-4H4zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" /></svg>
      <${InAll} name="slower" />
    </div>`}
  </div>`;
}

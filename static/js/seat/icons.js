// Small pictures beside words, never instead of them.
import { html } from "htm/preact";

const PATHS = {
  saved: "M5 12.5l4.5 4.5L19 7.5",
  waiting: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18",
  problem: "M12 4L2.5 20h19zM12 10v4M12 17v.5",
  hidden: "M3 3l18 18M10 6.5A9 9 0 0 1 21 12a15 15 0 0 1-2.5 3.2M6 7.5A15 15 0 0 0 3 12a9.5 9.5 0 0 0 11 5",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.500 9.700l5.900-.8z",
  help: "M12 20.500v-1M9 9a3 3 0 1 1 4.500 2.600c-1.500.9-1.500 1.900-1.500 3.400M12 18v.3",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
  line: "M4 18h1M9 18v-4M14 18V10M19 18V5",
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}

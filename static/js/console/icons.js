// Small drawings; always beside words, so hidden from screen readers.
import { html } from "htm/preact";

const draw = (paths, name) => html`<svg class="icon ${name}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">${paths}</svg>`;

export const Cup = () => draw(html`<path d="M3 6h11v6a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4z" fill="currentColor" /><path d="M14 8h1.5a2 2 0 0 1 0 4H14" fill="none" stroke="currentColor" stroke-width="1.6" />`, "cup");

export const Bell = () => draw(html`<path d="M10 2a5 5 0 0 1 5 5v4l2 3H3l2-3V7a5 5 0 0 1 5-5zM8 16h4a2 2 0 0 1-4 0z" fill="currentColor" />`, "bell");

export const Warning = () => draw(html`<path d="M10 2L19 17H1z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" /><path d="M10 7.5v5M10 14.2v1" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />`, "warning");

export const Star = () => draw(html`<path d="M10 2l2.4 5.2 5.6.6-4.2 3.8 1.2 5.6L10 14.4l-5 2.8 1.2-5.6L2 7.8l5.6-.6z" fill="currentColor" />`, "star");

export const Notes = () => draw(html`<path d="M4 3h12v9l-5 5H4z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" /><path d="M7 7h6M7 10.5h4" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />`, "notes");

export const Speech = () => draw(html`<path d="M3 4h14v9H9l-4 4v-4H3z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />`, "speech");

export const Slowly = () => draw(html`<path d="M3 4h14v9H9l-4 4v-4H3z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" /><path d="M6.8 8.5h.01M10 8.5h.01M13.2 8.5h.01" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />`, "slowly");

export const Plus = () => draw(html`<path d="M10 4v12M4 10h12" stroke="currentColor" stroke-width="2" stroke-linecap="round" />`, "plus");

export const Pin = () => draw(html`<path d="M7 3h6l-1 6 3 3H5l3-3zM10 12v6" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round" />`, "pin");

export const Check = () => draw(html`<path d="M4 10.5l4 4 8-9" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round" />`, "check");

export const Swap = () => draw(html`<path d="M3 7h13l-3.5-3.5M17 13H4l3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" />`, "swap");

export const Headphones = () => draw(html`<path d="M3 12.5V10a7 7 0 0 1 14 0v2.5M3 12h3v5H3zM14 12h3v5h-3z" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" />`, "headphones");

export const Undo = () => draw(html`<path d="M7 3.5L3 7.5l4 4M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" />`, "undo");

// Connection by shape as well as by colour: a full disc, a half disc, a crossed ring.
export const Dot = ({ state }) =>
  html`<svg class=${`dot ${state}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
    ${state === "connected" && html`<circle cx="6" cy="6" r="5" fill="currentColor" />`}
    ${state === "away" && html`<g><circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" /></g>`}
    ${state === "offline" && html`<path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" stroke-width="2" stroke-linecap="round" />`}
  </svg>`;

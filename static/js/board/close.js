// The cross that closes an open theme, where several stand side by side.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { closePlace, narrow } from "./store.js";

export function Close({ place, name }) {
  if (narrow.value) return null;
  const label = t("Close “{name}”", { name });
  return html`<button type="button" class="quiet close" onClick=${() => closePlace(place)} aria-label=${label}>×</button>`;
}

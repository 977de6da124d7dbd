// What happened, or why not. An open dialog shows it itself: everything behind a dialog is out of reach.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { dialog, dismiss, toasts } from "./store.js";

export function Toasts({ inside = false }) {
  const mine = Boolean(dialog.value) === inside ? toasts.value : [];
  const urgent = mine.filter((toast) => toast.tone !== "done");
  const calm = mine.filter((toast) => toast.tone === "done");
  return html`<div class=${inside ? "toasts inside" : "toasts"}>
    <div role="alert">${urgent.map((toast) => html`<${Toast} key=${toast.id} toast=${toast} />`)}</div>
    <div role="status">${calm.map((toast) => html`<${Toast} key=${toast.id} toast=${toast} />`)}</div>
  </div>`;
}

function Toast({ toast }) {
  return html`<p class=${`toast ${toast.tone}`}>
    <span>${toast.text}</span>
    <button type="button" class="quiet" onClick=${() => dismiss(toast.id)} aria-label=${t("Dismiss")}>×</button>
  </p>`;
}

// One dialog at a time, on the browser's own <dialog>: focus goes in, Escape closes, focus comes back.
import { html } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { placeOf } from "../common/focus.js";
import { t } from "../common/messages.js";
import { act, dialog } from "./store.js";
import { Toasts } from "./toasts.js";

export function close() {
  const element = document.querySelector("dialog[open]");
  if (element) element.close();
  else dialog.value = null;
}

export function Dialog({ title, wide = false, children }) {
  const element = useRef(null);
  const id = useId();
  const [back] = useState(() => placeOf(document.activeElement));
  const [mine] = useState(() => dialog.peek());
  useEffect(() => {
    if (!element.current.open) element.current.showModal();
  }, []);
  // The browser gives the focus back itself, unless its place has gone meanwhile.
  const leave = () => {
    if (dialog.peek() === mine) dialog.value = null;
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) back();
    });
  };
  return html`<dialog ref=${element} class=${wide ? "wide" : ""} aria-labelledby=${id} onClose=${leave}>
    <header>
      <h2 id=${id}>${title}</h2>
      <button type="button" class="quiet close" onClick=${close} aria-label=${t("Close this window")}>×</button>
    </header>
    ${children}
    <${Toasts} inside=${true} />
  </dialog>`;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, doing, command, payload }) {
  const confirm = async () => {
    const answer = await act(command, payload);
    if (answer.ok || !answer.retry) close();
  };
  return html`<${Dialog} title=${title}>
    <p>${text}</p>
    <div class="choices">
      <button type="button" onClick=${close}>${t("Not yet")}</button>
      <button type="button" class="primary" onClick=${confirm}>${doing}</button>
    </div>
  <//>`;
}

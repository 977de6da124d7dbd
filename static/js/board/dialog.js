// One dialog at a time, on the browser's own <dialog>: focus goes in, Escape closes, focus comes back.
import { html } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { placeOf } from "../common/focus.js";
import { t } from "../common/messages.js";
import { dialog } from "./store.js";

export function close() {
  const element = document.querySelector("dialog[open]");
  if (element) element.close();
  else dialog.value = null;
}

export function Dialog({ title, children }) {
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
  return html`<dialog ref=${element} aria-labelledby=${id} onClose=${leave}>
    <header>
      <h2 id=${id}>${title}</h2>
      <button type="button" class="quiet close" onClick=${close} aria-label=${t("Close this window")}>×</button>
    </header>
    ${children}
  </dialog>`;
}

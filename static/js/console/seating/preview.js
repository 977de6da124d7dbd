// What a change would do, asked for at once, before anybody confirms it.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Warning } from "../icons.js";
import { live, snapshot } from "../store.js";
import { Compare } from "./figures.js";

/** The server's answer for a request, or null while there is none. Asked again when the meeting goes on. */
export function usePreview(request) {
  const [found, setFound] = useState(null);
  const key = request ? JSON.stringify(request) : "";
  const { version } = snapshot.value;
  useEffect(() => {
    let current = true;
    if (key) {
      live.command("seating.preview", JSON.parse(key)).then((answer) => {
        if (current) setFound({ key, answer });
      });
    }
    return () => {
      current = false;
    };
  }, [key, version]);
  return found && found.key === key ? found.answer : null;
}

/** Says it, politely, as soon as it is known. */
export function Consequences({ wanted, answer }) {
  return html`<div class="consequences" aria-live="polite">
    ${wanted && !answer && html`<p class="soft">${t("Calculating …")}</p>`}
    ${answer && !answer.ok && html`<p class="alert error">${answer.message}</p>`}
    ${answer && answer.ok && html`<${Foreseen} answer=${answer} />`}
  </div>`;
}

function Foreseen({ answer }) {
  return html`<h3>${t("What changes")}</h3>
    ${answer.sentences.length > 0 && html`<ul class="sentences">${answer.sentences.map((sentence) => html`<li key=${sentence}><${Warning} />${sentence}</li>`)}</ul>`}
    <${Compare} before=${answer.before} after=${answer.after} />`;
}

// Always there, on top: the state of the connection, the language, the size of the text, print.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Reading } from "../common/reading.js";
import { Icon } from "./icons.js";
import { lasting, outbox } from "./outbox.js";
import { live } from "./state.js";

export function Bar() {
  return html`<header class="bar">
    <${Connection} />
    <div class="settings"><${Language} /><${Reading} /></div>
    ${!lasting.value && html`<p class="line warn"><${Icon} name="problem" /> ${t("This browser cannot keep unsent notes. Keep this page open until they are saved.")}</p>`}
  </header>`;
}

function Connection() {
  const state = live.state.value;
  const waiting = outbox.value.filter((item) => item.state === "waiting").length;
  const [icon, text] = {
    online: ["line", t("Connected")],
    connecting: ["waiting", t("Connecting …")],
    offline: ["problem", t("No connection. Your notes are kept on this phone.")],
  }[state] || ["problem", ""];
  const busy = live.busy.value;
  // Sentences with values are made outside the markup: the extractor of sentences loses braces inside it.
  const queue = waiting > 0 ? t("Waiting: {count}", { count: waiting }) : "";
  return html`<p class=${`line ${state}`} role="status">
    <${Icon} name=${busy ? "waiting" : icon} /> <span>${busy || text} ${queue}</span>
  </p>`;
}

function Language() {
  const [problem, setProblem] = useState("");
  async function choose(event) {
    const select = event.currentTarget;
    const answer = await live.command("language.change", { language: select.value });
    // Everything half-written is kept on the phone; the page comes back in the other language.
    if (answer.ok) return location.reload();
    select.value = boot.language;
    setProblem(answer.message);
  }
  return html`<label class="language">
    <span class="visually-hidden">${t("Language")}</span>
    <select onChange=${choose} aria-describedby=${problem ? "language-problem" : undefined}>
      ${boot.offered.map((code) => html`<option value=${code} lang=${code} selected=${code === boot.language}>${boot.languages[code]}</option>`)}
    </select>
    <span id="language-problem" role="alert">${problem}</span>
  </label>`;
}

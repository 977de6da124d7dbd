// A button that sends one command and says when it did not work.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { live } from "../seat/state.js";

export function Action({ command, payload = {}, label, hint, quiet = false, done }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  async function act() {
    if (busy) return;
    setBusy(true);
    setProblem("");
    const answer = await live.command(command, payload);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.message);
    if (done) done(answer);
    live.catchUp();
  }
  return html`<div class="action">
    <button class=${quiet ? "quiet" : ""} aria-disabled=${String(busy)} onClick=${act}>${label}</button>
    ${hint && html`<p class="hint">${hint}</p>`}
    <p class="problem" role="alert">${problem}</p>
  </div>`;
}

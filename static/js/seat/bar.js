// Always there: the state of the connection on top; language, text size and leaving at the foot.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Icon } from "./icons.js";
import { lasting, outbox } from "./outbox.js";
import { left, live, me } from "./state.js";
import { chooseTextSize, textSize } from "./text_size.js";

export function Bar() {
  return html`<header class="bar">
    <${Connection} />
    <div class="settings"><${Language} /><${TextSize} /></div>
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

function TextSize() {
  const sizes = [
    ["small", "A−", t("Smaller text")],
    ["normal", "A", t("Normal text")],
    ["large", "A+", t("Larger text")],
  ];
  return html`<div class="text-size" role="group" aria-label=${t("Text size")}>
    ${sizes.map(
      ([size, label, name]) => html`<button class="quiet" aria-pressed=${String(textSize.value === size)} onClick=${() => chooseTextSize(size)}>
        ${label}<span class="visually-hidden"> ${name}</span></button>`,
    )}
  </div>`;
}

export function Foot({ now }) {
  if (!me.value || now === "closed") return null;
  const { nickname } = me.value;
  const name = nickname ? t("Your nickname: {name}", { name: nickname }) : t("You have no nickname.");
  return html`<details class="more">
    <summary>${t("More")}</summary>
    <p>${name}</p>
    <ul class="links">
      <li><a href=${`/seat/${boot.token}/notes.txt`} download>${t("Download my notes")}</a></li>
      <li><a href=${`/seat/${boot.token}/erase`}>${t("Erase everything I gave")}</a></li>
    </ul>
    <${Leave} />
  </details>`;
}

function Leave() {
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState("");
  async function leave() {
    const answer = await live.command("meeting.leave");
    if (!answer.ok) return setProblem(answer.message);
    left.value = true;
    live.stop();
  }
  if (!sure) return html`<button class="quiet" onClick=${() => setSure(true)}>${t("Leave the meeting")}</button>`;
  return html`<div class="stack" role="group" aria-label=${t("Leave the meeting")}>
    <p>${t("Your saved notes stay with the meeting, your seat becomes free and this page closes. Download or erase your notes first if you want to.")}</p>
    <p role="alert">${problem}</p>
    <button class="danger" onClick=${leave}>${t("Yes, leave")}</button>
    <button onClick=${() => setSure(false)}>${t("No, stay")}</button>
  </div>`;
}

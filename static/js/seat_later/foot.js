// At the foot of the page: what is mine, and leaving.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { left, live, me } from "../seat/state.js";

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

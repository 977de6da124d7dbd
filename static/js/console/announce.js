// A line to one table or to everybody; what was said stays visible here.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { act, announceTo, announcements, closed, say, snapshot } from "./store.js";
import { clockTime } from "./words.js";

const LONGEST = 400;

export function AnnouncePanel() {
  const { tables } = snapshot.value;
  const [text, setText] = useState("");
  const to = announceTo.value;
  const send = async (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    const answer = await act("announcement.make", { text: text.trim(), table: to ? Number(to) : null });
    if (!answer.ok) return;
    say(to ? t("Sent to table {number}.", { number: to }) : t("Sent to all tables."));
    setText("");
  };
  const left = t("Characters left: {count}", { count: LONGEST - text.length });
  const sendWords = to ? t("Send to table {number}", { number: to }) : t("Send to all tables");
  if (closed.value) return html`<p class="soft">${t("The meeting is closed. Nobody reads announcements any more.")}</p>`;
  return html`<div class="announce">
    <form onSubmit=${send}>
      <div class="field"><label>${t("To")}<select value=${to} onChange=${(event) => (announceTo.value = event.target.value)}>
        <option value="">${t("All tables")}</option>
        ${tables.map((table) => html`<option key=${table.number} value=${String(table.number)}>${t("Table {number}", { number: table.number })}</option>`)}
      </select></label></div>
      <div class="field"><label>${t("What they should read")}
        <textarea value=${text} maxlength=${LONGEST} required onInput=${(event) => setText(event.target.value)} aria-describedby="announce-left"></textarea></label>
        <p id="announce-left" class="hint">${left}</p></div>
      <button type="submit" class="primary">${sendWords}</button>
    </form>
    ${announcements.value.length > 0 && html`<h3>${t("Sent")}</h3>
      <ol class="sent">${announcements.value.map((made) => html`<li key=${made.at}>
        <p class="about"><time>${clockTime(made.at)}</time> · ${made.table ? t("Table {number}", { number: made.table }) : t("All tables")}</p>
        <p dir="auto">${made.text}</p>
      </li>`)}</ol>`}
  </div>`;
}

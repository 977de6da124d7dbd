// The closing plenary: listen to the main points, vote, see what came out.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Translated } from "../common/translated.js";
import { Icon } from "../seat/icons.js";
import { Grace } from "../seat/grace.js";
import { WrittenIn } from "../seat/notes.js";
import { Acceptability } from "./acceptability.js";
import { live, setVotes, snapshot } from "../seat/state.js";

export function Harvest() {
  const { acceptability, voting } = snapshot.value;
  const state = acceptability && acceptability.state === "open" ? "asked" : voting ? voting.state : "not_yet";
  return html`<section class="paper">
      <h1 tabindex="-1">${t("Harvest")}</h1>
      <p class="lead">${{ not_yet: t("Each table tells its main points. Listen, and look at the screen in the room."), open: t("Now you can vote for what matters most to you."), asked: t("Now say what you can live with."), closed: t("The vote is closed. Thank you.") }[state]}</p>
      <${Grace} />
    </section>
    <${Acceptability} />
    ${voting && voting.choices.length > 0 && html`<${Choices} voting=${voting} />`}
    <${Themes} />`;
}

function Choices({ voting }) {
  const [problem, setProblem] = useState("");
  const open = voting.state === "open";
  const left = voting.votes_each - voting.mine.length;
  const choices = voting.state === "closed" ? [...voting.choices].sort((one, other) => other.votes - one.votes) : voting.choices;
  async function cast(choice, on) {
    if (on && left <= 0) return setProblem(t("You have used all your votes. Take one back first."));
    const answer = await live.command("vote.cast", { note_id: choice.id, on });
    if (!answer.ok) return setProblem(answer.message);
    setProblem("");
    const { mine } = snapshot.value.voting;
    setVotes(on ? [...new Set([...mine, choice.id])] : mine.filter((id) => id !== choice.id));
  }
  const heading = t("Main points: {count}", { count: choices.length });
  const votesLeft = t("Votes left: {count}", { count: left });
  return html`<section aria-labelledby="points">
    <h2 id="points">${heading}</h2>
    ${open && html`<p class="votes-left" role="status">${votesLeft}</p>`}
    <p class="problem sticky" role="alert">${problem}</p>
    <ol class="notes">
      ${choices.map((choice) => html`<${Choice} key=${choice.id} choice=${choice} open=${open} mine=${voting.mine.includes(choice.id)} onCast=${cast} />`)}
    </ol>
  </section>`;
}

function Choice({ choice, open, mine, onCast }) {
  const place = t("Table {number}", { number: choice.table });
  const votes = t("Votes: {count}", { count: choice.votes });
  return html`<li class=${mine ? "note chosen" : "note"}>
    <${Translated} note=${choice} id=${`choice-${choice.id}`} />
    <p class="meta"><span class="tag">${place}</span>
      <${WrittenIn} note=${choice} />
      ${choice.votes !== null && html`<strong>${votes}</strong>`}
      ${mine && !open && html`<span class="status"><${Icon} name="saved" /> ${t("You voted for this")}</span>`}</p>
    ${open && html`<div class="row"><button class=${mine ? "primary" : ""} aria-pressed=${String(mine)} aria-describedby=${`choice-${choice.id}`} onClick=${() => onCast(choice, !mine)}>
      <${Icon} name=${mine ? "saved" : "star"} /> ${mine ? t("My vote") : t("Vote")}</button></div>`}
  </li>`;
}

export function Themes() {
  const { themes } = snapshot.value;
  if (!themes || !themes.length) return null;
  return html`<section class="paper" aria-labelledby="themes">
    <h2 id="themes">${t("Themes that came up")}</h2>
    <ul class="themes">${themes.map((theme) => html`<li><span>${label(theme)}</span> <span class="tag">${notesOf(theme)}</span></li>`)}</ul>
  </section>`;
}

function notesOf({ notes }) {
  return t("Notes: {count}", { count: Array.isArray(notes) ? notes.length : notes });
}

function label({ label: text }) {
  return typeof text === "string" ? text : text[boot.language] || text.en || Object.values(text)[0] || "";
}

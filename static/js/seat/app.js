// The page as a whole. The note field keeps its place in the tree through every phase, so that a change of phase
// never takes away what somebody is writing.
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { AnnouncementBanner, PhaseNews } from "./announcement.js";
import { Bar } from "./bar.js";
import { Later } from "./later.js";
import { Moving } from "./moving.js";
import { hasDraft } from "./note_draft.js";
import { NoteForm } from "./note_form.js";
import { OwnNotes, TableNotes } from "./notes.js";
import { Loading, QuestionCard, RoundHead, RoundState } from "./round.js";
import { ended, graceLeft, lastSeat, left, live, me, phase, roundNumber, snapshot } from "./state.js";
import { keepAwake } from "./wake_lock.js";
import { Welcome } from "./welcome.js";

export function App() {
  const now = phase.value;
  useEffect(() => moveFocus(now), [now]);
  useEffect(() => keepAwake(now === "round"), [now]);
  if (left.value) return html`<${Later} name="Left" waiting=${html`<${Loading} />`} />`;
  if (ended.value || live.state.value === "not_recognised") return html`<${Later} name="Gone" waiting=${html`<${Loading} />`} />`;
  const seated = now === "round" && me.value.table && !me.value.sits_out;
  const slower = snapshot.value && (now !== "round" || seated) && snapshot.value.slower;
  return html`
    <${Bar} />
    <${PhaseNews} />
    <div class="top">
      <${AnnouncementBanner} />
      ${seated && html`<${RoundHead} />`}
      ${seated && me.value.is_host && html`<${Later} name="HostPrompt" />`}
      ${slower && html`<${Later} name="PleaseSlower" />`}
    </div>
    <div class="column">
      ${slower && html`<div class="slower"><${Later} key=${`${roundNumber.value}/${slower.table}`} name="AskSlower" /></div>`}
      <${Later} name="Interpretation" />
      <${Above} now=${now} seated=${seated} />
      ${canWrite(now, seated) && html`<${NoteForm} key="note" />`}
      <${Below} key="below" now=${now} seated=${seated} />
      <${Later} name="Foot" now=${now} />
    </div>
  `;
}

/** Late notes go to the table where their round was: whoever began one may finish it until the meeting closes. */
function canWrite(now, seated) {
  if (now === "round") return seated || hasDraft.value;
  if (now === "moving" || now === "harvest") return hasDraft.value || (graceLeft.seconds.value > 0 && satInLastRound());
  return now === "welcome" && hasDraft.value;
}

function satInLastRound() {
  return lastSeat.value !== null && lastSeat.value.round === roundNumber.value;
}

function Above({ now, seated }) {
  if (!now) return html`<${Loading} />`;
  if (now === "welcome") return html`<${Welcome} />`;
  if (now === "moving") return html`<${Moving} />`;
  if (now === "harvest") return html`<${Later} name="Harvest" waiting=${html`<${Loading} />`} />`;
  if (now === "closed") return html`<${Later} name="Closed" waiting=${html`<${Loading} />`} />`;
  return seated ? html`<${QuestionCard} />` : html`<${RoundState} />`;
}

function Below({ now, seated }) {
  const hosting = seated ? me.value.is_host : now === "moving" && me.value.hosted_round === roundNumber.value;
  return html`
    ${hosting && html`<${Later} name="HostTools" now=${now} />`}
    <${OwnNotes} />
    ${seated && html`<${TableNotes} />`}
    ${seated ? html`<${Later} name="TableHelp" />` : html`<${Later} name="PastNotes" />`}
  `;
}

let shown = null;

/** The new heading gets the focus, unless somebody is writing: then only their field stays in view. An empty note is not writing. */
function moveFocus(now) {
  const first = shown === null;
  shown = now;
  if (first || !now) return;
  const active = document.activeElement;
  if (active && active.matches("textarea, input, select") && (active.id !== "note" || hasDraft.value)) {
    active.scrollIntoView({ block: "center" });
    return;
  }
  scrollTo(0, 0);
  const heading = document.querySelector("h1");
  if (heading) heading.focus({ preventScroll: true });
}

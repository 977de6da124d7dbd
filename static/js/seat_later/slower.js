// Asking for slower speech, and being asked for it. Such a wish is for now: without a line it is not kept for later.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Icon } from "../seat/icons.js";
import { live, me, snapshot } from "../seat/state.js";
import { standStill } from "../seat/stand_still.js";

const SHOWN = 20000;
const AGAIN_AFTER = 30000;
// Older news than this shook the phone when it came.
const NEWS = 3000;

let tapped = -NEWS;

/** For whoever speaks: that somebody has asked, never who. It comes and goes by itself. */
export function PleaseSlower() {
  const { heard_at } = snapshot.value.slower;
  const shown = useLately(heard_at, SHOWN);
  useEffect(() => {
    if (shown && me.value.is_host && isNews(heard_at) && navigator.vibrate) navigator.vibrate(80);
  }, [heard_at]);
  return html`<div class="please-slower" role="status">
    ${shown && html`<p><${Slowly} /> ${t("Someone asks: please speak slower")}</p>`}
  </div>`;
}

/** Not what the table host asked for, nor what was there when the page was opened. */
function isNews(at) {
  return live.clock.now() - at < NEWS && Math.abs(at - tapped) > NEWS;
}

/** One for each place where somebody may ask. */
export function AskSlower() {
  const { table, asked_at } = snapshot.value.slower;
  const [toldAt, setToldAt] = useState(0);
  const [problem, setProblem] = useState("");
  const resting = useLately(Math.max(toldAt, asked_at || 0), AGAIN_AFTER);
  const line = live.state.value;
  useEffect(() => setProblem(""), [line === "online"]);
  async function ask() {
    if (resting) return;
    tapped = live.clock.now();
    const answer = await live.command("slower.ask");
    if (answer.ok) setToldAt(live.clock.now());
    const notKept = t("No connection: nobody has been told. Ask again when you are connected.");
    setProblem(answer.ok ? "" : answer.code === "no_line" ? notKept : answer.message);
  }
  const told = table ? t("Your table has been told.") : t("The hall has been told.");
  return html`<button class="quiet small" aria-disabled=${String(resting)} aria-describedby="slower-told" onClick=${ask}><${Slowly} /> ${t("Speak slower, please")}</button>
    <p id="slower-told" class="hint" role="status">${resting && html`<${Icon} name="saved" /> ${told} ${t("You can ask again soon.")}`}</p>
    <p class="problem" role="alert">${problem}</p>`;
}

/** Whether that moment was less than so many milliseconds ago; says so anew when it is over. */
function useLately(at, milliseconds) {
  const [, lookAgain] = useState(0);
  const left = at ? at + milliseconds - live.clock.now() : 0;
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => standStill(() => lookAgain((looks) => looks + 1)), Math.min(left, milliseconds));
    return () => clearTimeout(timer);
  });
  return left > 0;
}

/** Words with a pause after each. */
function Slowly() {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d="M4 5h16v11h-8l-4 4v-4H4zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}

// What the table host tells the next group: kept on the phone while it is written, saved when typing pauses.
// State: "saved" | "changed" | "waiting" | "refused"
import { effect, signal } from "@preact/signals";
import { recall, remember } from "../seat/keep.js";
import { fresh, live, roundNumber, snapshot } from "../seat/state.js";

const PAUSE = 2500;

export const handOver = signal(recall("hand-over") || { text: "", round: null, state: "saved", message: "" });
let timer = 0;

effect(() => {
  if (fresh.value) followServer(snapshot.value);
});
effect(() => {
  if (live.state.value === "online") flushHandOver();
});

/** Take the server's text unless something newer is on this phone. */
function followServer({ my_hand_over, meeting }) {
  const known = handOver.peek();
  if (known.state !== "saved") return;
  const text = my_hand_over || "";
  if (known.round !== meeting.round_number || known.text !== text) set({ text, round: meeting.round_number, state: "saved", message: "" });
}

export function editHandOver(text) {
  const known = handOver.value;
  const round = known.state === "saved" || known.round === null ? roundNumber.value : known.round;
  set({ text, round, state: "changed", message: "" });
  clearTimeout(timer);
  timer = setTimeout(flushHandOver, PAUSE);
}

export async function flushHandOver() {
  clearTimeout(timer);
  const { text, round, state } = handOver.peek();
  if (state === "saved" || state === "refused" || round === null) return;
  set({ ...handOver.peek(), state: "waiting" });
  if (live.state.peek() !== "online") return;
  const answer = await live.command("hand_over.write", { text, round });
  // Somebody kept typing meanwhile: that text is still to be saved.
  if (handOver.peek().text !== text || handOver.peek().round !== round) return;
  if (answer.ok) set({ text, round, state: "saved", message: "" });
  else if (!answer.retry) set({ text, round, state: "refused", message: answer.message });
  else timer = setTimeout(flushHandOver, PAUSE * (1 + 2 * Math.random()));
}

function set(value) {
  handOver.value = value;
  remember("hand-over", value);
}

// Changing places with two taps: one person, the other, the consequences, yes.
import { html } from "htm/preact";
import { useLayoutEffect } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Dialog, close } from "../dialog.js";
import { Swap } from "../icons.js";
import { dialog, open, say } from "../store.js";
import { Consequences, usePreview } from "./preview.js";
import { backTo, change, latest, seated, swapping } from "./state.js";
import { wayInWords } from "./words.js";

/** Somebody was tapped while places are being changed: the first, the first again (never mind), or the second. */
export function pick(id) {
  const { first } = swapping.value;
  if (first === null) swapping.value = { first: id };
  else if (first === id) swapping.value = { first: null };
  else open("exchange", { one: first, other: id });
}

function stop() {
  swapping.value = null;
  requestAnimationFrame(() => document.getElementById("change-places").focus());
}

/** What the next tap means; stays in sight while the tables are looked through. Escape ends it. */
export function SwapGuide() {
  const choosing = swapping.value;
  useLayoutEffect(() => {
    if (!choosing) return undefined;
    const onKey = (event) => event.key === "Escape" && !dialog.peek() && stop();
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [Boolean(choosing)]);
  if (!choosing) return null;
  const first = choosing.first === null ? null : seated(choosing.first);
  const name = first ? first.person.name : "";
  const next = first ? t("{name} changes places with … Choose the other person.", { name }) : t("Choose the first person.");
  return html`<div class="guide">
    <p role="status"><${Swap} />${next}</p>
    <button type="button" onClick=${stop}>${t("Stop changing places")}</button>
  </div>`;
}

export function ExchangeDialog({ one, other }) {
  const here = seated(one);
  const there = seated(other);
  const { round } = latest.value;
  const answer = usePreview(here && there ? { round, swap: [one, other] } : null);
  if (!here || !there) return html`<${Dialog} title=${t("This person is no longer here.")} />`;
  const names = { one: here.person.name, other: there.person.name };
  const [from, to] = [here, there].map(({ table }) => table && table.number);
  const exchange = async () => {
    if (await exchanged(one, other)) {
      swapping.value = null;
      close();
      backTo(one);
    }
  };
  return html`<${Dialog} title=${t("{one} and {other} change places", names)}>
    <ul class="paths">
      <li><strong>${names.one}</strong> <span>${wayInWords(from, to)}</span></li>
      <li><strong>${names.other}</strong> <span>${wayInWords(to, from)}</span></li>
    </ul>
    <${Consequences} wanted=${true} answer=${answer} />
    <div class="choices">
      <button type="button" onClick=${close}>${t("Change nothing")}</button>
      ${answer && answer.ok && html`<button type="button" class="primary" onClick=${exchange}>${t("Change places")}</button>`}
    </div>
  <//>`;
}

/** Do it; true when it was done. */
export async function exchanged(one, other) {
  const names = { one: seated(one).person.name, other: seated(other).person.name };
  const answer = await change("seating.swap", { round: latest.value.round, one, other });
  if (answer.ok) say(t("{one} and {other} have changed places.", names));
  return answer.ok;
}

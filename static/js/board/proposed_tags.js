// Tags that the words of a note speak for: fetched when it is unfolded, taken in one tap, never chosen beforehand.
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { ask } from "./line.js";

const fetched = signal(new Map()); // note id → {kind: [values]}

async function look(id) {
  if (fetched.peek().has(id)) return;
  try {
    const answer = await fetch(`${boot.addresses.notes}/${id}/tags.json`, { headers: { Accept: "application/json" } });
    if (answer.ok) fetched.value = new Map(fetched.value).set(id, (await answer.json()).tags);
  } catch (_) {
    // Without a line; whoever unfolds it again looks again.
  }
}

export function ProposedTags({ note }) {
  useEffect(() => {
    look(note.id);
  }, [note.id]);
  const words = fetched.value.get(note.id) || {};
  const offers = boot.tags.flatMap((kind) => offered(kind, words[kind.id] || [], note.tags[kind.id] || []));
  if (!offers.length) return null;
  return html`<div class="proposed-tags" role="group" aria-label=${t("Proposed tags")}>
    <p class="hint">${t("Proposed, because of its words:")}</p>
    <div class="choices">${offers.map(({ kind, value }) => html`<button type="button" class="small" key=${`${kind.id} ${value.id}`} onClick=${(event) => take(event, note, kind, value)}>
      <span aria-hidden="true">+</span> ${value.name} (${kind.name})</button>`)}</div>
  </div>`;
}

/** What is proposed and not carried; of a kind of which there is only one, where nobody has chosen any. */
function offered(kind, words, carried) {
  if (!kind.several && carried.length) return [];
  return kind.values.filter(({ id }) => words.includes(id) && !carried.includes(id)).map((value) => ({ kind, value }));
}

function take(event, note, kind, value) {
  const carried = [...(note.tags[kind.id] || []), value.id];
  // The button goes with what it has done: the next one has the focus, or else all tags of the note.
  const group = event.currentTarget.closest(".proposed-tags");
  const next = event.currentTarget.nextElementSibling || event.currentTarget.previousElementSibling || group.parentElement.querySelector(".note-tags summary");
  ask({ do: "note.tag", note: note.id, kind: kind.id, values: kind.values.map(({ id }) => id).filter((id) => carried.includes(id)) });
  next.focus();
}

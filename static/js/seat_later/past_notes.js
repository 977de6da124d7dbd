// What the others wrote at the tables where I sat: fetched when it is opened, to read it once more and to correct a
// translation, also after the meeting.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { Translated } from "../common/translated.js";
import { WrittenIn } from "../seat/notes.js";
import { live, roundNumber, snapshot } from "../seat/state.js";
import { kindName } from "../seat/words.js";
import { Correction } from "./correction.js";

export function PastNotes() {
  const [open, setOpen] = useState(false);
  const [places, setPlaces] = useState(null);
  const [problem, setProblem] = useState("");
  // What others correct, erase or hide meanwhile comes with the next state.
  useEffect(() => {
    if (open) read();
  }, [open, snapshot.value && snapshot.value.version]);
  async function read() {
    const answer = await live.command("past_notes.read");
    setProblem(answer.ok ? "" : answer.message);
    if (answer.ok) setPlaces(answer.places);
  }
  function translated({ id, translation }) {
    const turned = (notes) => notes.map((note) => (note.id === id ? { ...note, translation } : note));
    setPlaces((before) => before.map((place) => ({ ...place, notes: turned(place.notes) })));
  }
  if (!snapshot.value || !roundNumber.value) return null;
  return html`<details class="past-notes" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${t("Notes of the others at my tables")}</summary>
    <p class="problem" role="alert">${problem}</p>
    ${places && !places.length && html`<p class="hint">${t("Nothing from the others yet.")}</p>`}
    ${places && places.map((place) => html`<${Place} key=${`${place.round}/${place.number}`} place=${place} onTranslated=${translated} />`)}
  </details>`;
}

function Place({ place, onTranslated }) {
  const heading = t("Round {round}, table {table}", { round: place.round, table: place.number });
  return html`<section><h2>${heading}</h2>
    <ul class="notes">${place.notes.map((note) => html`<${PastNote} key=${note.id} note=${note} onTranslated=${onTranslated} />`)}</ul>
  </section>`;
}

function PastNote({ note, onTranslated }) {
  const id = `past-${note.id}`;
  return html`<li class="note">
    <${Translated} note=${note} id=${id}><${Correction} note=${note} about=${id} onTranslated=${onTranslated} /><//>
    <p class="meta"><span class="tag">${kindName(note.kind)}</span> <${WrittenIn} note=${note} /></p>
  </li>`;
}

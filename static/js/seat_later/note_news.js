// For whoever listens instead of reading: what the others write is said once, politely, and in the listener's language
// where the translation comes soon. A translation that comes later is shown, not said again.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { isTranslated } from "../common/is_translated.js";
import { t } from "../common/messages.js";
import { fresh, me } from "../seat/state.js";

const PATIENCE = 2500;
const OVER = 0;
const MOST_AT_ONCE = 3;

/** One for each table and round: what was there when it came into sight is no news. */
export function NoteNews({ notes }) {
  const [said, setSaid] = useState([]);
  const [, lookAgain] = useState(0);
  const known = useRef(null);
  const waiting = useRef(new Map());
  useEffect(() => {
    if (!fresh.value) return;
    if (!known.current) known.current = new Set(notes.map((note) => note.id));
    const news = notes.filter((note) => !known.current.has(note.id) && due(note));
    for (const note of news) known.current.add(note.id);
    const others = news.filter((note) => !note.mine);
    if (others.length) setSaid(others.slice(-MOST_AT_ONCE));
  });
  useEffect(() => () => waiting.current.forEach(clearTimeout), []);

  function due(note) {
    if (note.mine || isTranslated(note) || note.unknown_language) return true;
    if (note.language === boot.language || me.value.languages.includes(note.language)) return true;
    const timers = waiting.current;
    if (!timers.has(note.id)) timers.set(note.id, setTimeout(() => waitNoLonger(note.id), PATIENCE));
    return timers.get(note.id) === OVER;
  }

  function waitNoLonger(id) {
    waiting.current.set(id, OVER);
    lookAgain(id);
  }

  // What is hidden or erased meanwhile stands nowhere any more.
  const still = said.filter((one) => notes.some((note) => note.id === one.id));
  return html`<div class="news visually-hidden" role="status">
    ${still.map((note) => html`<p key=${note.id}>${t("New at the table:")} <${Spoken} note=${note} /></p>`)}
  </div>`;
}

function Spoken({ note }) {
  return isTranslated(note)
    ? html`<span lang=${boot.language}>${note.translation.text}</span>`
    : html`<span lang=${note.language || undefined}>${note.text}</span>`;
}

// What somebody wrote, in the reader's language where there is a translation: always marked in words, the original one
// tap away, and a doubt said aloud. Nothing here ever replaces the original.
//
//   html`<${Translated} note=${note} id="…" both>…<//>`
//     note       {text, language, translation?: {text, engine, doubtful, reasons, corrected}, unknown_language?}
//     id         of the paragraph that is read, for aria-describedby
//     both       true where there is room: the original first, the translation under it
//     children   what can be done with a translation, or where no engine makes one
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "./boot.js";
import { isTranslated } from "./is_translated.js";
import { languageName } from "./languages.js";
import { t } from "./messages.js";

const LETTERS = "M3 6h9M7.5 4v2M10.5 6c-.5 4-3 7-7 8M4.5 8.5c1 2.5 3 4.5 6 5.5M12.5 20l4-9.5 4 9.5M14 17h5";
const WARNING = "M12 4L2.5 20h19zM12 10v4M12 17v.5";

export function Translated({ note, id, both = false, children }) {
  if (isTranslated(note)) return html`<${both ? Beside : Instead} note=${note} id=${id}>${children}<//>`;
  const silent = note.unknown_language ? unknownLanguage(note.language) : note.translation ? t("There is no translation.") : "";
  return html`<p class="text" id=${id} dir="auto" lang=${note.language || undefined}>${note.text}</p>
    ${silent && html`<p class="translation-mark"><${Drawn} path=${LETTERS} /> ${silent}</p>
      <div class="translation-ways">${children}</div>`}`;
}

function Instead({ note, id, children }) {
  const { text, language, translation } = note;
  const [open, setOpen] = useState(false);
  const original = t("Read the original: {language}", { language: languageName(language) });
  return html`<${Turned} translation=${translation} id=${id} />
    <div class="translation-ways">
      <button type="button" class="quiet small disclosing" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${original}</button>
      ${open && html`<p class="text original" dir="auto" lang=${language}>${text}</p>`}
      ${children}
    </div>`;
}

function Beside({ note, id, children }) {
  return html`<p class="text" dir="auto" lang=${note.language}>${note.text}</p>
    <div class="translation">
      <${Turned} translation=${note.translation} id=${id} />
      <div class="translation-ways">${children}</div>
    </div>`;
}

function Turned({ translation, id }) {
  const doubt = doubtAbout(translation);
  return html`<p class="text" id=${id} dir="auto" lang=${boot.language}>${translation.text}</p>
    <p class="translation-mark"><${Drawn} path=${LETTERS} /> ${origin(translation)}</p>
    ${doubt && html`<p class="translation-doubt"><${Drawn} path=${WARNING} /> ${doubt}</p>`}`;
}

function origin({ engine, corrected }) {
  if (!engine) return t("Translated by a person");
  const people = {
    participant: t("Translation corrected by a participant"),
    table_host: t("Translation corrected by a table host"),
    facilitator: t("Translation corrected by a facilitator"),
    coordinator: t("Translation corrected by a coordinator"),
  };
  return people[corrected] || t("Automatic translation");
}

function doubtAbout({ doubtful, reasons = [], corrected }) {
  if (!doubtful || corrected) return "";
  const said = [];
  if (reasons.includes("negation")) said.push(t("May be wrong: a “not” may be lost."));
  if (reasons.includes("unknown_words")) said.push(t("Some words are unknown."));
  if (reasons.includes("numbers")) said.push(t("Check the numbers."));
  return said.join(" ") || t("May be wrong: please read the original.");
}

function unknownLanguage(code) {
  const language = languageName(code);
  return language ? t("Written in a language that is not translated here: {language}", { language }) : t("The language was not recognised.");
}

function Drawn({ path }) {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d=${path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}

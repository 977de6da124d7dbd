// How to listen to an interpreter, at the table or when everybody is together; or that there is none for this person.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { snapshot } from "../seat/state.js";

export function Interpretation() {
  const offered = snapshot.value && snapshot.value.interpretation;
  // The region is there before it says anything, so that a change is read aloud.
  return html`<div role="status">${offered && (offered.language ? html`<${Channel} ...${offered} />` : html`<${None} languages=${offered.languages} />`)}</div>`;
}

function Channel({ language, how, link, table }) {
  const named = { language: boot.languages[language] };
  const what = table ? t("Interpretation at your table: {language}", named) : t("Interpretation: {language}", named);
  const unsaid = table ? t("An interpreter is at your table.") : t("The facilitator tells you how to listen.");
  return html`<div class="listening">
    <p><${Headphones} /> <strong>${what}</strong></p>
    ${link && html`<p><a class="button" href=${how} target="_blank" rel="noopener noreferrer">${t("Listen to the interpretation")} <span aria-hidden="true">↗</span><span class="visually-hidden">${t("(opens a new window)")}</span></a></p>`}
    ${!link && how && html`<p>${t("How to listen:")} <span dir="auto">${how}</span></p>`}
    ${!how && html`<p>${unsaid}</p>`}
  </div>`;
}

function None({ languages }) {
  const instead = t("When everybody is together, there is interpretation in: {languages}.", {
    languages: languages.map((code) => boot.languages[code]).join(", "),
  });
  return html`<div class="listening">
    <p><${Headphones} /> <strong>${t("There is no interpretation in the languages you speak")}</strong></p>
    <p>${instead} ${t("You can write your notes in any language. Tell the facilitator if you need help to follow.")}</p>
  </div>`;
}

function Headphones() {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d="M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H4zM17 14h3v6h-3z" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}

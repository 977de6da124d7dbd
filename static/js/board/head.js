// The head of an open theme: its name, its place in the framework, and what can be done with all of it.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Close } from "./close.js";
import { ask } from "./line.js";
import { sorted, spokenOf } from "./places.js";
import { called, marks, mayEdit, naming, open } from "./store.js";
import { commitmentName, placeName, themeName } from "./words.js";

export function ThemeHead({ theme, id }) {
  const name = themeName(theme);
  const by = marks.value.get(`t${theme.id}`);
  return html`<header class=${`column-head ${by ? "touched" : ""}`}>
    ${naming.value === theme.id && mayEdit.value
      ? html`<${Naming} theme=${theme} id=${id} />`
      : html`<div class="column-title"><h2 id=${id} tabindex="-1" lang=${(called(theme.label) || [])[1]}>${name}</h2><${Close} place=${theme.id} name=${name} /></div>`}
    ${by && html`<p class="by">${t("just changed by {name}", { name: by })}</p>`}
    ${theme.set_aside !== null && html`<p class="alert">${t("Set aside: {reason}", { reason: theme.set_aside })}</p>`}
    <${Place} theme=${theme} />
    ${mayEdit.value && html`<${Ways} theme=${theme} name=${name} />`}
  </header>`;
}

function Naming({ theme, id }) {
  const [text, setText] = useState((called(theme.label) || [""])[0]);
  const field = useRef(null);
  useEffect(() => field.current.select(), []);
  const leave = () => {
    naming.value = null;
    requestAnimationFrame(() => {
      const head = document.getElementById(id);
      if (head) head.focus();
    });
  };
  const store = (event) => {
    event.preventDefault();
    const label = text.trim();
    if (!label) return;
    if (label !== theme.label[boot.language]) ask({ do: "theme.rename", theme: theme.id, label, language: boot.language });
    leave();
  };
  return html`<form class="naming" onSubmit=${store} onKeyDown=${(event) => event.key === "Escape" && leave()}>
    <h2 id=${id} class="visually-hidden" tabindex="-1">${themeName(theme)}</h2>
    <label>${t("Name of the theme")}<input ref=${field} value=${text} maxlength="120" required lang=${boot.language} onInput=${(event) => setText(event.target.value)} /></label>
    <div class="choices"><button class="primary small">${t("Save")}</button><button type="button" class="small" onClick=${leave}>${t("Cancel")}</button></div>
  </form>`;
}

function Place({ theme }) {
  const known = theme.confirmed || theme.commitment || theme.track;
  const place = known ? placeName(theme.commitment ? [theme.commitment] : [], theme.track) : t("No place in the framework yet");
  const command = { do: "place.confirm", theme: theme.id, commitments: spokenOf(theme), track: theme.track };
  return html`<div class="theme-place">
    <p><span>${place}</span> ${theme.confirmed ? html`<span class="tag good">✓ ${t("Confirmed by hand")}</span>` : known && html`<span class="tag warn">${t("Proposed, not confirmed")}</span>`}</p>
    ${theme.also.length > 0 && html`<p>${t("Also:")} ${theme.also.map(commitmentName).join(" · ")}</p>`}
    ${mayEdit.value && html`<div class="choices">
      ${!theme.confirmed && known && html`<button type="button" class="small" onClick=${() => ask(command)}>✓ ${t("Confirm this place")}</button>`}
      ${theme.confirmed && html`<button type="button" class="quiet small" onClick=${() => ask({ do: "place.withdraw", theme: theme.id })}>${t("Withdraw the confirmation")}</button>`}
      <button type="button" class="quiet small" onClick=${() => open("place", { theme: theme.id })}>${t("Choose another place …")}</button>
      ${theme.confirmed && theme.commitment && html`<button type="button" class="quiet small" onClick=${() => open("also", { theme: theme.id })}>${t("It also speaks of …")}</button>`}
    </div>`}
  </div>`;
}

function Ways({ theme, name }) {
  const notes = (sorted.value.get(theme.id) || []).length;
  const count = t("Notes: {count}", { count: notes });
  const label = t("What to do with “{name}”", { name });
  return html`<div class="ways" role="group" aria-label=${label}>
    <button type="button" class="small" onClick=${() => (naming.value = theme.id)}>${t("Rename")}</button>
    <span class="how-many">${count}</span>
    <details><summary>${t("More")}<span class="visually-hidden"> (${name})</span></summary><div class="choices">
    <button type="button" class="small" aria-pressed=${String(theme.pinned)} onClick=${() => ask({ do: "theme.pin", theme: theme.id, on: !theme.pinned })} title=${t("A fixed theme stays as it is when themes are found again.")}>${t("Keep fixed")}</button>
    <button type="button" class="small" onClick=${() => open("merge", { theme: theme.id })}>${t("Merge …")}</button>
    ${theme.set_aside === null
      ? html`<button type="button" class="small" onClick=${() => open("aside", { theme: theme.id })}>${t("Set aside …")}</button>`
      : html`<button type="button" class="small" onClick=${() => ask({ do: "theme.take_back", theme: theme.id })}>${t("Take back")}</button>`}
    </div></details>
  </div>`;
}

// What is asked before something is done: where to, with what, why.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { close, Dialog } from "./dialog.js";
import { ask } from "./line.js";
import { moveTo } from "./moving.js";
import { plain, sorted, spokenOf } from "./places.js";
import { board, chosen, order } from "./store.js";
import { commitmentName, themeName, trackName } from "./words.js";

export function MoveDialog({ ids }) {
  const [label, setLabel] = useState("");
  const [first] = ids;
  const only = ids.length === 1 && board.value.notes.get(first);
  const here = (id) => ids.every((note) => (board.value.notes.get(note) || {}).theme === id);
  const move = (theme) => {
    moveTo(theme, { ids, label: theme === null ? label.trim() : "" });
    close();
  };
  const title = t("Move notes: {count}", { count: ids.length });
  return html`<${Dialog} title=${title}>
    ${only && html`<blockquote lang=${only.language}>${only.text}</blockquote>`}
    <${Choose} label=${t("To which theme?")} themes=${(theme) => theme.set_aside === null && !here(theme.id)} onChoose=${move} />
    <form class="new-one" onSubmit=${(event) => (event.preventDefault(), move(null))}>
      <label>${t("Or to a new theme with this name")}<input value=${label} maxlength="120" onInput=${(event) => setLabel(event.target.value)} /></label>
      <button class="small">${t("Make a new theme")}</button>
    </form>
  <//>`;
}

export function MergeDialog({ theme }) {
  const into = board.value.themes.get(theme);
  if (!into) return null;
  const merge = (other) => {
    ask({ do: "theme.merge", themes: [theme, other], into: theme });
    close();
  };
  const title = t("Merge with “{name}”", { name: themeName(into) });
  const hint = t("The notes of the theme you choose come into “{name}”. This name stays.", { name: themeName(into) });
  return html`<${Dialog} title=${title}>
    <p>${hint}</p>
    <${Choose} label=${t("Which theme?")} themes=${({ id }) => id !== theme} onChoose=${merge} />
  <//>`;
}

/** A theme from a list that gets shorter while somebody writes. */
function Choose({ label, themes, onChoose }) {
  const [text, setText] = useState("");
  const known = order.value.map((id) => board.value.themes.get(id)).filter((theme) => theme && themes(theme));
  const fitting = known.filter((theme) => plain(themeName(theme)).includes(plain(text.trim())));
  return html`<div class="choose">
    ${known.length > 7 && html`<label>${t("Search for a theme")}<input type="search" value=${text} onInput=${(event) => setText(event.target.value)} /></label>`}
    <h3 id="choose-title">${label}</h3>
    <ul class="plain-list" aria-labelledby="choose-title">${fitting.map((theme) => html`<li key=${theme.id}>
      <button type="button" class="small" onClick=${() => onChoose(theme.id)}><span>${themeName(theme)}</span> <span class="soft">${t("Notes: {count}", { count: (sorted.value.get(theme.id) || []).length })}</span></button></li>`)}</ul>
    ${!fitting.length && html`<p class="hint">${t("No theme has such a name.")}</p>`}
  </div>`;
}

export function AsideDialog({ theme, notes = [] }) {
  const [reason, setReason] = useState("");
  const usual = [t("Not about the question"), t("Said elsewhere already"), t("Cannot be understood"), t("Outside what the city can do")];
  const submit = (event) => {
    event.preventDefault();
    if (!reason.trim()) return;
    ask(theme === undefined ? { do: "note.set_aside", notes, reason: reason.trim() } : { do: "theme.set_aside", theme, reason: reason.trim() });
    if (theme === undefined) chosen.value = new Set();
    close();
  };
  const title = theme === undefined ? t("Set notes aside: {count}", { count: notes.length }) : t("Set aside: “{name}”", { name: themeName(board.value.themes.get(theme)) });
  return html`<${Dialog} title=${title}>
    <p>${t("What is set aside is kept and can be taken back at any time. It is counted nowhere, and the report says how many notes were set aside and why.")}</p>
    <form onSubmit=${submit}>
      <div class="choices usual">${usual.map((text) => html`<button type="button" key=${text} class="small" aria-pressed=${String(reason === text)} onClick=${() => setReason(text)}>${text}</button>`)}</div>
      <label class="field">${t("Why?")}<input value=${reason} maxlength="200" required onInput=${(event) => setReason(event.target.value)} /></label>
      <div class="choices"><button class="primary">${t("Set aside")}</button><button type="button" onClick=${close}>${t("Cancel")}</button></div>
    </form>
  <//>`;
}

export function PlaceDialog({ theme: id }) {
  const theme = board.value.themes.get(id);
  const [commitment, setCommitment] = useState((theme && theme.commitment) || "");
  const [track, setTrack] = useState((theme && theme.track) || "");
  if (!theme) return null;
  const { commitments, tracks } = boot.framework;
  const submit = (event) => {
    event.preventDefault();
    const also = theme.also.filter((other) => other !== commitment);
    ask({ do: "place.confirm", theme: id, commitments: commitment ? [commitment, ...also] : [], track: track || null });
    close();
  };
  const title = t("Place of “{name}”", { name: themeName(theme) });
  return html`<${Dialog} title=${title}>
    <form onSubmit=${submit}>
      <label class="field">${t("Commitment")}<select value=${commitment} onChange=${(event) => setCommitment(event.target.value)}>
        <option value="">${t("None of them")}</option>
        ${commitments.map((row) => html`<option key=${row.id} value=${row.id}>${commitmentName(row.id)}</option>`)}
      </select></label>
      ${tracks.length > 0 && html`<label class="field">${t("Track")}<select value=${track} onChange=${(event) => setTrack(event.target.value)}>
        <option value="">${t("No track yet")}</option>
        ${tracks.map((row) => html`<option key=${row.id} value=${row.id}>${trackName(row.id)}</option>`)}
      </select></label>`}
      <div class="choices"><button class="primary">${t("Confirm this place")}</button><button type="button" onClick=${close}>${t("Cancel")}</button></div>
    </form>
  <//>`;
}

/** Further commitments of a theme: each is stored as soon as it is ticked, like tags. */
export function AlsoDialog({ theme: id }) {
  const theme = board.value.themes.get(id);
  if (!theme || !theme.confirmed || !theme.commitment) return null;
  const choose = (other, on) => {
    const chosen = on ? [...spokenOf(theme), other] : spokenOf(theme).filter((kept) => kept !== other);
    ask({ do: "place.confirm", theme: id, commitments: chosen, track: theme.track });
  };
  const title = t("“{name}” also speaks of …", { name: themeName(theme) });
  const main = t("Main commitment: {name}", { name: commitmentName(theme.commitment) });
  return html`<${Dialog} title=${title}>
    <p>${main}</p>
    <fieldset class="also-choices"><legend class="hint">${t("It is listed under these too, and counted under its main commitment alone.")}</legend>
      ${boot.framework.commitments
        .filter((row) => row.id !== theme.commitment)
        .map((row) => html`<label class="choice" key=${row.id}><input type="checkbox" checked=${theme.also.includes(row.id)} onChange=${(event) => choose(row.id, event.target.checked)} /><span>${commitmentName(row.id)}</span></label>`)}
    </fieldset>
    <div class="choices"><button type="button" class="primary" onClick=${close}>${t("Done")}</button></div>
  <//>`;
}

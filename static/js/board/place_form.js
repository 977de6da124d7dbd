// Where a note belongs in the framework: proposals with their reasons, and a person's choice. Nothing counts as confirmed
// before somebody has said so.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { ask } from "./line.js";
import { placeOf } from "./places.js";
import { inWords } from "./reasons.js";
import { commitmentName, placeName, trackName } from "./words.js";

export function PlaceForm({ note, theme }) {
  const proposals = note.proposals || { commitments: [], tracks: [], sure: false };
  const now = placeOf(note, theme);
  // Chosen beforehand only where it is sure; each of the two by itself.
  const { sure, sure_commitment = sure, sure_track = sure } = proposals;
  const [commitments, setCommitments] = useState(now.confirmed || sure_commitment ? now.commitments : []);
  const [track, setTrack] = useState(now.confirmed || sure_track ? now.track : null);
  const offered = proposals.commitments.map(([id]) => id);
  const shown = [...new Set([...commitments, ...offered])];
  const others = boot.framework.commitments.filter(({ id }) => !shown.includes(id));
  const choose = (id, on) => setCommitments(on ? [...commitments, id] : commitments.filter((other) => other !== id));
  const submit = (event) => {
    event.preventDefault();
    ask({ do: "place.confirm", note: note.id, commitments, track });
  };
  const label = t("Confirm: {place}", { place: placeName(commitments, track, { short: true, brief: true }) });
  const whole = t("Confirm: {place}", { place: placeName(commitments, track) });
  return html`<form class="place-form" onSubmit=${submit}>
    <fieldset>
      <legend>${t("Commitments")}</legend>
      ${commitments.length > 1 && html`<p class="hint">${t("The one chosen first is the main one.")}</p>`}
      ${shown.map((id) => html`<${Offer} key=${id} kind="checkbox" checked=${commitments.includes(id)} onChange=${(event) => choose(id, event.target.checked)}
        name=${commitmentName(id)} main=${commitments.length > 1 && commitments[0] === id} offer=${proposals.commitments.find(([other]) => other === id)} />`)}
      ${others.length > 0 && html`<label class="another"><span>${t("Another commitment")}</span>
        <select value="" onChange=${(event) => event.target.value && choose(event.target.value, true)}>
          <option value="">${t("Choose …")}</option>
          ${others.map(({ id }) => html`<option key=${id} value=${id}>${commitmentName(id)}</option>`)}
        </select></label>`}
    </fieldset>
    ${boot.framework.tracks.length > 0 && html`<${Tracks} note=${note} offers=${proposals.tracks} track=${track} setTrack=${setTrack} />`}
    <div class="choices">
      <button class="small primary" title=${whole}>✓ ${label}</button>
      ${note.confirmed && html`<button type="button" class="small quiet" onClick=${() => ask({ do: "place.withdraw", note: note.id })}>${t("Withdraw the confirmation")}</button>`}
    </div>
  </form>`;
}

function Tracks({ note, offers, track, setTrack }) {
  const offered = offers.map(([id]) => id);
  const rest = boot.framework.tracks.map(({ id }) => id).filter((id) => !offered.includes(id));
  return html`<fieldset>
    <legend>${t("Track")}</legend>
    ${[...offered, ...rest, null].map((id) => html`<${Offer} key=${id || "none"} kind="radio" group=${`track-${note.id}`} checked=${track === id} onChange=${() => setTrack(id)}
      name=${trackName(id)} offer=${offers.find(([other]) => other === id)} />`)}
  </fieldset>`;
}

function Offer({ kind, group, checked, onChange, name, main = false, offer }) {
  const reasons = offer ? inWords(offer[2]) : [];
  return html`<label class="choice">
    <input type=${kind} name=${group} checked=${checked} onChange=${onChange} />
    <span>${name}${main && html` <strong class="tag">${t("main one")}</strong>`}
      ${offer && html`<span class="hint">${t("proposed, {share} %", { share: Math.round(offer[1] * 100) })}</span>`}
      ${reasons.map((reason) => html`<span class="hint" key=${reason}>${reason}</span>`)}</span>
  </label>`;
}

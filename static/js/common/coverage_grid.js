// Which commitments and tracks have been spoken about: a grid of dots for the eye, the same grid in numbers for the ear.
import { html } from "htm/preact";
import { t } from "./messages.js";

/** `coverage` as the server tells it: commitments, tracks, and cells of [notes, of these confirmed]. */
export function CoverageGrid({ coverage }) {
  const { commitments, tracks, cells } = coverage;
  if (!tracks.length) return html`<${WithoutTracks} coverage=${coverage} />`;
  return html`<table class="coverage">
    <caption class="visually-hidden">${t("Notes by commitment and track")}</caption>
    <thead><tr><td></td>${tracks.map((track) => html`<th key=${track.id} scope="col"><abbr title=${track.title}>${track.id}</abbr></th>`)}</tr></thead>
    <tbody>${commitments.map((commitment, row) => html`<tr key=${commitment.id}>
      <th scope="row">${commitment.id}. ${commitment.title}</th>
      ${tracks.map((track, column) => html`<td key=${track.id}><${Dot} cell=${cells[row][column]} /></td>`)}
    </tr>`)}</tbody>
  </table>
  <ol class="track-names">${tracks.map((track) => html`<li key=${track.id}>${track.title}: <strong>${track.notes}</strong></li>`)}</ol>`;
}

function Dot({ cell: [notes, confirmed] }) {
  const words = confirmed ? t("{notes}, of these confirmed: {confirmed}", { notes, confirmed }) : String(notes);
  const size = Math.min(9, 3.5 + 1.5 * Math.sqrt(notes));
  return html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      ${notes ? html`<circle cx="12" cy="12" r=${size} class="touched" />` : html`<circle cx="12" cy="12" r="3" class="untouched" />`}
      ${confirmed > 0 && html`<circle cx="12" cy="12" r=${size + 2} class="confirmed" />`}
    </svg><span class="visually-hidden">${words}</span>`;
}

function WithoutTracks({ coverage: { commitments, totals } }) {
  return html`<ul class="track-names">${commitments.map((commitment, row) => html`<li key=${commitment.id}>${commitment.title}: <strong>${totals[row]}</strong></li>`)}</ul>`;
}

/** What has not come up, in sentences. */
export function Untouched({ coverage: { commitments, tracks, totals } }) {
  const silent = tracks.filter((track) => !track.notes);
  const empty = totals.filter((notes) => !notes).length;
  const covered = t("Tracks that have come up: {count} of {total}", { count: tracks.length - silent.length, total: tracks.length });
  const commitmentsLeft = t("Commitments that have not come up yet: {count} of {total}", { count: empty, total: commitments.length });
  return html`<div class="untouched-words">
    ${tracks.length > 0 && html`<p><strong>${covered}</strong></p>`}
    ${silent.map((track) => html`<p key=${track.id}>${t("{name} has not come up yet.", { name: track.title })}</p>`)}
    ${empty > 0 && html`<p class="soft hint">${commitmentsLeft}</p>`}
  </div>`;
}

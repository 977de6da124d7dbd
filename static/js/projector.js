// The page for the beamer. Nobody's name appears here.
import { html, render } from "htm/preact";
import { Acceptable } from "./projector/acceptable.js";
import { Harvest } from "./projector/harvest.js";
import { Join } from "./projector/join.js";
import { Count } from "./projector/parts.js";
import { PleaseSlower } from "./projector/slower.js";
import { Question } from "./projector/question.js";
import { live, snapshot } from "./projector/store.js";
import { Tables } from "./projector/tables.js";
import { Themes } from "./projector/themes.js";
import { Votes } from "./projector/votes.js";
import { t } from "./common/messages.js";
import { Reading } from "./common/reading.js";

const VIEWS = { join: Join, question: Question, tables: Tables, harvest: Harvest, votes: Votes, acceptable: Acceptable, themes: Themes };

function Projector() {
  const state = snapshot.value;
  if (!state) return html`<header class="top"><${Reading} /></header><p class="waiting">${live.state.value === "not_recognised" ? t("This address is no longer valid.") : "…"}</p>`;
  const View = VIEWS[state.view] || Join;
  return html`<header class="top">
      <h1>${state.meeting.title}</h1>
      ${live.state.value !== "online" && html`<p class="line" role="status">${t("Connecting …")}</p>`}
      ${state.view === "join" && html`<p class="arrived"><${Count} of="people" value=${state.people} label=${t("People: {count}", { count: state.people })} /></p>`}
      ${state.view !== "join" && state.meeting.phase !== "closed" && html`<p class="corner"><span class="visually-hidden">${t("Join code")} </span>${state.meeting.join_code}</p>`}
      <${Reading} />
    </header>
    <${View} key=${state.view} />
    <${PleaseSlower} />`;
}

const root = document.getElementById("projector");
root.replaceChildren();
render(html`<${Projector} />`, root);
live.start();

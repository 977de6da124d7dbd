// The top of the console: which meeting, the code, the line, the ways out.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Reading } from "../common/reading.js";
import { Lag } from "./lag.js";
import { live, snapshot, view } from "./store.js";

export function Bar() {
  const { meeting } = snapshot.value;
  return html`<header class="bar">
    <div class="name">
      <a class="up" href=${boot.addresses.consultation}>${meeting.consultation_title}</a>
      <h1>${meeting.title}</h1>
    </div>
    <div class="door">
      <p class="joincode"><span>${t("Join code")}</span> <strong>${meeting.join_code}</strong></p>
      <div><${Line} /><${Lag} /></div>
    </div>
    <${Views} />
    <nav class="ways" aria-label=${t("Pages of this meeting")}>
      <a href=${boot.addresses.projector} target="_blank" rel="noopener">${t("Projector")} <span class="visually-hidden">${t("(opens a new window)")}</span><span aria-hidden="true">↗</span></a>
      <a href=${boot.addresses.print}>${t("Sheets to print")}</a>
      <a href=${boot.addresses.assessment}>${t("Needs assessment")}</a>
      <${Languages} />
      <${Reading} />
    </nav>
  </header>`;
}

/** The two views of the console. */
function Views() {
  const here = (name) => (view.value === name ? "page" : undefined);
  return html`<nav class="two-views" aria-label=${t("Views of this meeting")}>
    <a href="#tables" aria-current=${here("tables")}>${t("Tables")}</a>
    <a href="#seating" aria-current=${here("seating")}>${t("Seating")}</a>
  </nav>`;
}

function Line() {
  const names = {
    online: t("Connected"),
    connecting: t("Connecting …"),
    offline: t("No connection"),
    not_recognised: t("Please reload this page"),
  };
  const state = live.state.value;
  return html`<p class=${`line ${state}`} role="status"><span class="lamp" aria-hidden="true"></span>${names[state]}</p>`;
}

function Languages() {
  const { language, here } = boot.addresses;
  return html`<details class="languages">
    <summary><span class="visually-hidden">${t("Language of this page")}: </span>${boot.languages[boot.language]}</summary>
    <form method="post" action=${language}>
      <input type="hidden" name="csrf_token" value=${boot.csrf} />
      <input type="hidden" name="next" value=${here} />
      ${Object.entries(boot.languages).filter(([code]) => code !== boot.language).map(([code, name]) => html`<button key=${code} name="language" value=${code} lang=${code} class="quiet">${name}</button>`)}
    </form>
  </details>`;
}

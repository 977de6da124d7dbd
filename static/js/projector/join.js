// How to join: the code for the camera, the code for the fingers, three steps in every language.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { languages, snapshot, steps, words } from "./store.js";
import { Fitting } from "./turning.js";

export function Join() {
  const { meeting } = snapshot.value;
  const address = meeting.join_url.replace(/\/join\/.*$/, "").replace(/^https?:\/\//, "");
  return html`<section class="view join">
    <div class="code-side">
      <img class="qr" src=${meeting.qr || boot.qr} alt=${t("QR code to join the meeting")} />
      <p class="address">${address}</p>
      <p class="code"><span class="visually-hidden">${t("Join code")} </span>${meeting.join_code}</p>
    </div>
    <${Fitting} class="how" depends=${languages.value.join()}>
      <div class="ways">
        ${languages.value.map((code) => html`<div key=${code} lang=${code}>
          <h2>${words(code, "welcome")}</h2>
          ${meeting.planned[code] && html`<p class="when">${meeting.planned[code].map((line) => html`<span key=${line}>${line}</span>`)}</p>`}
          <ol>${steps(code).map((step) => html`<li key=${step}>${step}</li>`)}</ol>
          <p class="no-phone">${words(code, "no_phone")}</p>
        </div>`)}
      </div>
    <//>
  </section>`;
}

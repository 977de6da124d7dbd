// How far behind the phones are, so that a facilitator knows whether the Wi-Fi of the hall is the trouble.
import { html } from "htm/preact";
import { boot } from "../common/boot.js";
import { t } from "../common/messages.js";
import { Warning } from "./icons.js";
import { findPerson, lag } from "./store.js";

// From here on it is said whose phone it is; people begin to notice.
const BAD = 2;
// So many at once are not a few phones in pockets.
const MANY = 3;
const SHARE = 0.05;

const oneDigit = new Intl.NumberFormat(boot.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const seconds = (value) => (value >= 10 ? String(Math.round(value)) : oneDigit.format(Math.max(value, 0.1)));

export function Lag() {
  const { worst, median, behind, phones, participant } = lag.value;
  if (!phones) return null;
  const bad = worst > BAD;
  const words = t("Slowest phone: {seconds} s behind", { seconds: seconds(worst) });
  const usual = t("usually {seconds} s", { seconds: seconds(median) });
  const many = behind >= Math.max(MANY, phones * SHARE);
  const share = t("More than 2 s behind: {behind} of {phones} phones", { behind, phones });
  return html`<div class=${bad ? "lag bad" : "lag"}>
    <p>${bad && html`<${Warning} />`}<span>${words}${bad && html` <${Whose} id=${participant} /> · ${usual}`}</span></p>
    <div role="status">${many && html`<p><strong>${t("Perhaps the Wi-Fi of the hall is too slow.")}</strong> ${share}</p>`}</div>
  </div>`;
}

/** Whose phone it is, and where they sit. */
function Whose({ id }) {
  const found = findPerson(id);
  if (!found) return null;
  const table = found.table ? t("table {number}", { number: found.table.number }) : t("no table yet");
  return html`<strong>(${found.person.name}, ${table})</strong>`;
}

// The facilitator's console.
import { effect } from "@preact/signals";
import { html, render } from "htm/preact";
import { AddPerson } from "./console/add.js";
import { Bar } from "./console/bar.js";
import { Confirm } from "./console/dialog.js";
import { Extend } from "./console/extend.js";
import { Calls, Floor } from "./console/floor.js";
import { HideNote } from "./console/hide.js";
import { InterpretationDialog } from "./console/interpretation.js";
import { PersonDialog } from "./console/person.js";
import { SeatDialog } from "./console/seating/person.js";
import { ProposalDialog } from "./console/seating/proposal.js";
import { ExchangeDialog } from "./console/seating/swap.js";
import { Seating } from "./console/seating/view.js";
import { WishDialog } from "./console/seating/wishes.js";
import { SilentTables } from "./console/silence.js";
import { SlowerSigns } from "./console/slower.js";
import { Side } from "./console/side.js";
import { Steps } from "./console/steps.js";
import { dialog, live, narrow, panel, snapshot, view } from "./console/store.js";
import { Toasts } from "./console/toasts.js";
import { Translating } from "./console/translating.js";
import { keepFocus } from "./common/focus.js";
import { t } from "./common/messages.js";
import { Reading } from "./common/reading.js";

const DIALOGS = {
  add: AddPerson,
  confirm: Confirm,
  exchange: ExchangeDialog,
  extend: Extend,
  hide: HideNote,
  interpretation: InterpretationDialog,
  person: PersonDialog,
  proposal: ProposalDialog,
  seat: SeatDialog,
  wish: WishDialog,
};

function Console() {
  if (!snapshot.value) return html`<${Opening} />`;
  const opened = dialog.value;
  const Opened = opened && DIALOGS[opened.name];
  return html`<${Bar} />
    <${Steps} />
    <${Calls} />
    <${SilentTables} />
    <${Translating} />
    <${SlowerSigns} />
    ${view.value === "seating" ? html`<${Seating} />` : html`<${Hall} />`}
    <${Toasts} />
    ${Opened && html`<${Opened} key=${opened.opening} ...${opened} />`}`;
}

function Hall() {
  return html`<div class="hall">
    ${!narrow.value && html`<${Floor} />`}
    <${Side} />
  </div>`;
}

function Opening() {
  const lost = live.state.value === "not_recognised";
  return html`<${Reading} /><p class="waiting" role="status">${lost ? t("This console is no longer valid. Please reload the page and sign in again.") : t("The console is opening …")}</p>`;
}

// A call for help must be seen even while another tab of the browser is in front.
const title = document.title;
effect(() => {
  const calling = snapshot.value ? snapshot.value.tables.filter((table) => table.calls_help) : [];
  document.title = calling.length ? `(${calling.length}) ${t("Calls for help")} – ${title}` : title;
});

// The harvest is led from the projector's panel.
let phase = "";
effect(() => {
  if (!snapshot.value) return;
  if (snapshot.value.meeting.phase === "harvest" && phase && phase !== "harvest") panel.value = "projector";
  phase = snapshot.value.meeting.phase;
});

const root = document.getElementById("console");
root.replaceChildren();
render(html`<${Console} />`, root);
keepFocus(root);
live.start();

// What a table can ask for: the facilitator, a table host, a rest.
import { html } from "htm/preact";
import { t } from "../common/messages.js";
import { Icon } from "../seat/icons.js";
import { me, meeting } from "../seat/state.js";
import { Action } from "./action.js";

export function SitOut() {
  const out = me.value.sits_out;
  return html`<${Action} quiet=${!out} command="round.sit_out" payload=${{ on: !out }} label=${out ? t("Come back to the table") : t("Sit this round out")} />`;
}

export function TableHelp() {
  const { calls_help, table_has_host, is_host, host_policy } = me.value;
  return html`<section class="table-help" aria-label=${t("At the table")}>
    ${calls_help && html`<p class="called"><${Icon} name="help" /> ${t("The facilitator has been called to this table.")}</p>`}
    <${Action} command="help.call" payload=${{ on: !calls_help }} label=${calls_help ? t("We no longer need help") : t("Call the facilitator")} />
    ${!table_has_host && !is_host && html`<${Action} command="host.volunteer" label=${t("I will be the table host")} hint=${t("The table host welcomes people, keeps an eye on the time and writes the hand-over.")} />`}
    ${is_host && (host_policy || meeting.value.host_policy) === "volunteer" && html`<${Action} quiet command="host.step_down" label=${t("I no longer want to be the table host")} />`}
    <${SitOut} />
  </section>`;
}

// What the planning aims at, where it is for people to say.
import { html } from "htm/preact";
import { t } from "../../common/messages.js";
import { Fold } from "./fold.js";
import { ahead, change, seats } from "./state.js";

export function Settings() {
  const { settings } = seats.value;
  const set = (name) => (event) => {
    const { fresh_tables, mix_groups } = settings;
    change("seating.settings", { fresh_tables, mix_groups, [name]: event.target.checked });
  };
  return html`<${Fold} name="settings" title=${t("What the plan aims at")}>
    <label class="choice"><input type="checkbox" checked=${settings.fresh_tables} disabled=${!ahead.value} onChange=${set("fresh_tables")} />
      <span>${t("A new table in every round")}<span class="hint">${t("Good where each table has its own question.")}</span></span></label>
    <label class="choice"><input type="checkbox" checked=${settings.mix_groups} disabled=${!ahead.value} onChange=${set("mix_groups")} />
      <span>${t("Mix the groups")}<span class="hint">${t("People of the same group are spread over the tables.")}</span></span></label>
  <//>`;
}

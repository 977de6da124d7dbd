// Who is kept apart and who together; wishes can be made here and taken away.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../../common/messages.js";
import { Dialog, close } from "../dialog.js";
import { Check, Plus, Warning } from "../icons.js";
import { open, say } from "../store.js";
import { Fold } from "./fold.js";
import { Who, wishSaid } from "./person.js";
import { ahead, change, seated, seats } from "./state.js";

export function Wishes() {
  const { wishes } = seats.value;
  return html`<${Fold} name="wishes" title=${t("Wishes")} tag=${wishes.length || ""}>
    ${wishes.length
      ? html`<ul>${wishes.map((wish) => html`<${Wish} key=${wish.id} wish=${wish} />`)}</ul>`
      : html`<p class="soft">${t("Nobody has to be kept apart or together.")}</p>`}
    ${ahead.value && html`<button type="button" onClick=${() => open("wish")}><${Plus} />${t("Add a wish")}</button>`}
  <//>`;
}

function Wish({ wish }) {
  const names = { one: wish.one.name, other: wish.other.name };
  const text = wish.together ? t("{one} and {other}: together", names) : t("{one} and {other}: apart", names);
  const remove = () => change("pair.wish", { one: wish.one.id, other: wish.other.id, wish: null });
  return html`<li>
    <span>${text}
      ${wish.kept === true && html` <span class="said"><${Check} />${t("kept in this round")}</span>`}
      ${wish.kept === false && html` <span class="said poor"><${Warning} />${t("not kept in this round")}</span>`}
    </span>
    ${ahead.value && html`<button type="button" class="quiet" onClick=${remove}>${t("Remove")}<span class="visually-hidden">: ${text}</span></button>`}
  </li>`;
}

export function WishDialog() {
  const [one, setOne] = useState("");
  const [other, setOther] = useState("");
  const [kind, setKind] = useState("apart");
  const ready = one && other && one !== other;
  const send = async (event) => {
    event.preventDefault();
    const people = [seated(Number(one)), seated(Number(other))];
    const answer = await change("pair.wish", { one: Number(one), other: Number(other), wish: kind });
    if (!answer.ok) return;
    if (people[0] && people[1]) say(wishSaid(kind, people[0].person.name, people[1].person.name));
    close();
  };
  return html`<${Dialog} title=${t("Add a wish")}>
    <form onSubmit=${send}>
      <div class="pair">
        <${Who} label=${t("One person")} value=${one} onChange=${setOne} />
        <${Who} label=${t("Other person")} except=${Number(one)} value=${other} onChange=${setOther} />
      </div>
      <fieldset class="wish-kind">
        <legend>${t("From the next plan on")}</legend>
        <div class="chips">
          <label class="choice"><input type="radio" name="kind" value="apart" checked=${kind === "apart"} onChange=${() => setKind("apart")} />${t("keep apart")}</label>
          <label class="choice"><input type="radio" name="kind" value="together" checked=${kind === "together"} onChange=${() => setKind("together")} />${t("keep together")}</label>
        </div>
      </fieldset>
      <div class="choices">
        <button type="button" onClick=${close}>${t("Change nothing")}</button>
        <button type="submit" class="primary" disabled=${!ready}>${t("Add the wish")}</button>
      </div>
    </form>
  <//>`;
}

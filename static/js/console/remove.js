// Somebody leaves for good, after a second look. `act` sends the command.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "../common/messages.js";
import { close } from "./dialog.js";

export function Remove({ person, act }) {
  const [sure, setSure] = useState(false);
  const remove = async () => {
    const answer = await act("participant.remove", { participant_id: person.id });
    if (answer.ok) close();
  };
  const warning = t("{name} loses the seat and the phone page ends. Notes already written stay.", { name: person.name });
  if (!sure) {
    return html`<div class="row"><p>${t("Has left, or should not be here?")}</p>
      <button type="button" class="danger" onClick=${() => setSure(true)}>${t("Remove …")}</button></div>`;
  }
  return html`<div class="row alert error" role="alert">
    <p>${warning}</p>
    <button type="button" class="danger" onClick=${remove}>${t("Remove from the meeting")}</button>
  </div>`;
}

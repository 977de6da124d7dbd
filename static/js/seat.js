// The participant's phone page. One thing at a time, by the phase of the meeting.
import { html, render } from "htm/preact";
import { boot } from "./common/boot.js";
import { keepFocus } from "./common/focus.js";
import { App } from "./seat/app.js";
import { forget } from "./seat/keep.js";
import { keepPageOffline, dropPageOffline } from "./seat/offline.js";
import { openOutbox } from "./seat/outbox.js";
import { bringLater } from "./seat/later.js";
import { live } from "./seat/state.js";

async function start() {
  const place = document.getElementById("seat");
  // Notes still waiting on this phone are shown before anything is asked of the network.
  await openOutbox();
  place.textContent = "";
  render(html`<${App} />`, place);
  keepFocus(place);
  live.start();
  bringLater();
  keepPageOffline();
}

if (boot.erased) {
  forget(boot.erased);
  dropPageOffline(boot.erased);
} else {
  start();
}

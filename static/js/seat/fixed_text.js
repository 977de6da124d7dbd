// Texts that never change come with the page, in a <template>: translated once, and not twice over the hall's Wi-Fi.
import { html } from "htm/preact";

export function FixedText({ name }) {
  const template = document.getElementById(name);
  return html`<div class="fixed-text" dangerouslySetInnerHTML=${{ __html: template ? template.innerHTML : "" }}></div>`;
}

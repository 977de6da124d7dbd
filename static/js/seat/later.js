// The second half of the page. It comes when the first half works and the phone has nothing else to do, not when it is
// needed: by then the Wi-Fi may be gone. Until it is there the phone goes on without it, and tries again.
//
//   html`<${Later} name="Harvest" waiting=${…} />`    a part of it, or `waiting` while it is not there
//   bringLater()                                      once, when the page works
//   arrived({ Harvest, … })                           said by the second bundle itself
import { html } from "htm/preact";
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { learn } from "../common/messages.js";
import { live } from "./state.js";

const AGAIN_AFTER = 2000;
const MOST_DOUBLINGS = 2;
const WITHOUT_A_LINE = 3000;

const parts = signal(null);
let came = null;
let loading = false;
let tries = 0;
let timer = 0;

export function Later({ name, waiting = null, ...given }) {
  const part = parts.value && parts.value[name];
  useEffect(() => {
    bring();
  }, []);
  return part ? html`<${part} ...${given} />` : waiting;
}

export function arrived(given) {
  came = given;
}

export function bringLater() {
  effect(() => {
    if (live.state.value === "online") whenIdle(bring);
  });
  // Without a line it may still lie on this phone.
  setTimeout(bring, WITHOUT_A_LINE);
}

const { dataset } = document.getElementById("later") || {};

/** The addresses of the second bundle, its sentences and the style for paper: for what keeps the page on this phone. */
export const addresses = () => Object.values(dataset);

async function bring() {
  if (parts.peek() || loading) return;
  loading = true;
  clearTimeout(timer);
  const { script, words } = dataset;
  try {
    const [sentences] = await Promise.all([read(words), came || run(script)]);
    learn(sentences);
    parts.value = came;
  } catch (_) {
    timer = setTimeout(bring, AGAIN_AFTER * 2 ** Math.min(tries, MOST_DOUBLINGS) * (0.5 + Math.random()));
    tries += 1;
  }
  loading = false;
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error("no sentences");
  return answer.json();
}

function run(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    // A browser remembers that an address failed; another one it tries.
    script.src = tries ? `${address}?${tries}` : address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function whenIdle(what) {
  if (window.requestIdleCallback) requestIdleCallback(what, { timeout: 2000 });
  else setTimeout(what, 200);
}

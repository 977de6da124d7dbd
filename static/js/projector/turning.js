// Long lists: shown page by page, and never larger than the screen.
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../common/messages.js";

const SECONDS_A_PAGE = 12;
const SMALLEST = 0.4;

/** How large the text is to be, where there is room for it; 1 is the house's own. */
const textScale = signal(asked());
addEventListener("resize", () => {
  textScale.value = asked();
});

function asked() {
  return Number(getComputedStyle(document.documentElement).getPropertyValue("--text")) || 1;
}

/** `items` cut into pages whose weights stay within `whole`; an item heavier than that has a page of its own.
 * Larger text takes more room in both directions. */
export function pagesOf(items, whole, weight = () => 1) {
  const capacity = whole / Math.max(1, textScale.value) ** 2;
  const pages = [];
  let room = 0;
  for (const item of items) {
    if (!pages.length || room < weight(item)) {
      pages.push([]);
      room = capacity;
    }
    pages[pages.length - 1].push(item);
    room -= weight(item);
  }
  return pages.length ? pages : [[]];
}

/** Which page to show. It turns by itself; the arrow keys turn it by hand, the space bar stops and starts it. */
export function useTurning(count) {
  const [page, setPage] = useState(0);
  const [still, setStill] = useState(false);
  useEffect(() => {
    if (still || count < 2) return undefined;
    const timer = setInterval(() => setPage((at) => (at + 1) % count), SECONDS_A_PAGE * 1000);
    return () => clearInterval(timer);
  }, [count, still]);
  useEffect(() => {
    const onKey = (event) => {
      const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
      if (step && count > 1) {
        setStill(true);
        setPage((at) => (at + step + count) % count);
      }
      if (event.key === " ") setStill((before) => !before);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [count]);
  return Math.min(page, count - 1);
}

export function PageMarks({ page, count }) {
  if (count < 2) return null;
  const words = t("Page {page} of {count}", { page: page + 1, count });
  return html`<p class="marks"><span class="visually-hidden">${words}</span>
    ${Array.from({ length: count }, (_, index) => html`<span key=${index} aria-hidden="true" class=${index === page ? "mark here" : "mark"}></span>`)}</p>`;
}

/** A box whose type shrinks until everything in it can be seen. On a phone the page may scroll instead. */
export function Fitting({ class: name = "", children, depends }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const fit = () => shrink(box.current);
    fit();
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [depends, textScale.value]);
  return html`<div ref=${box} class=${`fitting ${name}`}>${children}</div>`;
}

function shrink(box) {
  const narrow = matchMedia("(max-width: 60rem)").matches;
  // On a phone all letters grow, and the page may scroll.
  const most = narrow ? 1 : textScale.peek();
  box.style.setProperty("--fit", String(most));
  if (narrow) return;
  for (let size = most - 0.05; size >= SMALLEST && overflows(box); size -= 0.05) {
    box.style.setProperty("--fit", size.toFixed(2));
  }
}

const overflows = (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;

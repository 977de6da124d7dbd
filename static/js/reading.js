// Text size and print, on every page. In the head and not deferred, so that the size is right before anything is drawn.
const SIZES = ["small", "normal", "large", "larger", "largest"];
const KEY = "consult.text-size";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch (_) {
    return null; // storage is refused: the choice lasts for this page only
  }
}

function show(size) {
  root.dataset.text = SIZES.includes(size) ? size : "normal";
}

function choose(step) {
  const at = SIZES.indexOf(root.dataset.text) + step;
  show(SIZES[Math.min(Math.max(at, 0), SIZES.length - 1)]);
  // What measures itself does so again.
  dispatchEvent(new Event("resize"));
  try {
    localStorage.setItem(KEY, root.dataset.text);
  } catch (_) {
    // Nothing to remember it with.
  }
}

addEventListener("click", ({ target }) => {
  const button = target.closest("[data-text-size], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) print();
  else choose(button.dataset.textSize === "larger" ? 1 : -1);
});

// Paper cannot be tapped: what is folded is unfolded for it.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = Array.from(document.querySelectorAll("details:not([open])"));
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of unfolded) one.open = false;
});

root.classList.add("js");
show(kept());

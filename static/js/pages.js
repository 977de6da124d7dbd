// Text size and print on every staff page. Loaded in the head without `defer`, so that the size is right from the start.
const SIZES = ["text-smaller", "text-normal", "text-larger", "text-largest"];
const NORMAL = 1;
const KEY = "text-size";
const root = document.documentElement;

function stored() {
  try {
    const index = SIZES.indexOf(localStorage.getItem(KEY));
    return index < 0 ? NORMAL : index;
  } catch {
    return NORMAL; // storage is switched off: the choice lasts for this page only
  }
}

function show(index) {
  root.classList.remove(...SIZES);
  root.classList.add(SIZES[index]);
}

function choose(step) {
  const current = SIZES.findIndex((name) => root.classList.contains(name));
  const index = step === "normal" ? NORMAL : Math.min(Math.max(current + (step === "larger" ? 1 : -1), 0), SIZES.length - 1);
  show(index);
  try {
    localStorage.setItem(KEY, SIZES[index]);
  } catch {
    // Nothing to remember it with.
  }
}

root.classList.add("js");
show(stored());

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.textSize) choose(button.dataset.textSize);
  if ("print" in button.dataset) window.print();
});

// After a refused form the first thing to read is what was wrong.
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
});

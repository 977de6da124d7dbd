// On every staff page: after a refused form the first thing to read is what was wrong; and the themes are looked at on
// the board, unless somebody chose their list, which works without this file.
import { chosenView, rememberView } from "./common/themes_view.js";

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  if (chosenView() === "board") for (const link of document.querySelectorAll("[data-board]")) link.href = link.dataset.board;
});

document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-view='board'], [data-view='list']");
  if (!link) return;
  rememberView(link.dataset.view);
  // The same theme on the other side.
  if (location.hash.startsWith("#theme-")) link.hash = location.hash;
});

// One tick for all of a form.
document.addEventListener("change", ({ target }) => {
  const form = target.dataset.tickAll && document.getElementById(target.dataset.tickAll);
  if (form) for (const one of form.elements) if (one.type === "checkbox") one.checked = target.checked;
});
